"""The database file: how it is opened, and what can be wrong with it."""

import os
import random
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive
from assistant_gui.store.file import open_to_read, open_to_write
from tests.talks import taken

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a profile 资料" / "assistant.sqlite3"


@pytest.fixture(autouse=True)
def folder(file: Path) -> Path:
    file.parent.mkdir()
    return file.parent


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_nobody_else_can_read_what_is_stored(file, folder, umask):
    before = os.umask(umask)
    try:
        with Archive(file) as archive:
            archive.create()
            archive.conversations()
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
    finally:
        os.umask(before)

    assert modes == {file.name: 0o600, f"{file.name}-wal": 0o600, f"{file.name}-shm": 0o600}


@posix
def test_a_file_others_could_read_is_closed_to_them(file):
    Archive(file).close()
    file.chmod(0o644)
    Archive(file).close()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_committed_is_on_the_disk(file):
    with closing(open_to_write(file)) as connection:
        told = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size", "trusted_schema")
        }

    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0, "trusted_schema": 0}


def test_a_reading_connection_cannot_write(file):
    Archive(file).close()
    with closing(open_to_read(file)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM messages")


def test_what_is_no_database_is_named_and_kept(file):
    file.write_bytes(b"this is not a database " * 200)

    with pytest.raises(AssistantError, match="damaged") as caught:
        Archive(file)

    assert str(file) in str(caught.value)
    assert file.read_bytes() == b"this is not a database " * 200


@posix
def test_a_folder_in_its_place_is_a_sentence(file):
    file.mkdir()

    with pytest.raises(AssistantError):
        Archive(file)


def test_a_missing_folder_is_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="cannot be opened"):
        Archive(tmp_path / "nowhere" / "assistant.sqlite3")


def test_another_program_writing_is_a_sentence(file, monkeypatch):
    monkeypatch.setattr("assistant_gui.store.file._PATIENCE_S", 0.0)  # not to wait here for what is not coming
    Archive(file).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(AssistantError, match="Another program"):
            Archive(file)


@pytest.mark.parametrize("seed", range(100))
def test_damage_leads_to_a_sentence_or_to_a_file_that_works(file, seed):
    with Archive(file) as archive:
        taken(archive, [(f"t{n}", ((Role.PERSON, f"question {n} " * 20), (Role.ASSISTANT, "yes"))) for n in range(60)])
    damaged = _damaged(file.read_bytes(), random.Random(seed))
    file.write_bytes(damaged)

    complaint = _used(file)

    assert complaint == "" or str(file) in complaint or "deleted" in complaint
    assert file.exists()


def _used(file: Path) -> str:
    """Do everything with the archive; what it complained of, if it did."""
    try:
        with Archive(file) as archive:
            for conversation in archive.conversations():
                archive.thread(conversation.id)
            list(archive.examples())
            archive.tally()
            archive.search("question")
            archive.delete(archive.create().id)
    except AssistantError as error:
        return str(error)
    return ""


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    match chance.randrange(3):
        case 0:
            for _ in range(chance.randint(1, 64)):
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        case 1:
            del damaged[chance.randrange(len(damaged)) :]
        case 2:
            page = chance.randrange(len(damaged) // 4096) * 4096
            damaged[page : page + 4096] = bytes(4096)
    return bytes(damaged)
