"""Backups: made beside the writer, checked before they count, and put back."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups, stored_in
from assistant_gui.store.exchanging import exchange, put_back, ready
from assistant_gui.store.file import Damaged
from assistant_gui.store.schema import MIGRATIONS, migrate

FILLS_THE_DISK = """
import resource, sys
from pathlib import Path
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups

file = Path(sys.argv[1])
with Archive(file) as archive:
    for number in range(40):
        archive.create("x" * 50_000)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    for target in (None, file.with_name("elsewhere")):
        try:
            FileBackups(file, archive.exchange).make(target)
        except AssistantError as error:
            print(error.message)
    assert len(archive.conversations()) == 40
"""

UPDATES_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    Archive(Path(sys.argv[1]))
except AssistantError:
    print("refused")
"""

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no quota of this kind")

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "my 资料" / "assistant.sqlite3"


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    file.parent.mkdir()
    with Archive(file) as archive:
        yield archive


@pytest.fixture
def backups(archive: Archive, file: Path, clock: Clock) -> FileBackups:
    return FileBackups(file, archive.exchange, clock)


def said(archive: Archive, text: str) -> str:
    conversation = archive.create().id
    archive.add(Message(f"{text}-id", conversation, None, Role.PERSON, text, 1.0, Origin.TYPED))
    return conversation


def titles(archive: Archive) -> list[str]:
    return sorted(conversation.title for conversation in archive.conversations())


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_backup_holds_all_that_was_committed_in_one_private_file(archive, backups):
    said(archive, "hello")

    made = backups.make()

    assert (made.conversations, made.messages) == (1, 1)
    assert files(backups.folder) == ["20260301T120000Z.sqlite3"]
    if os.name == "posix":
        assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
        assert stat.S_IMODE(backups.folder.stat().st_mode) == 0o700
    with closing(sqlite3.connect(made.file)) as reading:
        assert reading.execute("SELECT text FROM messages").fetchall() == [("hello",)]
        assert reading.execute("SELECT rowid FROM words WHERE words MATCH 'hello'").fetchall() == [(1,)]


def test_the_writer_goes_on_while_a_backup_is_made(archive, backups, file, monkeypatch):
    """The progress of a copy is looked into, as nothing else happens at a known moment of it."""
    archive.create("x" * 5_000_000)
    during = threading.Event()
    check = type(backups._turn).check

    def meanwhile(turn: object) -> None:
        if not during.is_set():
            during.set()
            archive.create("meanwhile")
        check(turn)

    monkeypatch.setattr(type(backups._turn), "check", meanwhile)
    made = backups.make()

    assert during.is_set()
    assert made.conversations == 1
    assert len(archive.conversations()) == 2


def test_a_copy_that_is_not_sound_never_becomes_a_backup(archive, backups):
    said(archive, "hello")
    archive._writing._connection.execute("PRAGMA foreign_keys = OFF")
    archive._writing.do(lambda connection: connection.execute("UPDATE conversations SET head = 'nowhere'"))

    with pytest.raises(Damaged):
        backups.make()

    assert files(backups.folder) == []


def test_a_backup_can_go_anywhere(archive, backups, tmp_path):
    said(archive, "hello")

    made = backups.make(tmp_path / "copy.sqlite3")

    assert made.file == tmp_path / "copy.sqlite3"
    assert made.conversations == 1
    assert backups.all() == []


def test_a_backup_over_the_file_itself_is_refused(archive, backups, file):
    with pytest.raises(AssistantError, match="the file itself"):
        backups.make(file)


def test_a_place_that_cannot_be_written_is_a_sentence(archive, backups, tmp_path):
    with pytest.raises(AssistantError, match="cannot be opened"):
        backups.make(tmp_path / "nowhere" / "copy.sqlite3")


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(archive, backups, monkeypatch):
    """The size of the disk is not for a test to change."""
    said(archive, "hello")
    full = shutil.disk_usage(backups.folder.parent)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)

    with pytest.raises(AssistantError, match="no space left"):
        backups.make()

    assert files(backups.folder) == []
    assert titles(archive) == ["hello"]


@posix
def test_a_disk_that_refuses_to_write_is_a_sentence_and_leaves_nothing_behind(file):
    file.parent.mkdir()

    told = subprocess.run([sys.executable, "-c", FILLS_THE_DISK, str(file)], capture_output=True, text=True, timeout=60)

    assert told.stdout == "The disk could not read or write {file}.\n" * 2, told.stderr
    assert files(file.parent / "backups") == []
    with Archive(file) as archive:
        assert len(archive.conversations()) == 40


@posix
def test_a_disk_too_full_for_an_update_leaves_the_old_file_as_it_is(file):
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as making:
        migrate(making, MIGRATIONS[:1])
        making.execute("INSERT INTO conversations VALUES ('c', 'Old', 1.0, 2.0, 1, NULL, NULL)")
    size = file.stat().st_size

    told = subprocess.run(
        [sys.executable, "-c", UPDATES_ON_A_FULL_DISK, str(file), str(size // 2)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert told.stdout == "refused\n", told.stderr
    with Archive(file) as archive:
        assert titles(archive) == ["Old"]


def test_a_copy_can_be_called_off(archive, backups):
    archive.create("x" * 5_000_000)
    backups.close()

    for act in (backups.make, backups.check):
        with pytest.raises(AssistantError, match="called off"):
            act()

    assert files(backups.folder) == []


def test_one_is_due_when_something_changed_and_the_last_is_half_an_hour_old(archive, backups, clock, file):
    assert backups.make_if_due() is None, "nothing is stored yet"

    said(archive, "hello")
    assert backups.make_if_due() is not None
    clock.now += 29 * 60
    _changed_at(file, clock.now)
    assert backups.make_if_due() is None, "the last one is too young"
    clock.now += 60
    assert backups.make_if_due() is not None
    clock.now += 3600
    assert backups.make_if_due() is None, "nothing changed"
    _changed_at(file, clock.now)
    assert backups.make_if_due() is not None

    assert len(backups.all()) == 3


def test_old_ones_are_thinned_as_new_ones_come(archive, backups, clock, file):
    said(archive, "hello")
    for _ in range(4):
        backups.make()
        clock.now += 3600
    clock.now += 5 * 86400
    backups.make()

    assert [datetime.fromtimestamp(each.made, UTC).hour for each in backups.all()] == [16, 15]


def test_two_in_one_second_are_two(archive, backups):
    said(archive, "hello")
    backups.make()
    backups.make()

    assert len(backups.all()) == 2


def test_what_is_no_backup_is_not_listed(archive, backups):
    said(archive, "hello")
    backups.make()
    (backups.folder / "20260301T120001Z.sqlite3").write_bytes(b"nothing of the kind")
    (backups.folder / "notes.sqlite3").write_bytes(b"")

    assert [each.file.name for each in backups.all()] == ["20260301T120000Z.sqlite3"]


def test_restoring_brings_back_what_was_and_keeps_what_is(archive, backups, file, clock):
    said(archive, "before")
    made = backups.make()
    said(archive, "after")
    clock.now += 60

    restored = backups.restore(made.file)

    assert titles(archive) == ["before"]
    assert [message.text for message in archive.search("before")] == ["before"]
    assert restored.conversations == 1
    assert restored.aside is not None
    with Archive(restored.aside / file.name, to_read=True) as aside:
        assert titles(aside) == ["after", "before"]
    assert [each.conversations for each in backups.all()] == [2, 1], "the way back is in the list"


def test_what_is_stored_after_a_restore_stays(archive, backups, file):
    said(archive, "before")
    backups.restore(backups.make().file)
    said(archive, "since")
    archive.close()

    with Archive(file) as again:
        assert titles(again) == ["before", "since"]


def test_the_newest_good_one_is_restored_when_none_is_named(archive, backups, clock):
    said(archive, "good")
    backups.make()
    said(archive, "newer")
    clock.now += 60
    newest = backups.make()
    content = bytearray(newest.file.read_bytes())
    content[4096:8192] = bytes(4096)
    newest.file.write_bytes(content)

    backups.restore()

    assert titles(archive) == ["good"]


@pytest.mark.parametrize("content", [b"", b"no database " * 1000])
def test_what_is_no_good_backup_is_refused_and_changes_nothing(archive, backups, tmp_path, content):
    said(archive, "hello")
    foreign = tmp_path / "foreign.sqlite3"
    foreign.write_bytes(content)

    with pytest.raises(AssistantError) as caught:
        backups.restore(foreign)

    assert str(caught.value).startswith(f"{foreign} is no good backup: ")
    assert titles(archive) == ["hello"]


def test_a_foreign_database_is_refused(archive, backups, tmp_path):
    foreign = tmp_path / "foreign.sqlite3"
    with closing(sqlite3.connect(foreign, isolation_level=None)) as making:
        migrate(making)
        making.execute("CREATE TRIGGER evil AFTER INSERT ON messages BEGIN DELETE FROM messages; END")

    with pytest.raises(AssistantError, match="no good backup"):
        backups.restore(foreign)


def test_a_missing_file_is_a_sentence(archive, backups, tmp_path):
    with pytest.raises(AssistantError, match="There is no file"):
        backups.restore(tmp_path / "nowhere")
    with pytest.raises(AssistantError, match="There is no backup"):
        backups.restore()


def test_an_older_backup_is_brought_up_to_date(archive, backups, tmp_path):
    older = tmp_path / "older.sqlite3"
    with closing(sqlite3.connect(older, isolation_level=None)) as making:
        migrate(making, MIGRATIONS[:1])
        making.execute("INSERT INTO conversations VALUES ('c', 'Old', 1.0, 2.0, 1, NULL, NULL)")

    backups.restore(older)

    assert titles(archive) == ["Old"]


def test_readers_and_writers_of_other_threads_wait_and_go_on(archive, backups):
    said(archive, "before")
    made = backups.make()
    stop = threading.Event()
    trouble: list[Exception] = []

    def use() -> None:
        while not stop.is_set():
            try:
                archive.conversations()
                archive.create("more")
            except Exception as error:  # noqa: BLE001 - whatever it is, it fails the test
                trouble.append(error)

    using = [threading.Thread(target=use) for _ in range(3)]
    for each in using:
        each.start()
    for _ in range(5):
        backups.restore(made.file)
    stop.set()
    for each in using:
        each.join()

    assert trouble == []
    assert "before" in titles(archive)


def test_when_what_was_put_in_place_cannot_be_opened_all_is_as_before(archive, backups, file):
    said(archive, "hello")
    aside = file.parent / "aside"
    ready(file).write_bytes(b"no database" * 1000)

    with pytest.raises(AssistantError):
        archive.exchange(lambda: exchange(file, aside), lambda: put_back(file, aside))

    assert titles(archive) == ["hello"]
    said(archive, "and on")
    assert titles(archive) == ["and on", "hello"]


def test_an_empty_history_keeps_the_file_aside(archive, backups, file):
    said(archive, "hello")

    restored = backups.start_empty()

    assert archive.conversations() == []
    assert restored.aside is not None
    assert (restored.aside / file.name).exists()


def test_a_backup_is_kept_before_the_tables_change(file, clock):
    file.parent.mkdir()
    with closing(sqlite3.connect(file, isolation_level=None)) as making:
        migrate(making, MIGRATIONS[:1])
        making.execute("INSERT INTO conversations VALUES ('c', 'Old', 1.0, 2.0, 1, NULL, NULL)")

    Archive(file).close()

    [(_, kept)] = stored_in(file.parent / "backups")
    with closing(sqlite3.connect(kept)) as reading:
        assert reading.execute("PRAGMA user_version").fetchone() == (1,)
        assert reading.execute("SELECT title FROM conversations").fetchall() == [("Old",)]


def _changed_at(file: Path, when: float) -> None:
    for each in (file, file.with_name(file.name + "-wal")):
        if each.exists():
            os.utime(each, (when, when))
