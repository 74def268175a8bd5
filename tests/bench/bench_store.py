"""What the store costs with 1,000, 10,000 and 100,000 messages in it.

Prints one JSON line. Medians, in milliseconds, of everyday acts on an archive that
already holds so many messages, and of the SQLite file alone for comparison:

    python -m tests.bench.bench_store [RUNS]

``append_ms``: one acknowledged message (its commit returned). ``raw_append_ms``: the
same row through plain sqlite3 with the same durability, without index or thread: what
the disk alone costs. ``open_ms``: opening the archive. ``list_ms``: all conversations.
``thread_ms``: one conversation of 20 messages. ``tally_ms``: counting what there is to
learn, with half of the messages carrying a signal. ``search_ms``: a word that occurs everywhere.
"""

import json
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
from tests.talks import taken

SIZES = (1_000, 10_000, 100_000)
LONG = 20
"""Messages in one conversation."""
TEXT = "the lazy dog sleeps in the warm sun while a small cat looks at him from the old wall and waits "


def measured(runs: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        sizes = {str(size): _costs(Path(folder) / f"{size}.sqlite3", size, runs) for size in SIZES}
        raw = _raw_append(Path(folder) / "raw.sqlite3", runs)
    return {"bench": "store", "runs": runs, "sqlite": sqlite3.sqlite_version, "raw_append_ms": raw, "messages": sizes}


def _costs(file: Path, size: int, runs: int) -> dict[str, float]:
    with Archive(file) as archive:
        _fill(archive, size)
    opening = _median(runs, lambda: Archive(file).close())
    with Archive(file) as archive:
        newest, *_, oldest = (conversation.id for conversation in archive.conversations())
        return {
            "open_ms": opening,
            "append_ms": _median(runs, lambda: archive.add(_message(newest))),
            "list_ms": _median(runs, archive.conversations),
            "thread_ms": _median(runs, lambda: archive.thread(oldest)),
            "tally_ms": _median(runs, archive.tally),
            "search_ms": _median(runs, lambda: archive.search("dog")),
            "mb": round(file.stat().st_size / 1e6, 1),
        }


def _fill(archive: Archive, size: int) -> None:
    turns = ((Role.PERSON, TEXT), (Role.ASSISTANT, TEXT)) * (LONG // 2)
    taken(archive, ((f"Talk {number}", ((Role.SYSTEM, str(number)), *turns[1:])) for number in range(size // LONG)))


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
