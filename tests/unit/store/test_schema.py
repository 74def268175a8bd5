"""Making the tables and bringing an older file up to date."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Conversation, Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive
from assistant_gui.store.file import open_to_read, open_to_write
from assistant_gui.store.schema import MIGRATIONS, migrate, version

LATER = (*MIGRATIONS, ("CREATE TABLE later (x TEXT) STRICT", "INSERT INTO later VALUES ('moved')"))

DIES_AT = """
import os, sqlite3, sys
from assistant_gui.store.schema import migrate

class Dying(sqlite3.Connection):
    left = int(sys.argv[2])

    def execute(self, *arguments):
        if Dying.left == 0:
            os._exit(9)
        Dying.left -= 1
        return super().execute(*arguments)

migrate(sqlite3.connect(sys.argv[1], isolation_level=None, factory=Dying))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "assistant.sqlite3"


@pytest.fixture
def connection(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def test_a_new_file_has_all_migrations(connection):
    migrate(connection)

    assert version(connection) == len(MIGRATIONS)


def test_every_table_is_strict(connection):
    migrate(connection)

    tables = {
        name: strict for _, name, kind, _, _, strict in connection.execute("PRAGMA table_list") if kind == "table"
    }
    assert {
        name for name, strict in tables.items() if not strict and not name.startswith(("words_", "sqlite_"))
    } == set()
    assert {"conversations", "messages"} <= tables.keys()


def test_an_older_file_gets_only_what_it_lacks(connection):
    migrate(connection)
    migrate(connection, LATER)
    migrate(connection, LATER)

    assert version(connection) == len(LATER)
    assert connection.execute("SELECT x FROM later").fetchall() == [("moved",)]


def test_a_migration_that_fails_leaves_the_file_as_it_was(connection):
    migrate(connection)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*LATER[:-1], (*LATER[-1], "NONSENSE")))

    assert version(connection) == len(MIGRATIONS)
    assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'later'").fetchall()


@pytest.mark.parametrize("statement", [1, 4, 8, len(MIGRATIONS[0]) + 2, len(MIGRATIONS[0]) + 3])
def test_a_migration_killed_at_any_statement_is_done_again(file, statement):
    code = subprocess.run(
        [sys.executable, "-c", DIES_AT, str(file), str(statement)], check=False, timeout=60
    ).returncode

    assert code == 9
    with Archive(file) as archive:
        assert archive.create("still works").title == "still works"


def test_a_file_of_the_first_version_keeps_all_that_is_in_it(file):
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:1])
        connection.execute("INSERT INTO conversations VALUES ('c', 'Old', 1.0, 2.0, 1, NULL, NULL)")
        connection.execute(
            "INSERT INTO messages (id, conversation, role, text, created, origin, state)"
            " VALUES ('m', 'c', 'user', 'Hello', 1.0, 'typed', 'whole')"
        )
        connection.execute("UPDATE conversations SET head = 'm'")

    with Archive(file) as archive:
        assert archive.conversations() == [Conversation("c", "Old", 1.0, 2.0, "m")]
        assert archive.thread("c") == [Message("m", "c", None, Role.PERSON, "Hello", 1.0, Origin.TYPED)]


def test_a_newer_file_is_refused_and_not_changed(file):
    open_to_write(file, LATER).close()
    before = file.read_bytes()

    for opening in (open_to_write, open_to_read):
        with pytest.raises(AssistantError, match="newer version"):
            opening(file)

    with pytest.raises(AssistantError, match="newer version"):
        Archive(file)

    assert file.read_bytes() == before
    assert not (file.parent / "backups").exists()


def test_an_older_file_is_not_brought_up_to_date_by_a_reader(file):
    file.touch()

    with pytest.raises(AssistantError, match="older version"):
        open_to_read(file)

    assert file.read_bytes() == b""
