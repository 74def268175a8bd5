"""What importing a large export costs, and whether the window notices.

Prints one JSON line. A list in the form of ChatGPT's export, of so many megabytes, is imported
into a new profile by the program's own parts (reader role, store) on a worker, while the
thread of the window does nothing but look at the clock from an idle event loop:

    python -m tests.bench.bench_import [MEGABYTES]

``gap_ms``: the longest time between two turns of the event loop, and at which share they lie.
``reader_mb``: the most memory the reader role ever had.
"""

import json
import random
import sys
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QTimer

from assistant_gui.app import App
from assistant_gui.core.exchange import Import
from assistant_gui.core.turn import Turn
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.paths import Profile

MESSAGES = 20
"""In one conversation."""
WORDS = 160
"""In one message."""


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "conversations.json")
        _write(file, megabytes)
        print(json.dumps(_measured(file, Path(name, "profile"))))


def _write(file: Path, megabytes: int) -> None:
    draw = random.Random(5)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(20_000)] + [
        "天气"
    ]
    with file.open("w", encoding="utf-8") as out:
        out.write("[")
        number = 0
        while out.tell() < megabytes * 1e6:
            out.write((", " if number else "") + json.dumps(_conversation(number, draw, words)))
            number += 1
        out.write("]")


def _conversation(number: int, draw: random.Random, words: list[str]) -> dict[str, object]:
    mapping: dict[str, object] = {}
    for place in range(MESSAGES):
        key = f"{number}-{place}"
        role = "user" if place % 2 == 0 else "assistant"
        said = " ".join(draw.choices(words, k=WORDS))
        message = {
            "id": key,
            "author": {"role": role, "name": None, "metadata": {}},
            "create_time": 1.7e9 + number * 1000 + place,
            "content": {"content_type": "text", "parts": [said]},
            "status": "finished_successfully",
            "metadata": {"model_slug": "gpt-4o"},
            "recipient": "all",
        }
        parent = f"{number}-{place - 1}" if place else None
        mapping[key] = {"id": key, "message": message, "parent": parent, "children": [f"{number}-{place + 1}"]}
    return {
        "title": f"Conversation {number}",
        "create_time": 1.7e9 + number * 1000,
        "update_time": 1.7e9 + number * 1000 + MESSAGES,
        "mapping": mapping,
        "current_node": f"{number}-{MESSAGES - 1}",
        "conversation_id": str(number),
    }


def _measured(file: Path, folder: Path) -> dict[str, object]:
    application = QCoreApplication([])
    tasks = PooledTasks(threads=1)
    app = App(Profile.opened(folder))
    app.archive.conversations()
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(lambda: (ticks.append(time.perf_counter()), time.sleep(0.001)))
    timer.start()
    done: list[Import] = []
    start = time.perf_counter()

    def over(made: Import) -> None:
        done.append(made)
        application.quit()

    memory = _Memory()
    tasks.run(
        lambda: app.import_file(file, lambda *_: None, Turn()), over, lambda error: (print(error), application.quit())
    )
    application.exec()
    seconds = time.perf_counter() - start
    reader = memory.end()
    tasks.close()
    app.close()
    gaps = sorted(1000 * (after - before) for before, after in pairwise(ticks))
    return {
        "file_mb": round(file.stat().st_size / 1e6, 1),
        "conversations": done[0].conversations,
        "messages": done[0].messages,
        "seconds": round(seconds, 1),
        "gap_ms": {
            share: round(gaps[min(len(gaps) - 1, int(len(gaps) * share))], 1) for share in (0.5, 0.99, 0.999, 1.0)
        },
        "reader_mb": round(reader / 1e6),
    }


class _Memory:
    """Watches the children of this process."""

    def __init__(self) -> None:
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")
        self._thread.start()

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for child in psutil.Process().children():
                try:
                    self._most = max(self._most, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue


if __name__ == "__main__":
    main()
