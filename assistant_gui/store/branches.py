"""Changes to the tree of a conversation: other versions, copies, what is taken away and brought back.

Each function that takes a connection runs inside one transaction of the writing thread. Nothing is
overwritten: a removed message keeps its row, marked, until :func:`purge`.
"""

import json
import math
import sqlite3
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from assistant_gui.core.attached import again
from assistant_gui.core.conversation import Conversation, Fault, Message, Origin, Rating, Role, State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.letters import clean
from assistant_gui.core.ports import Removal
from assistant_gui.store import attached, changes, words
from assistant_gui.store.changes import found, gone
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.rows import CONVERSATION, conversation_of, message_of, whole_message

KEPT_SECONDS = 30 * 24 * 3600.0
"""How long a removed message can be brought back."""

_PATH = f"""
    WITH RECURSIVE path (id, depth) AS (
      VALUES (?, 0)
      UNION ALL
      SELECT m.parent, depth + 1 FROM path JOIN messages AS m ON m.id = path.id WHERE m.parent IS NOT NULL
    )
    SELECT {whole_message("m")} FROM path CROSS JOIN messages AS m ON m.id = path.id ORDER BY depth DESC
"""
_WHOLE_TREE = f"SELECT {whole_message()} FROM messages WHERE conversation = ? AND removed IS NULL ORDER BY seq"

_BELOW = """
    WITH RECURSIVE below (id) AS (
      VALUES (?)
      UNION ALL
      SELECT m.id FROM below CROSS JOIN messages AS m ON m.parent = below.id
    )
"""

_PLACES = """
    SELECT id, place, versions FROM (
      SELECT id, row_number() OVER (PARTITION BY parent ORDER BY seq) AS place,
        count(*) OVER (PARTITION BY parent) AS versions
      FROM messages WHERE conversation = ? AND removed IS NULL
    ) WHERE versions > 1
"""

_COPY_SUMMARY = """
    INSERT INTO summaries (message, text, model, created) SELECT ?, text, model, created FROM summaries WHERE message = ?
"""

_BESIDE = """
    SELECT id FROM messages, (SELECT seq AS gone FROM messages WHERE id = ?3)
    WHERE conversation = ?1 AND parent IS ?2 AND removed IS NULL
    ORDER BY seq > gone, abs(seq - gone) LIMIT 1
"""


def places(reading: Reading, conversation: str) -> dict[str, tuple[int, int]]:
    """Of every message that has another version beside it: which it is, from 1, of how many."""
    return {name: (place, of) for name, place, of in reading.all(_placed, _PLACES, (conversation,))}


def edit(connection: sqlite3.Connection, id: str, text: str, now: float, origin: Origin = Origin.TYPED) -> Message:
    """Put question *id* in other words beside it, with what is attached to it, and show that."""
    old = found(connection, id)
    if old.role is not Role.PERSON:
        raise ValueError("only a question can be edited")
    if not text.strip() and not old.attachments:
        raise AssistantError(N_("A question cannot be empty."), N_("Write something, or delete the message."))
    edited = Message(
        id=uuid.uuid4().hex,
        conversation=old.conversation,
        parent=old.parent,
        role=Role.PERSON,
        text=text,
        created=now,
        origin=origin,
        spoken=origin is Origin.SPOKEN,
        instead=id,
        wish=Wish.EDITED,
        attachments=again(old.attachments),
    )
    changes.add(connection, edited, now)
    return edited


def explain(connection: sqlite3.Connection, id: str, faults: Sequence[Fault], remark: str) -> Message:
    """Keep why answer *id* was rated down."""
    message = found(connection, id)
    if message.rating is not Rating.DOWN:
        raise ValueError("only an answer that was rated down has faults")
    remark = clean(remark.strip())
    stored = json.dumps(faults) if faults else None
    connection.execute("UPDATE messages SET faults = ?, remark = ? WHERE id = ?", (stored, remark, id))
    return replace(message, faults=tuple(faults), remark=remark)


def remove(connection: sqlite3.Connection, id: str, now: float) -> Removal:
    """Take *id* and all that follows it away; what is shown moves to a version beside it, or to what is before it."""
    message = found(connection, id)
    conversation = message.conversation
    head = connection.execute("SELECT head FROM conversations WHERE id = ?", (conversation,)).fetchone()[0]
    last = connection.execute("SELECT max(removed) FROM messages WHERE conversation = ?", (conversation,)).fetchone()[0]
    when = now if last is None or now > last else math.nextafter(last, math.inf)  # each removal is told by its time
    marked = connection.execute(
        f"{_BELOW} UPDATE messages SET removed = ? WHERE removed IS NULL AND id IN below RETURNING id", (id, when)
    ).fetchall()
    if (head,) in marked:
        beside = _beside(connection, message)
        if beside is not None:
            changes.choose(connection, beside)
        else:
            connection.execute("UPDATE conversations SET head = ? WHERE id = ?", (message.parent, conversation))
    return Removal(id, head)


def restore(connection: sqlite3.Connection, removal: Removal) -> None:
    """Bring back what one :func:`remove` took away, and show what was shown before."""
    query = "SELECT m.conversation, m.removed, p.removed FROM messages m LEFT JOIN messages p ON p.id = m.parent"
    row = connection.execute(f"{query} WHERE m.id = ?", (removal.message,)).fetchone()
    if row is None or row[2] is not None:
        raise gone()
    conversation, when, _ = row
    if when is None:
        return
    connection.execute(
        f"{_BELOW} UPDATE messages SET removed = NULL WHERE removed = ? AND id IN below", (removal.message, when)
    )
    alive = "SELECT 1 FROM messages WHERE id = ? AND conversation = ? AND removed IS NULL"
    if removal.head is not None and connection.execute(alive, (removal.head, conversation)).fetchone():
        connection.execute("UPDATE conversations SET head = ? WHERE id = ?", (removal.head, conversation))
    else:
        changes.choose(connection, removal.message)


def purge(connection: sqlite3.Connection, now: float) -> bool:
    """Delete for good what was removed more than 30 days before *now*; whether there was anything."""
    old = connection.execute(
        "SELECT seq, id, state, text FROM messages WHERE removed < ?", (now - KEPT_SECONDS,)
    ).fetchall()
    free = _free(connection, {name for _, name, _, _ in old})
    due = [row for row in old if row[1] in free]
    for seq, name, state, text in due:
        if state != State.GROWING:
            words.forget(connection, seq, text)
        attached.forget(connection, "(?)", name)
        connection.execute("DELETE FROM summaries WHERE message = ?", (name,))
        connection.execute("UPDATE messages SET corrects = NULL WHERE corrects = ?", (name,))
        connection.execute("UPDATE messages SET instead = NULL, wish = NULL WHERE instead = ?", (name,))
    connection.executemany("DELETE FROM messages WHERE id = ?", [(name,) for _, name, _, _ in due])
    return bool(due)


def _free(connection: sqlite3.Connection, names: set[str]) -> set[str]:
    """Those of *names* that nothing else hangs on; in a file that was salvaged, something may."""
    while True:
        held = {name for name in names if _holds(connection, name, names)}
        if not held:
            return names
        names = names - held


def _holds(connection: sqlite3.Connection, name: str, going: set[str]) -> bool:
    below = connection.execute("SELECT id FROM messages WHERE parent = ?", (name,)).fetchall()
    shown = connection.execute("SELECT 1 FROM conversations WHERE head = ?", (name,)).fetchone()
    return shown is not None or any(each not in going for (each,) in below)


def branch(connection: sqlite3.Connection, id: str, title: str, now: float) -> Conversation:
    """A new conversation that holds what led to message *id*, and *id* itself."""
    source = _conversation(connection, found(connection, id).conversation)
    return _copied(connection, source, map(message_of, connection.execute(_PATH, (id,)).fetchall()), id, title, now)


def duplicate(connection: sqlite3.Connection, id: str, title: str, now: float) -> Conversation:
    """A new conversation with the whole tree of conversation *id*."""
    source = _conversation(connection, id)
    tree = map(message_of, connection.execute(_WHOLE_TREE, (id,)).fetchall())
    return _copied(connection, source, tree, source.head, title, now)


def _copied(
    connection: sqlite3.Connection,
    source: Conversation,
    messages: Iterable[Message],
    head: str | None,
    title: str,
    now: float,
) -> Conversation:
    made = Conversation(
        uuid.uuid4().hex,
        changes.one_line(title) or source.title,
        now,
        now,
        named=bool(title) or source.named,
        folder=source.folder,
        manner=source.manner,
    )
    changes.create(connection, made)
    names: dict[str, str] = {}
    for old in messages:
        names[old.id] = uuid.uuid4().hex
        instead = names.get(old.instead or "")
        copy = replace(
            old,
            id=names[old.id],
            conversation=made.id,
            parent=names[old.parent] if old.parent is not None else None,
            state=State.BROKEN if old.state is State.GROWING else old.state,  # nobody writes the copy
            corrects=names.get(old.corrects or ""),
            instead=instead,
            wish=old.wish if instead else None,
            attachments=again(old.attachments),
        )
        changes.insert(connection, copy)
        connection.execute(_COPY_SUMMARY, (copy.id, old.id))
    shown = names.get(head or "")
    connection.execute("UPDATE conversations SET head = ? WHERE id = ?", (shown, made.id))
    return replace(made, head=shown)


def _placed(row: Row) -> tuple[str, int, int]:
    return cast(tuple[str, int, int], row)


def _conversation(connection: sqlite3.Connection, id: str) -> Conversation:
    row = connection.execute(f"SELECT {CONVERSATION} FROM conversations WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise gone()
    return conversation_of(row)


def _beside(connection: sqlite3.Connection, message: Message) -> str | None:
    """The version that is shown when *message* is gone: the one before it, or else the first after it."""
    row = connection.execute(_BESIDE, (message.conversation, message.parent, message.id)).fetchone()
    return None if row is None else str(row[0])
