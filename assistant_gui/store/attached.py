"""Attached files in the store: each content once, whatever it hangs on; gone with the last message that has it."""

import hashlib
import sqlite3
from collections.abc import Mapping
from typing import cast

from assistant_gui.core.conversation import Message
from assistant_gui.core.letters import clean
from assistant_gui.store.reading import Reading

_ADD = """
    INSERT INTO attachments (id, message, position, name, media, size, digest, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_DELETE_UNUSED = """
    DELETE FROM contents WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM attachments WHERE digest = ?1)
"""


def keep(connection: sqlite3.Connection, contents: Mapping[str, bytes]) -> None:
    """Store *contents* by their digests, each once. In the same transaction as the message they belong to."""
    for digest, content in contents.items():
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError("a content must be given under its own digest")
        connection.execute("INSERT OR IGNORE INTO contents (digest, bytes) VALUES (?, ?)", (digest, content))


def add(connection: sqlite3.Connection, message: Message) -> None:
    """The attachments of a message that was just stored, in order."""
    for position, each in enumerate(message.attachments):
        row = (each.id, message.id, position, clean(each.name), each.media, each.size, each.digest, clean(each.text))
        connection.execute(_ADD, row)


def forget(connection: sqlite3.Connection, messages: str, *places: str) -> None:
    """Delete the attachments of *messages* (a query of ids), and the contents that nothing else holds."""
    found = connection.execute(f"DELETE FROM attachments WHERE message IN {messages} RETURNING digest", places)
    for digest in set(found.fetchall()):
        connection.execute(_DELETE_UNUSED, digest)


def drop_unused(connection: sqlite3.Connection, digest: str) -> None:
    """Delete a content that nothing holds."""
    connection.execute(_DELETE_UNUSED, (digest,))


def content(reading: Reading, digest: str) -> bytes | None:
    return reading.one(lambda row: cast(bytes, row[0]), "SELECT bytes FROM contents WHERE digest = ?", (digest,))
