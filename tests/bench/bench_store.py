"""What the store costs with 1,000, 10,000 and 100,000 messages in it.

Prints one JSON line. Medians, in milliseconds, of everyday acts on an archive that
already holds so many messages, and of the SQLite file alone for comparison:

    python -m tests.bench.bench_store [RUNS]

``append_ms``: one acknowledged message (its commit returned). ``raw_append_ms``: the
same row through plain sqlite3 with the same durability, without index or thread: what
the disk alone costs. ``open_ms``: opening the archive. ``list_ms``: all conversations.
``thread_ms``: one conversation of 50 messages. ``tally_ms``: counting what there is to
learn, with half of the messages carrying a signal. ``find_*_ms``: what is shown while one
types: a word that is in every message, one that is in few, the first letter of one, a
Chinese character in every fourth message, a rare one. ``backup_ms``: a checked backup, once.
``check_ms``: a look through everything, once. ``reopen_killed_ms``: opening what a kill left
with 4 MB in its -wal, once.
"""

import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups
from tests.bench.make_history import COMMON, COMMON_CHINESE, fill

SIZES = (1_000, 10_000, 100_000)
TEXT = "the lazy dog sleeps in the warm sun while a small cat looks at him from the old wall and waits "
WAL_BYTES = 4_000_000


def measured(runs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        sizes = {str(size): _costs(Path(folder) / str(size) / "assistant.sqlite3", size, runs) for size in SIZES}
        raw = _raw_append(Path(folder) / "raw.sqlite3", runs)
    return {"bench": "store", "runs": runs, "sqlite": sqlite3.sqlite_version, "raw_append_ms": raw, "messages": sizes}


def _costs(file: Path, size: int, runs: int) -> dict[str, float]:
    file.parent.mkdir()
    with Archive(file) as archive:
        fill(archive, size)
    opening = _median(runs, lambda: Archive(file).close())
    with Archive(file) as archive:
        newest, *_, oldest = (conversation.id for conversation in archive.conversations())
        rare, rare_chinese = _rare(archive, oldest)
        backups = FileBackups(file)
        return {
            "open_ms": opening,
            "append_ms": _median(runs, lambda: archive.add(_message(newest))),
            "list_ms": _median(runs, archive.conversations),
            "thread_ms": _median(runs, lambda: archive.thread(oldest)),
            "tally_ms": _median(runs, archive.tally),
            "find_common_ms": _median(runs, lambda: archive.find(COMMON)),
            "find_rare_ms": _median(runs, lambda: archive.find(rare)),
            "find_letter_ms": _median(runs, lambda: archive.find("t")),
            "find_character_ms": _median(runs, lambda: archive.find(COMMON_CHINESE)),
            "find_rare_character_ms": _median(runs, lambda: archive.find(rare_chinese)),
            "backup_ms": _median(1, backups.make),
            "check_ms": _median(1, backups.check),
            "reopen_killed_ms": _reopened(archive, file, newest),
            "mb": round(file.stat().st_size / 1e6, 1),
        }


def _rare(archive: Archive, conversation: str) -> tuple[str, str]:
    """The longest word of one message, and a character that is in few."""
    word = max((word for message in archive.thread(conversation) for word in message.text.split()), key=len)
    chinese = next(hit.message.text for hit in archive.find(COMMON_CHINESE) if hit.message is not None)
    return word, min(chinese, key=lambda character: len(archive.search(character, limit=1000)) or 1000)


def _reopened(archive: Archive, file: Path, conversation: str) -> float:
    wal = file.with_name(file.name + "-wal")
    while wal.stat().st_size < WAL_BYTES:
        archive.add(_message(conversation))
    killed = file.parent / "killed"
    killed.mkdir()
    for each in (file, wal):
        shutil.copy(each, killed)
    return _median(1, lambda: Archive(killed / file.name).close())


def _message(conversation: str) -> Message:
    return Message(uuid.uuid4().hex, conversation, None, Role.PERSON, TEXT, time.time(), Origin.TYPED)


def _raw_append(file: Path, runs: int) -> float:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT) STRICT")
        return _median(
            runs, lambda: connection.execute("INSERT INTO notes VALUES (?, ?)", (uuid.uuid4().hex, TEXT)).fetchall()
        )


def _median(runs: int, act: Callable[[], object]) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return round(statistics.median(taken) * 1000, 3)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 21)))
