"""A look through the whole file: what SQLite says of it, and whether everything in it can be read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant_gui.core.backups import Health
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn
from assistant_gui.store.file import explaining, open_as_it_is, tells_of_damage
from assistant_gui.store.rows import CONVERSATION, conversation_of, message_of, whole_message
from assistant_gui.store.schema import MIGRATIONS, intact, version

_MOST = 20
"""Faults of one kind that are told."""
_LOOK_EVERY = 200_000
"""Steps of SQLite's machine, about 10 ms."""

_NOT_FOUND = "SELECT seq FROM messages WHERE state <> 'growing' EXCEPT SELECT id FROM words_docsize"
_FOUND_WRONGLY = "SELECT id FROM words_docsize EXCEPT SELECT seq FROM messages WHERE state <> 'growing'"
_STRAY_HEADS = """
    SELECT count(*) FROM conversations AS c JOIN messages AS m ON m.id = c.head WHERE m.conversation <> c.id
"""
_STRAY_PARENTS = """
    SELECT count(*) FROM messages AS m JOIN messages AS p ON p.id = m.parent WHERE p.conversation <> m.conversation
"""

_BEFORE_THEIR_PARENTS = "SELECT 1 FROM messages AS m JOIN messages AS p ON p.id = m.parent WHERE p.seq >= m.seq LIMIT 1"


def examined(file: Path, turn: Turn, *, each_row: bool = True) -> Health:
    """What is wrong with *file*, which may be of an older version. Raises AssistantError when it cannot be opened.

    With *each_row* everything in it is also read as the program reads it; the rest is done inside SQLite.
    """
    with explaining(file, opening=True), closing(open_as_it_is(file)) as connection, _while_wanted(connection, turn):
        connection.execute("BEGIN")  # all of it at one moment
        known = version(connection)
        if not 0 < known <= len(MIGRATIONS) or not intact(connection, MIGRATIONS[:known]):
            return Health(0, 0, (_(N_("The tables in it are not those that this program makes.")),))
        faults = tuple(_told(connection, each_row=each_row and known == len(MIGRATIONS)))
        slips = () if faults else tuple(index_faults(connection))
        return Health(_count(connection, "conversations"), _count(connection, "messages"), faults, slips)


@contextmanager
def _while_wanted(connection: sqlite3.Connection, turn: Turn) -> Iterator[None]:
    """Raises TurnCancelled soon after *turn* is, also out of the middle of a long statement."""
    turn.check()
    connection.set_progress_handler(lambda: turn.cancelled, _LOOK_EVERY)
    try:
        yield
    except sqlite3.OperationalError:
        turn.check()
        raise


def index_faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Where the search index is not in step with the messages."""
    missing = len(connection.execute(_NOT_FOUND).fetchall())
    if missing:
        yield _(N_("{count} messages cannot be found by searching.")).format(count=missing)
    extra = len(connection.execute(_FOUND_WRONGLY).fetchall())
    if extra:
        yield _(N_("The search index knows {count} messages that are not there.")).format(count=extra)


def _told(connection: sqlite3.Connection, *, each_row: bool) -> Iterator[str]:
    try:
        yield from _structure(connection)
        yield from _links(connection)
        yield from _loops(connection)
        if each_row:
            yield from _unreadable(connection)
    except UnicodeDecodeError as error:
        yield damage(error)
    except sqlite3.Error as error:
        if not tells_of_damage(error):
            raise
        yield damage(error)


def _structure(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA integrity_check ({_MOST})"):
        if line != "ok":
            yield damage(line)


def _links(connection: sqlite3.Connection) -> Iterator[str]:
    dangling = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    if dangling:
        yield _(N_("{count} entries belong to something that is not there.")).format(count=dangling)
    stray = sum(connection.execute(query).fetchone()[0] for query in (_STRAY_HEADS, _STRAY_PARENTS))
    if stray:
        yield _(N_("{count} messages are in the wrong conversation.")).format(count=stray)


def _unreadable(connection: sqlite3.Connection) -> Iterator[str]:
    for query, of in (
        (f"SELECT {CONVERSATION} FROM conversations", conversation_of),
        (f"SELECT {whole_message()} FROM messages", message_of),
    ):
        for row in connection.execute(query):
            try:
                of(row)
            except (sqlite3.DatabaseError, ValueError, TypeError) as error:
                yield damage(error)


def _loops(connection: sqlite3.Connection) -> Iterator[str]:
    """A message that comes after itself would be read for ever; only one stored before its parent can."""
    if connection.execute(_BEFORE_THEIR_PARENTS).fetchone() is None:
        return
    query = "SELECT id, parent FROM messages WHERE parent IS NOT NULL"
    parent: dict[str, str] = dict(connection.execute(query).fetchall())
    sound: set[str] = set()
    for start in parent:
        path: dict[str, None] = {}
        step: str | None = start
        while step is not None and step not in sound:
            if step in path:
                yield _(N_("Some messages come after themselves."))
                return
            path[step] = None
            step = parent.get(step)
        sound.update(path)


def damage(what: object) -> str:
    return _(N_("The file is damaged inside: {what}.")).format(what=what)


def _count(connection: sqlite3.Connection, table: str) -> int:
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.Error:
        return 0
