"""Conversations that come from elsewhere, put into the store; and everything that is stored, to be taken elsewhere."""

import copy
import hashlib
import itertools
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol, TypeVar, cast

from assistant_gui.core.conversation import Attachment, Conversation, Folder, Message, Origin, Role, State
from assistant_gui.core.exchange import Confirmed, LeftAlone, Line, Opening, Skipped, Unit, Voted
from assistant_gui.core.language import N_
from assistant_gui.core.lessons import Decision
from assistant_gui.core.letters import clean
from assistant_gui.core.manner import Preset
from assistant_gui.core.ports import Summary
from assistant_gui.store import attached, changes
from assistant_gui.store.adopting import adopt
from assistant_gui.store.reading import Reading
from assistant_gui.store.rows import CONVERSATION, conversation_of, json_of, message_of, whole_message
from assistant_gui.store.writing import Work

T = TypeVar("T")

_TREE = f"SELECT {whole_message()} FROM messages WHERE conversation = ? ORDER BY seq"
_EVERYTHING = f"SELECT {CONVERSATION} FROM conversations ORDER BY recency"

_LEADS_TO = """
    WITH RECURSIVE path (id) AS (
      VALUES (?1)
      UNION
      SELECT m.parent FROM path JOIN messages AS m ON m.id = path.id WHERE m.parent IS NOT NULL
    )
    SELECT 1 FROM path WHERE id = ?2
"""


class Do(Protocol):
    """Runs work in a transaction of the writing thread and waits for it."""

    def __call__(self, work: Work[T]) -> T: ...


class Transfer:
    """Part of an :class:`~assistant_gui.store.archive.Archive`, and called from where that may be called."""

    def __init__(self, reading: Reading, do: Do, clock: Callable[[], float]) -> None:
        self._reading = reading
        self._do = do
        self._clock = clock

    def everything(self) -> list[Conversation]:
        """All there are, those in the trash included; oldest change first."""
        return self._reading.all(conversation_of, _EVERYTHING)

    def tree(self, id: str) -> list[Message]:
        """Every message of a conversation, removed ones too, in the order in which they were stored."""
        return self._reading.all(message_of, _TREE, (id,))

    @contextmanager
    def adoption(self) -> Iterator["Adoption"]:
        """Take conversations in; however it ends, what was taken is whole and in its place in the list."""
        adoption = Adoption(self._do, self._clock())
        try:
            yield adoption
        finally:
            adoption.end()


class Adoption:
    """One import, in as many transactions as it takes; used by one thread.

    What is here already is left alone: only what is new in a conversation is
    added to it. Lines come in the order of ``core/exchange.py``.
    """

    def __init__(self, do: Do, now: float) -> None:
        self.conversations = 0
        self.messages = 0
        self.grown = 0
        self.duplicates = 0
        self.trashed = 0
        self.skipped: list[Skipped] = []
        self._do = do
        self._now = now
        self._open: _Open | None = None
        self._in_order = False
        self._new: list[str] = []
        """Ids of conversations, in the order in which they came."""

    def take(self, lines: Sequence[Line], contents: Mapping[str, bytes], *, in_order: bool = False) -> None:
        """Store *lines*, all or none. With *in_order* conversations come oldest change first."""

        def work(connection: sqlite3.Connection) -> None:
            attached.keep(connection, contents)
            for line in lines:
                self._one(connection, line)
            for digest in contents:
                attached.drop_unused(connection, digest)

        self._in_order = in_order
        before, new = copy.deepcopy(self._open), len(self._new)
        try:
            self._do(work)
        except BaseException:  # nothing of it is stored, so that nothing of it must be known to end()
            self._open = before
            del self._new[new:]
            raise

    def end(self) -> None:
        """Finish the last conversation, and put the new ones where they belong in the list."""

        def work(connection: sqlite3.Connection) -> None:
            self._finish(connection)
            if self._new:
                _file_by_time(connection, self._new, in_order=self._in_order)

        if self._open is not None or self._new:
            self._do(work)

    def _one(self, connection: sqlite3.Connection, line: Line) -> None:
        match line:
            case Opening():
                self._finish(connection)
                self._open = _opened(connection, line)
            case Message() if self._open is not None and line.conversation == self._open.id and not self._open.ignored:
                self._message(connection, line, self._open)
            case Summary() if self._open is not None and line.message in self._open.known:
                query = "INSERT OR IGNORE INTO summaries (message, text, model, created) VALUES (?, ?, ?, ?)"
                connection.execute(query, (line.message, clean(line.text), line.model, self._now))
            case Decision() if self._open is not None and line.id in self._open.known:
                adopt(connection, line, self._now)
            case LeftAlone() if self._open is not None and line.message in self._open.known:
                adopt(connection, line, self._now)
            case Voted() if self._voted_here(line):
                adopt(connection, line, self._now)
            case Confirmed():
                adopt(connection, line, self._now)
            case Folder():
                query = (
                    "INSERT OR IGNORE INTO folders (id, name, created, instructions, position) VALUES (?, ?, ?, ?, ?)"
                )
                row = (line.id, changes.one_line(line.name), line.created, clean(line.instructions), line.position)
                connection.execute(query, row)
            case Preset():
                query = "INSERT OR IGNORE INTO presets (id, name, manner) VALUES (?, ?, ?)"
                connection.execute(query, (line.id, changes.one_line(line.name), json_of(line.manner)))
            case _:
                pass

    def _voted_here(self, line: Voted) -> bool:
        """Its question was asked in the conversation that it follows, or in none."""
        message = line.ballot.answers.question.message
        return not message or (self._open is not None and message in self._open.known)

    def _message(self, connection: sqlite3.Connection, message: Message, into: "_Open") -> None:
        if message.id in into.known:
            return
        if connection.execute("SELECT 1 FROM messages WHERE id = ?", (message.id,)).fetchone():
            self.skipped.append(Skipped(N_("a message in it is in another conversation already"), Unit.CONVERSATION))
            return
        attachments = tuple(self._attachments(connection, message.attachments))
        fitted = _fitted(message, into, attachments)
        if fitted.parent is not None and fitted.removed is None:  # it goes, and comes back, with what it follows
            fitted = replace(fitted, removed=_removed(connection, fitted.parent))
        changes.insert(connection, fitted)
        into.known.add(message.id)
        into.added += 1
        if fitted.removed is None:
            into.last = message.id
        if not into.question and message.role is Role.PERSON and message.origin is Origin.IMPORTED:
            into.question = message.text or ", ".join(each.name for each in message.attachments)
        self.messages += 1

    def _attachments(self, connection: sqlite3.Connection, given: Iterable[Attachment]) -> Iterator[Attachment]:
        """Those whose content is here, or is their text."""
        given_so_far: set[str] = set()
        for each in given:
            if not connection.execute("SELECT 1 FROM contents WHERE digest = ?", (each.digest,)).fetchone():
                content = clean(each.text).encode()
                if hashlib.sha256(content).hexdigest() != each.digest:
                    self.skipped.append(Skipped(N_("what was attached is missing"), Unit.ATTACHMENT, name=each.name))
                    continue
                attached.keep(connection, {each.digest: content})
            taken = connection.execute("SELECT 1 FROM attachments WHERE id = ?", (each.id,)).fetchone()
            yield replace(each, id=uuid.uuid4().hex) if taken or each.id in given_so_far else each
            given_so_far.add(each.id)

    def _finish(self, connection: sqlite3.Connection) -> None:
        """What was begun last is complete: show its branch, and count it."""
        done, self._open = self._open, None
        if done is None or done.ignored:
            self.duplicates += done is not None
            self.trashed += done is not None and done.trashed
            return
        if done.is_new:
            self.conversations += 1
            self._new.append(done.id)
        elif done.added:
            self.grown += 1
            self.trashed += done.trashed
            query = "UPDATE conversations SET changed = max(changed, ?) WHERE id = ?"
            connection.execute(query, (done.changed, done.id))
        else:
            self.duplicates += 1
            self.trashed += done.trashed
            return
        _show(connection, done)


class _Open:
    """The conversation that messages are being added to."""

    def __init__(self, opening: Opening, known: Iterable[str], *, is_new: bool, trashed: bool, ignored: bool) -> None:
        self.id = opening.conversation.id
        self.wanted = opening.conversation.head
        self.changed = opening.conversation.changed
        self.known = set(known)
        self.is_new = is_new
        self.trashed = trashed
        self.ignored = ignored
        """It is here under another id, from before ids were made from the content."""
        self.added = 0
        self.last: str | None = None
        self.question = ""


def _opened(connection: sqlite3.Connection, opening: Opening) -> _Open:
    made = opening.conversation
    row = connection.execute(
        "SELECT id, trashed FROM conversations WHERE id = ?1 OR digest = nullif(?2, '')", (made.id, opening.digest)
    ).fetchone()
    if row is not None:
        known = connection.execute("SELECT id FROM messages WHERE conversation = ?", (made.id,)).fetchall()
        ids = [cast(str, name) for (name,) in known]
        return _Open(opening, ids, is_new=False, trashed=row[1] is not None, ignored=row[0] != made.id)
    folder = made.folder
    if folder and not connection.execute("SELECT 1 FROM folders WHERE id = ?", (folder,)).fetchone():
        folder = None
    changes.create(connection, replace(made, head=None, folder=folder), opening.digest or None)
    return _Open(opening, (), is_new=True, trashed=False, ignored=False)


def _fitted(message: Message, into: _Open, attachments: tuple[Attachment, ...]) -> Message:
    """*message* as a part of *into*: what it refers to is there, or is left out."""
    instead = message.instead if message.instead in into.known else None
    return replace(
        message,
        conversation=into.id,
        parent=message.parent if message.parent in into.known else None,
        corrects=message.corrects if message.corrects in into.known else None,
        instead=instead,
        wish=message.wish if instead else None,
        state=State.BROKEN if message.state is State.GROWING else message.state,
        attachments=attachments,
    )


def _show(connection: sqlite3.Connection, done: _Open) -> None:
    """The branch that is shown there; in one that grew only when the person did not go elsewhere meanwhile."""
    head, title = connection.execute("SELECT head, title FROM conversations WHERE id = ?", (done.id,)).fetchone()
    wanted = done.wanted if done.wanted is None or done.wanted in done.known else done.last
    wanted = _still_there(connection, wanted)
    if done.is_new or (wanted and head and connection.execute(_LEADS_TO, (wanted, head)).fetchone()):
        connection.execute("UPDATE conversations SET head = ? WHERE id = ?", (wanted, done.id))
    if not title and done.question:
        title = changes.title_from(done.question)
        connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, done.id))


def _removed(connection: sqlite3.Connection, id: str) -> float | None:
    """When the person took message *id* away."""
    return cast(float | None, connection.execute("SELECT removed FROM messages WHERE id = ?", (id,)).fetchone()[0])


def _still_there(connection: sqlite3.Connection, id: str | None) -> str | None:
    """Message *id*, or the last before it that the person did not take away."""
    there = id
    while there is not None and _removed(connection, there) is not None:
        there = connection.execute("SELECT parent FROM messages WHERE id = ?", (there,)).fetchone()[0]
    return there


def _file_by_time(connection: sqlite3.Connection, new: Sequence[str], *, in_order: bool) -> None:
    """Give *new* conversations their places in the list by when they changed; the others keep their order."""
    rows = connection.execute("SELECT id, changed FROM conversations ORDER BY recency").fetchall()
    arrived = {name: place for place, name in enumerate(new)}
    old = [row for row in rows if row[0] not in arrived]
    came = [row for row in rows if row[0] in arrived]
    if not in_order:
        came.sort(key=lambda row: (row[1], -arrived[row[0]]))
    merged: list[str] = []
    waiting = iter(came)
    ahead = next(waiting, None)
    for name, changed in old:
        while ahead is not None and ahead[1] < changed:
            merged.append(ahead[0])
            ahead = next(waiting, None)
        merged.append(name)
    merged += [name for name, _ in itertools.chain([ahead] if ahead else [], waiting)]
    if merged == [name for name, _ in rows]:
        return
    connection.execute("UPDATE conversations SET recency = -recency")  # out of the way of the new numbers
    numbered = [(number, name) for number, name in enumerate(merged, 1)]
    connection.executemany("UPDATE conversations SET recency = ? WHERE id = ?", numbered)
