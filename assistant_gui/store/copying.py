"""A copy of a whole database file as it is at one moment, made beside a writer that goes on writing."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from assistant_gui.core.turn import Turn
from assistant_gui.store.file import explaining, open_as_it_is, private_file, sync_folder, tells_of_damage

T = TypeVar("T")

_STEP_PAGES = 512
"""Between two steps (2 MB) the copy can be called off."""


def copied(source: Path, target: Path, check: Callable[[Path], T], turn: Turn) -> T:
    """Write *source* to *target*, over what is there, once *check* is content with it; give back what it found.

    One read transaction holds the moment: what is committed meanwhile is not in the
    copy, and the writer never waits. (``VACUUM INTO`` cannot copy a table with
    a generated column from a connection that only reads.)
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")  # another process may be making the same copy
    try:
        with explaining(source, opening=True), closing(open_as_it_is(source)) as reading:
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with _blaming(part):
                part.unlink(missing_ok=True)
                private_file(part)
                _fill(part, reading, turn)
        found = check(part)
        with explaining(target):
            os.replace(part, target)
            sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return found


def _fill(part: Path, reading: sqlite3.Connection, turn: Turn) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as writing:
        writing.execute("PRAGMA synchronous = OFF")  # synced once, when it is whole
        writing.execute("PRAGMA journal_mode = OFF")
        reading.backup(writing, pages=_STEP_PAGES, progress=lambda *_: turn.check(), sleep=0)
        writing.execute("PRAGMA journal_mode = DELETE")  # one file alone, that can be read from anywhere
    with part.open("rb+") as written:
        os.fsync(written.fileno())


@contextmanager
def _blaming(part: Path) -> Iterator[None]:
    """A full disk is the fault of the place that is written to, damage that of the file that is read."""
    try:
        yield
    except sqlite3.Error as error:
        if tells_of_damage(error):
            raise
        with explaining(part):
            raise
    except OSError:
        with explaining(part):
            raise
