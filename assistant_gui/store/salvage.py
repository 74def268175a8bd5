"""What can still be read of a damaged file, put into a new one."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from assistant_gui.core.backups import Health
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn
from assistant_gui.store import words
from assistant_gui.store.exchanging import beside
from assistant_gui.store.file import explaining, open_to_write
from assistant_gui.store.health import examined
from assistant_gui.store.pages import Record, Value, pages_of
from assistant_gui.store.rows import CONVERSATION, conversation_of, message_of, whole_message

_JSON = (("messages", "generator"), ("messages", "faults"), ("conversations", "manner"))

_LOST = """
    SELECT conversation, min(created), max(created) FROM messages
    WHERE conversation NOT IN (SELECT id FROM conversations) GROUP BY conversation
"""
_REATTACH = """
    UPDATE messages AS m SET parent = (
      SELECT id FROM messages AS b WHERE b.conversation = m.conversation AND b.seq < m.seq ORDER BY b.seq DESC LIMIT 1
    )
    WHERE parent IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM messages AS p WHERE p.id = m.parent AND p.conversation = m.conversation AND p.seq < m.seq
    )
"""
_HEADS = """
    UPDATE conversations AS c
    SET head = (SELECT id FROM messages WHERE conversation = c.id AND removed IS NULL ORDER BY seq DESC LIMIT 1)
    WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = c.head AND conversation = c.id)
"""


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    rowid: int | None
    """Which column is another name of the row's number, and stored as nothing."""


def salvaged(file: Path, target: Path) -> Health:
    """Make *target* of the rows of *file* that can be read; AssistantError when there are none.

    Nothing is asked of SQLite about *file*, so that nothing can hang or refuse.
    """
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        with explaining(file):
            pages = pages_of(file)
        with explaining(part), closing(open_to_write(part)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("BEGIN")
            _fill(connection, pages.records())
            _mend(connection)
            words.rebuild(connection)
            connection.execute("COMMIT")
        health = examined(part, Turn())
        if health.faults or not health.conversations:
            raise AssistantError(
                N_("Nothing in {file} can be read any more."), N_("Restore a backup, or begin anew."), file=file
            )
        with explaining(target):
            os.replace(part, target)
    finally:
        _remove(part)
    return health


def _remove(part: Path) -> None:
    with suppress(OSError):
        for end in ("", "-wal", "-shm"):
            beside(part, end).unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, records: Iterator[Record]) -> None:
    tables = _tables(connection)
    for record in records:
        for table in tables:
            if _fits(record, table) and _stored(connection, table, record):
                break


def _tables(connection: sqlite3.Connection) -> list[_Table]:
    """Those with rows of their own, most columns first; the tables are strict, so that a row fits only where it was."""
    listed = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict").fetchall()
    tables = [_table(connection, name) for (name,) in listed]
    return sorted(tables, key=lambda table: -len(table.columns))


def _table(connection: sqlite3.Connection, name: str) -> _Table:
    query = "SELECT name, type = 'INTEGER' AND pk FROM pragma_table_xinfo (?) WHERE hidden = 0 ORDER BY cid"
    rows = connection.execute(query, (name,)).fetchall()
    numbers = [place for place, (_name, alias) in enumerate(rows) if alias]
    return _Table(name, tuple(column for column, _alias in rows), numbers[0] if numbers else None)


def _fits(record: Record, table: _Table) -> bool:
    count = len(record.values)
    return 2 <= count <= len(table.columns) and (table.rowid is None or record.values[table.rowid] is None)


def _stored(connection: sqlite3.Connection, table: _Table, record: Record) -> bool:
    """Store *record* in *table*, when that is willing to take it."""
    values: list[Value] = list(record.values)
    if table.rowid is not None:
        values[table.rowid] = record.rowid
    columns = ", ".join(table.columns[: len(values)])
    places = ", ".join("?" * len(values))
    try:
        insert = f"INSERT INTO {table.name} ({columns}) VALUES ({places})"
        connection.execute(insert, values)
    except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError):
        return False
    return True


def _mend(connection: sqlite3.Connection) -> None:
    """Make whole what lost a part of itself."""
    for table, column in _JSON:
        connection.execute(f"UPDATE {table} SET {column} = NULL WHERE NOT json_valid({column})")
    connection.execute("DELETE FROM presets WHERE NOT json_valid(manner)")
    _drop_unreadable(connection)
    for conversation, created, changed in connection.execute(_LOST).fetchall():
        connection.execute(
            "INSERT INTO conversations (id, title, created, changed, recency) "
            "VALUES (?, ?, ?, ?, (SELECT coalesce(max(recency), 0) + 1 FROM conversations))",
            (conversation, _(N_("Recovered conversation")), created, changed),
        )
    connection.execute(_REATTACH)
    connection.execute(_HEADS)
    while _unlinked(connection):
        pass


def _drop_unreadable(connection: sqlite3.Connection) -> None:
    bad: list[tuple[str, str]] = []
    for row in connection.execute(f"SELECT {whole_message()} FROM messages").fetchall():
        try:
            message_of(row)
        except (sqlite3.DatabaseError, ValueError, TypeError):
            bad.append(("messages", row[0]))
    for row in connection.execute(f"SELECT {CONVERSATION} FROM conversations").fetchall():
        try:
            conversation_of(row)
        except (ValueError, TypeError):
            bad.append(("conversations", row[0]))
    for table, lost in bad:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (lost,))


def _unlinked(connection: sqlite3.Connection) -> bool:
    """Undo references to what is gone: a reference that may be empty is emptied, else its row goes."""
    dangling: Sequence[tuple[str, int, str, int]] = connection.execute("PRAGMA foreign_key_check").fetchall()
    for table, rowid, _parent, key in dangling:
        column, optional = _reference(connection, table, key)
        change = f"UPDATE {table} SET {column} = NULL" if optional else f"DELETE FROM {table}"
        connection.execute(f"{change} WHERE rowid = ?", (rowid,))
    return bool(dangling)


def _reference(connection: sqlite3.Connection, table: str, key: int) -> tuple[str, bool]:
    query = 'SELECT "from" FROM pragma_foreign_key_list (?) WHERE id = ?'
    column = connection.execute(query, (table, key)).fetchone()[0]
    required = 'SELECT "notnull" FROM pragma_table_info (?) WHERE name = ?'
    return column, not connection.execute(required, (table, column)).fetchone()[0]
