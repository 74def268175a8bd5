"""The conversations on disk: what the rest of the desk knows as ``core.ports.Archive``."""

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

from assistant_gui.core.aftermath import Reception
from assistant_gui.core.conversation import Conversation, Fault, Message, Origin, Rating, Role, State
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Example, Tally
from assistant_gui.core.lessons import EVERYTHING, Listed, Wanted
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.ports import Removal
from assistant_gui.core.search import Hit
from assistant_gui.store import attached, branches, changes, filing, finding, lessons, listing, words
from assistant_gui.store.corrections import StoredCorrections
from assistant_gui.store.decisions import StoredDecisions
from assistant_gui.store.manners import Manners
from assistant_gui.store.opening import prepare
from assistant_gui.store.reading import Reading
from assistant_gui.store.reception import reception
from assistant_gui.store.rows import CONVERSATION, conversation_of, message_of, whole_message
from assistant_gui.store.transfer import Transfer
from assistant_gui.store.votes import StoredVotes
from assistant_gui.store.writing import Work, Writing

T = TypeVar("T")

NOTHING: Mapping[str, bytes] = MappingProxyType({})

_MESSAGE = whole_message()
_MESSAGE_OF_M = whole_message("m")

_THREAD = f"""
    WITH RECURSIVE branch (id, depth) AS (
      SELECT head, 0 FROM conversations WHERE id = ? AND head IS NOT NULL
      UNION ALL
      SELECT m.parent, depth + 1 FROM branch JOIN messages AS m ON m.id = branch.id WHERE m.parent IS NOT NULL
    )
    SELECT {_MESSAGE_OF_M} FROM branch CROSS JOIN messages AS m ON m.id = branch.id ORDER BY depth DESC
"""


class Archive:
    """Safe from any thread but the window's. A change is on disk when the call that makes it returns.

    Only the process that holds the profile (``store/lock.py``) may open it to
    write; opened with *to_read* it starts no thread and refuses to change.
    """

    def __init__(
        self,
        file: Path,
        *,
        to_read: bool = False,
        clock: Callable[[], float] = time.time,
        grow_every: float = 1.0,
    ) -> None:
        """Open *file*, and call answers that were growing when the program was killed ``BROKEN``.

        What has been in the trash for 30 days is deleted for good soon afterwards.
        """
        self._clock = clock
        if not to_read:
            prepare(file)
        self._writing = None if to_read else Writing(file, every=grow_every)
        self._reading = Reading(file)
        self.manners = Manners(self._reading, lambda work: self._writer.do(work), clock)
        self.transfer = Transfer(self._reading, self._write, clock)
        self.filing = filing.Filing(self._reading, self._write, self._wipe, clock)
        self.corrections = StoredCorrections(self._reading, self._write, clock)
        self.decisions = StoredDecisions(self._reading, self._write, clock)
        self.votes = StoredVotes(self._reading, self._write, clock)
        self._listing = listing.Listing(
            self._reading, lambda: None if self._writing is None else self._writing.committed
        )
        if self._writing is not None:
            try:
                self._writing.do(changes.break_growing)
                now = clock()
                if self._writing.do(lambda connection: branches.purge(connection, now)):
                    self._writing.purge(words.purge)
            except BaseException:
                self._writing.close()
                raise
            self._writing.later("trash", lambda connection: self._purge_trash(connection, now))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is queued, then let go of the file. Safe to call again."""
        self._reading.close()
        if self._writing is not None:
            self._writing.close()

    def exchange(self, change: Callable[[], None], undo: Callable[[], None]) -> None:
        """Let go of the file, *change* what lies there, and go on with that; *undo* when it cannot be opened."""
        with self._reading.resting():
            self._writer.exchange(change, undo)
        self._writer.do(changes.break_growing)

    def conversations(self) -> list[Conversation]:
        """All but those in the trash; newest change first, by the order of events and not by the clock."""
        query = f"SELECT {CONVERSATION} FROM conversations WHERE trashed IS NULL ORDER BY recency DESC"
        return self._reading.all(conversation_of, query)

    def conversation(self, id: str) -> Conversation | None:
        return self._reading.one(conversation_of, f"SELECT {CONVERSATION} FROM conversations WHERE id = ?", (id,))

    def create(self, title: str = "", manner: Manner = AS_SET, folder: str | None = None) -> Conversation:
        """A conversation in *folder*, or in none when that is gone."""
        now = self._clock()
        made = Conversation(uuid.uuid4().hex, changes.one_line(title), now, now, named=bool(title), manner=manner)

        def work(connection: sqlite3.Connection) -> Conversation:
            there = folder is not None and filing.has_folder(connection, folder)
            placed = replace(made, folder=folder) if there else made
            changes.create(connection, placed)
            return placed

        return self._write(work)

    def rename(self, id: str, title: str) -> Conversation:
        self._write(lambda connection: changes.rename(connection, id, changes.one_line(title)))
        return self._known(id)

    def entitle(self, id: str, title: str) -> Conversation | None:
        """Give *id* a title that was made up; None when the person gave it one, or it is gone."""
        given = self._write(lambda connection: changes.entitle(connection, id, changes.one_line(title)))
        return self.conversation(id) if given else None

    def delete(self, id: str) -> None:
        """Delete the conversation and all that is in it; within about a second its words are gone from the disk."""
        self._write(lambda connection: changes.delete(connection, id))
        self._wipe()

    def thread(self, id: str) -> list[Message]:
        """The shown branch, from the first message to the head."""
        return self._reading.all(message_of, _THREAD, (id,))

    def message(self, id: str) -> Message | None:
        return self._reading.one(message_of, f"SELECT {_MESSAGE} FROM messages WHERE id = ?", (id,))

    def siblings(self, id: str) -> list[Message]:
        """All versions under the same parent, oldest first, itself included; not those that were removed."""
        message = self.message(id)
        if message is None:
            raise changes.gone()
        if message.parent is None:
            where, place = "conversation = ? AND parent IS NULL", message.conversation
        else:
            where, place = "parent = ?", message.parent
        query = f"SELECT {_MESSAGE} FROM messages WHERE {where} AND removed IS NULL ORDER BY seq"
        return self._reading.all(message_of, query, (place,))

    def places(self, conversation: str) -> Mapping[str, tuple[int, int]]:
        """Of every message that has another version beside it: which it is, from 1, of how many."""
        return branches.places(self._reading, conversation)

    def add(self, message: Message, contents: Mapping[str, bytes] = NOTHING) -> None:
        """Store a new message and make it the head; a first question names its conversation.

        *contents* of its attachments, by digest; those that are here already need not be given.
        """
        now = self._clock()

        def work(connection: sqlite3.Connection) -> None:
            attached.keep(connection, contents)
            changes.add(connection, message, now)

        self._write(work)

    def content(self, digest: str) -> bytes | None:
        """Of an attached file."""
        return attached.content(self._reading, digest)

    def grow(self, id: str, text: str) -> None:
        """Keep what a growing answer has become; not waited for, committed about once a second."""
        self._writer.later(id, lambda connection: changes.grow(connection, id, text))

    def settle(self, message: Message) -> None:
        """Store the final form of a message that was added as ``GROWING``; its rating stays as it is."""
        if message.state is State.GROWING:
            raise ValueError("a settled message cannot be growing")
        now = self._clock()
        self._write(lambda connection: changes.settle(connection, message, now))

    def rate(self, id: str, rating: Rating | None) -> Message:
        return self._write(lambda connection: changes.rate(connection, id, rating))

    def correct(self, id: str, text: str) -> Message:
        """Put the person's better answer beside *id* and show it; the original stays."""
        if not text.strip():
            raise AssistantError(N_("A better answer cannot be empty."), N_("Write what it should have said."))
        now = self._clock()

        def work(connection: sqlite3.Connection) -> Message:
            original = changes.found(connection, id)
            if original.role is not Role.ASSISTANT:
                raise ValueError("only an answer can be corrected")
            better = Message(
                id=uuid.uuid4().hex,
                conversation=original.conversation,
                parent=original.parent,
                role=Role.ASSISTANT,
                text=text,
                created=now,
                origin=Origin.CORRECTION,
                corrects=id,
            )
            changes.add(connection, better, now)
            return better

        return self._write(work)

    def edit(self, id: str, text: str) -> Message:
        """Put question *id* in other words beside it, with what is attached to it, and show that."""
        now = self._clock()
        return self._write(lambda connection: branches.edit(connection, id, text, now))

    def explain(self, id: str, faults: Sequence[Fault], remark: str = "") -> Message:
        """Keep why answer *id* was rated down."""
        return self._write(lambda connection: branches.explain(connection, id, faults, remark))

    def remove(self, id: str) -> Removal:
        """Take *id* and what followed it away; :meth:`restore` brings it back for 30 days."""
        now = self._clock()
        return self._write(lambda connection: branches.remove(connection, id, now))

    def restore(self, removal: Removal) -> None:
        """Undo one :meth:`remove`. Raises AssistantError when it is too late."""
        self._write(lambda connection: branches.restore(connection, removal))

    def branch(self, id: str, title: str = "") -> Conversation:
        """A new conversation with all that led to message *id*, and *id* itself."""
        now = self._clock()
        return self._write(lambda connection: branches.branch(connection, id, title, now))

    def duplicate(self, id: str, title: str = "") -> Conversation:
        """A new conversation with all of conversation *id*, also what is not shown of it."""
        now = self._clock()
        return self._write(lambda connection: branches.duplicate(connection, id, title, now))

    def choose(self, id: str) -> None:
        """Show the branch that goes through message *id*, as far as it was last continued."""
        self._write(lambda connection: changes.choose(connection, id))

    def examples(self) -> Iterator[Example]:
        """Every answer that carries a signal, with the dialogue before it."""
        return lessons.examples(self._reading)

    def tally(self) -> Tally:
        return lessons.tally(self._reading)

    def example(self, id: str) -> Example | None:
        """What would be learned of answer *id*; None when it is gone."""
        return lessons.example(self._reading, id)

    def replays(self, most: int = 1000) -> Iterator[Example]:
        """The model's own answers that nobody rated, newest first: for replay, never to be learned from."""
        return lessons.replays(self._reading, most)

    def listed(self, wanted: Wanted = EVERYTHING, first: int = 0, count: int = 100) -> Listed:
        """A page of all answers that teach or might, newest first."""
        return self._listing.listed(wanted, first, count)

    def reception(self, adapter: str, since: float) -> tuple[Reception, Reception]:
        """How the answers of *adapter* were taken from *since* on, and all others in the four weeks before."""
        return reception(self._reading, adapter, since)

    def search(self, text: str, *, limit: int = 50) -> list[Message]:
        """Messages that hold every word of *text*, newest first; one Chinese character is enough."""
        return [hit.message for hit in finding.in_messages(self._reading, text, limit) if hit.message is not None]

    def find(self, text: str, *, limit: int = 100) -> list[Hit]:
        """Conversations with every word of *text* in their title, then messages that hold them, newest first.

        What is in the trash, or was removed, is not found; what is archived is.
        """
        return finding.everywhere(self._reading, text, limit)

    def rebuild_index(self) -> None:
        """Make the search index anew from the messages."""
        self._write(words.rebuild)

    def _known(self, id: str) -> Conversation:
        conversation = self.conversation(id)
        if conversation is None:
            raise changes.gone()
        return conversation

    def _wipe(self) -> None:
        """Have the words of what was deleted gone from the disk."""
        self._writer.purge(words.purge)

    def _purge_trash(self, connection: sqlite3.Connection, now: float) -> None:
        if filing.purge_trash(connection, now):
            words.purge(connection)  # also when the archive is closed before the next is done
            self._wipe()

    def _write(self, work: Work[T]) -> T:
        return self._writer.do(work)

    @property
    def _writer(self) -> Writing:
        if self._writing is None:
            raise RuntimeError("this archive was opened to read only")
        return self._writing
