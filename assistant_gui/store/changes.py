"""What can be changed in the store: each function runs inside one transaction of the writing thread."""

import sqlite3
from dataclasses import replace

from assistant_gui.core.conversation import Conversation, Message, Rating, Role, State
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.letters import clean
from assistant_gui.store import attached, words
from assistant_gui.store.rows import (
    CONVERSATION,
    MESSAGE,
    json_of,
    message_of,
    row_of,
    row_of_conversation,
    whole_message,
)

TITLE_CHARACTERS = 48

_ADD = f"INSERT INTO messages ({MESSAGE}) VALUES ({', '.join('?' * len(MESSAGE.split(', ')))})"
_RECENCY = "(SELECT coalesce(max(recency), 0) + 1 FROM conversations)"
_CREATE = f"""
    INSERT INTO conversations ({CONVERSATION}, recency, digest)
    VALUES ({", ".join("?" * len(CONVERSATION.split(", ")))}, {_RECENCY}, ?)
"""

_MESSAGES_OF = "(SELECT id FROM messages WHERE conversation = ?)"

_NEWEST_BELOW = """
    WITH RECURSIVE below (id, seq) AS (
      SELECT id, seq FROM messages WHERE id = ?
      UNION ALL
      SELECT m.id, m.seq FROM below CROSS JOIN messages AS m ON m.parent = below.id WHERE m.removed IS NULL
    )
    SELECT id FROM below ORDER BY seq DESC LIMIT 1
"""


def gone() -> AssistantError:
    return AssistantError(
        N_("This is no longer stored: it was deleted."), N_("Choose another conversation, or begin a new one.")
    )


def one_line(text: str) -> str:
    return clean(" ".join(text.split()))


def title_from(text: str) -> str:
    """The beginning of *text*, cut between words where there are any."""
    line = one_line(text)
    if len(line) <= TITLE_CHARACTERS:
        return line
    cut = line[:TITLE_CHARACTERS]
    space = cut.rfind(" ")
    return (cut[:space] if space > TITLE_CHARACTERS // 2 else cut).rstrip() + "…"


def found(connection: sqlite3.Connection, id: str) -> Message:
    """The message *id*; AssistantError when it is not, or no longer, here."""
    query = f"SELECT {whole_message()} FROM messages WHERE id = ? AND removed IS NULL"
    row = connection.execute(query, (id,)).fetchone()
    if row is None:
        raise gone()
    return message_of(row)


def create(connection: sqlite3.Connection, made: Conversation, digest: str | None = None) -> None:
    connection.execute(_CREATE, (*row_of_conversation(made), digest))


def rename(connection: sqlite3.Connection, id: str, title: str) -> None:
    """Give *id* the title that the person chose; it is never made up again."""
    query = "UPDATE conversations SET title = ?, named = ? WHERE id = ?"
    if connection.execute(query, (title, bool(title), id)).rowcount != 1:
        raise gone()


def entitle(connection: sqlite3.Connection, id: str, title: str) -> bool:
    """Give *id* a title that was made up, unless the person gave it one; whether it was given."""
    query = "UPDATE conversations SET title = ? WHERE id = ? AND named = 0"
    return connection.execute(query, (title, id)).rowcount == 1


def delete(connection: sqlite3.Connection, id: str) -> None:
    known = connection.execute(
        "SELECT seq, text FROM messages WHERE conversation = ? AND state <> 'growing'", (id,)
    ).fetchall()
    for seq, text in known:
        words.forget(connection, seq, text)
    attached.forget(connection, _MESSAGES_OF, id)
    connection.execute(f"DELETE FROM summaries WHERE message IN {_MESSAGES_OF}", (id,))
    connection.execute("DELETE FROM messages WHERE conversation = ?", (id,))
    if connection.execute("DELETE FROM conversations WHERE id = ?", (id,)).rowcount != 1:
        raise gone()


def add(connection: sqlite3.Connection, message: Message, now: float) -> None:
    conversation = connection.execute(
        "SELECT title FROM conversations WHERE id = ?", (message.conversation,)
    ).fetchone()
    if conversation is None:
        raise gone()
    if message.parent is not None and found(connection, message.parent).conversation != message.conversation:
        raise ValueError("a message and its parent must be in the same conversation")
    insert(connection, message)
    _show(connection, message.conversation, message.id, now)
    if not conversation[0] and message.role is Role.PERSON:
        title = title_from(message.text or ", ".join(each.name for each in message.attachments))
        connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (title, message.conversation))


def insert(connection: sqlite3.Connection, message: Message) -> None:
    """Store *message* and nothing else; :func:`add` also shows it."""
    row = row_of(message)
    seq = connection.execute(_ADD, row).lastrowid
    if message.state is not State.GROWING and seq is not None:
        words.remember(connection, seq, clean(message.text))
    attached.add(connection, message)


def grow(connection: sqlite3.Connection, id: str, text: str) -> None:
    """Also when *id* was settled or deleted meanwhile: then it is left alone."""
    connection.execute("UPDATE messages SET text = ? WHERE id = ? AND state = 'growing'", (clean(text), id))


def settle(connection: sqlite3.Connection, message: Message, now: float) -> None:
    row = connection.execute(
        "SELECT seq, conversation, text, state FROM messages WHERE id = ?", (message.id,)
    ).fetchone()
    if row is None:
        raise gone()
    seq, conversation, old, state = row
    text = clean(message.text)
    if state != State.GROWING:
        words.forget(connection, seq, old)
    connection.execute(
        "UPDATE messages SET text = ?, state = ?, generator = ?, spoken = ?, heard = ? WHERE seq = ?",
        (text, message.state, json_of(message.generator), message.spoken, message.heard, seq),
    )
    words.remember(connection, seq, text)
    _touch(connection, conversation, now)


def rate(connection: sqlite3.Connection, id: str, rating: Rating | None) -> Message:
    """Give answer *id* a rating; why it was rated down goes with that rating."""
    message = found(connection, id)
    if message.role is not Role.ASSISTANT:
        raise ValueError("only an answer can be rated")
    if rating is Rating.DOWN:
        connection.execute("UPDATE messages SET rating = ? WHERE id = ?", (rating, id))
        return replace(message, rating=rating)
    connection.execute("UPDATE messages SET rating = ?, faults = NULL, remark = '' WHERE id = ?", (rating, id))
    return replace(message, rating=rating, faults=(), remark="")


def choose(connection: sqlite3.Connection, id: str) -> None:
    message = found(connection, id)
    head = connection.execute(_NEWEST_BELOW, (id,)).fetchone()[0]
    connection.execute("UPDATE conversations SET head = ? WHERE id = ?", (head, message.conversation))


def break_growing(connection: sqlite3.Connection) -> None:
    """Nobody writes them any more: keep their text and let them be retried."""
    for seq, text in connection.execute("SELECT seq, text FROM messages WHERE state = 'growing'").fetchall():
        connection.execute("UPDATE messages SET state = 'broken' WHERE seq = ?", (seq,))
        words.remember(connection, seq, text)


def _show(connection: sqlite3.Connection, conversation: str, head: str, now: float) -> None:
    """What is gone on with is wanted again: it comes out of the archive and the trash."""
    query = "UPDATE conversations SET head = ?, archived = NULL, trashed = NULL WHERE id = ?"
    connection.execute(query, (head, conversation))
    _touch(connection, conversation, now)


def _touch(connection: sqlite3.Connection, conversation: str, now: float) -> None:
    connection.execute(
        f"UPDATE conversations SET changed = ?, recency = {_RECENCY} WHERE id = ?",
        (now, conversation),
    )
