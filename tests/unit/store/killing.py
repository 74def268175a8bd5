"""Kills a process at every step of what it does to the file, and looks each time what is left.

    python -m tests.unit.store.killing migrate|backup|restore FOLDER

Prints how many kills there were. A process of its own with one thread, which forks once for each kill.
"""

import itertools
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups, stored_in
from assistant_gui.store.file import open_to_write
from assistant_gui.store.health import examined
from assistant_gui.store.schema import MIGRATIONS, migrate

NEVER_REACHED, SURVIVED = 0, 7
STEPS = (0, 3)
"""Kill before a statement begins, and a few steps of SQLite's machine into it."""
CHANGES_FILES = {"os.rename", "os.remove", "os.mkdir", "sqlite3.connect"}


class Dying(sqlite3.Connection):
    """Kills its process at one statement, counted over all connections."""

    at, steps, count = -1, 0, 0

    def execute(self, *arguments: object) -> sqlite3.Cursor:
        reached = Dying.count == Dying.at
        Dying.count += 1
        if reached and not Dying.steps:
            _die()
        if reached:
            self.set_progress_handler(_die, Dying.steps)
        try:
            return super().execute(*arguments)
        finally:
            if reached:
                self.set_progress_handler(None, 0)


def migrations(folder: Path) -> Iterator[None]:
    """Opening a file of every older version, with something in it."""
    connect, file = sqlite3.connect, folder / "assistant.sqlite3"

    def dying(at: int, steps: int) -> None:
        Dying.at, Dying.steps, Dying.count = at, steps, 0
        sqlite3.connect = lambda *places, **named: connect(*places, factory=Dying, **named)

    for known in range(len(MIGRATIONS)):
        old = folder / f"old-{known}.sqlite3"
        with closing(sqlite3.connect(old, isolation_level=None)) as making:
            migrate(making, MIGRATIONS[:known])
            if known:
                making.execute(
                    "INSERT INTO conversations (id, title, created, changed, recency) VALUES ('c', 'Old', 1.0, 2.0, 1)"
                )
        for steps in STEPS:
            for at in itertools.count():
                shutil.copy(old, file)
                ended = _forked(lambda at=at, steps=steps: dying(at, steps), lambda: open_to_write(file).close())
                if ended == NEVER_REACHED:
                    break
                with closing(open_to_write(file)) as opened:
                    stored = opened.execute("SELECT title FROM conversations").fetchall()
                assert stored == ([("Old",)] if known else []), at
                assert examined(file, Turn()).ok, at
                _clean(folder)
                if ended == -signal.SIGKILL:
                    yield
            _clean(folder)


def backups(folder: Path) -> Iterator[None]:
    file = _filled(folder)
    for at in itertools.count():
        ended = _forked(lambda at=at: _dies_at_change(at), lambda: FileBackups(file).make())
        with Archive(file) as archive:
            assert len(archive.conversations()) == 2
        for _, backup in stored_in(folder / "backups"):
            assert examined(backup, Turn()).ok, at
        shutil.rmtree(folder / "backups", ignore_errors=True)
        if ended == NEVER_REACHED:
            return
        yield


def restoring(folder: Path) -> Iterator[None]:
    original = folder / "original"
    original.mkdir()
    file = _filled(original)
    backup = FileBackups(file).make().file
    with Archive(file) as archive:
        archive.create("after")
    for at in itertools.count():
        profile = folder / "profile"
        shutil.copytree(original, profile)
        file = profile / "assistant.sqlite3"
        backups = FileBackups(file)
        ended = _forked(
            lambda at=at: _dies_at_change(at),
            lambda backups=backups, profile=profile: backups.restore(profile / "backups" / backup.name),
        )
        with Archive(file) as archive:
            titles = sorted(each.title for each in archive.conversations())
        assert titles in (["after", "one", "two"], ["one", "two"]), (at, titles)
        if titles == ["one", "two"]:
            [kept] = (profile / "aside").iterdir()
            with Archive(kept / file.name, to_read=True) as archive:
                assert len(archive.conversations()) == 3, at
        assert examined(file, Turn()).ok, at
        shutil.rmtree(profile)
        if ended == NEVER_REACHED:
            return
        yield


def _filled(folder: Path) -> Path:
    file = folder / "assistant.sqlite3"
    with Archive(file) as archive:
        for title in ("one", "two"):
            made = archive.create(title)
            archive.add(Message(title, made.id, None, Role.PERSON, f"{title} 问", 1.0, Origin.TYPED))
    return file


def _forked(arm: Callable[[], None], act: Callable[[], object]) -> int:
    """Arm a child and have it *act*; how it ended."""
    child = os.fork()
    if not child:
        try:
            arm()
            act()
            os._exit(SURVIVED if Dying.at < Dying.count and Dying.at >= 0 else NEVER_REACHED)
        except BaseException as error:  # noqa: BLE001 - a child must not go on as if it were the parent
            sys.stderr.write(f"{error!r}\n")
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (NEVER_REACHED, SURVIVED, -signal.SIGKILL), ended
    return ended


def _dies_at_change(at: int) -> None:
    """At the *at*-th time a file is renamed, removed, made or opened by SQLite."""
    left = itertools.count()

    def watch(event: str, arguments: object) -> None:
        if event in CHANGES_FILES and next(left) == at:
            _die()

    sys.addaudithook(watch)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _clean(folder: Path) -> None:
    for each in folder.glob("assistant.sqlite3*"):
        each.unlink()
    shutil.rmtree(folder / "backups", ignore_errors=True)


if __name__ == "__main__":
    told = {"migrate": migrations, "backup": backups, "restore": restoring}[sys.argv[1]](Path(sys.argv[2]))
    print(sum(1 for _ in told))
