"""Whether the window stays smooth over years of conversations: 100,000 messages in 2,000 conversations.

Prints one JSON line:

    python -m tests.bench.bench_window [MESSAGES] [IMPORT_MB] [SECONDS]

``shown_ms``: the real program, offscreen, from the start of the process until its window is shown;
``loaded_ms``: until the newest conversation is in it (medians of three). ``desk_mb``: its resident memory
ten seconds later, when everything stored was looked through once.

``gaps``: the same window in this process. A timer of 5 ms notes how late it comes, while an
answer streams at 100 pieces a second and, one after the other: nothing else happens, somebody types
into a search, a file of 50 MB is imported (read by the reader role), a backup is made and checked.
``nothing`` comes before, without an answer: what the machine itself does. For each: the delay that 99.9 % of the ticks stay below, and the longest, in milliseconds.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from assistant_gui.app import App
from assistant_gui.core.ports import Figures, Piece, Sampling
from assistant_gui.core.turn import Turn
from assistant_gui.desktop import Desktop
from assistant_gui.paths import Profile
from assistant_gui.store.archive import Archive
from assistant_gui.store.preferences import Preferences
from tests.bench.make_history import conversations, fill

TICK_MS = 5
PIECES_A_SECOND = 100
TYPED = ("t", "th", "the", "的", "ba", "bad", "bado", "mi", "the mi", "zu zu")
SETTLED_S = 10.0

WATCHED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from assistant_gui import desktop, opening

class Watched(desktop.Desktop):
    def show(self):
        self.chat.loaded.connect(lambda: QTimer.singleShot(0, lambda: print("loaded", flush=True)))
        super().show()
        QTimer.singleShot(0, lambda: print("shown", flush=True))

opening.Desktop = Watched
opening.open_window(Path(sys.argv[1]))
"""


Phase = Callable[[Callable[[], None]], object]
"""Is given what to call when it is over."""


class Delays(QObject):
    """How late the event loop comes to a timer."""

    def __init__(self) -> None:
        super().__init__()
        self.ms: list[float] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def during(self, phase: Phase) -> dict[str, float]:
        self.ms.clear()
        loop = QEventLoop()
        self._since.start()
        self._timer.start()
        phase(loop.quit)
        loop.exec()
        self._timer.stop()
        late = sorted(self.ms)
        return {
            "p999_ms": round(late[int(len(late) * 0.999)], 1),
            "longest_ms": round(late[-1], 1),
            "ticks": len(late),
        }

    def _on_tick(self) -> None:
        self.ms.append(max(0.0, self._since.nsecsElapsed() / 1e6 - TICK_MS))
        self._since.start()


class Storyteller:
    """A model that never ends; so it is the desk that is measured and not an engine."""

    def reply(
        self,
        model: str,
        messages: Sequence[tuple[str, str]],
        sampling: Sampling,
        turn: Turn,
        *,
        goes_on: bool = False,
    ) -> Iterator[Piece | Figures]:
        for number in itertools.count(1):
            turn.check()
            time.sleep(1 / PIECES_A_SECOND)
            yield Piece(f"word{number}" + (".\n\n" if number % 60 == 0 else " "))


def main() -> None:
    messages, megabytes, seconds = (
        int(value) for value in (sys.argv[1:] + ["100000", "50", "10"][len(sys.argv) - 1 :])
    )
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile.opened(Path(folder) / "profile")
        with Archive(profile.database) as archive:
            fill(archive, messages)
        Preferences(profile.settings).change("welcomed", True)
        foreign = _foreign(Path(folder) / "foreign.jsonl", megabytes)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        shown, loaded, memory = zip(*[_started(profile) for _ in range(3)], strict=True)
        told = {
            "bench": "window",
            "messages": messages,
            "shown_ms": round(statistics.median(shown)),
            "loaded_ms": round(statistics.median(loaded)),
            "desk_mb": round(max(memory)),
            "gaps": _gaps(profile, foreign, seconds),
        }
    print(json.dumps(told))


def _started(profile: Profile) -> tuple[float, float, float]:
    began = time.perf_counter()
    desk = subprocess.Popen([sys.executable, "-c", WATCHED, str(profile.root)], stdout=subprocess.PIPE)
    try:
        assert desk.stdout is not None
        moments = []
        for line in desk.stdout:
            moments.append((time.perf_counter() - began) * 1000)
            if line == b"loaded\n":
                break
        time.sleep(SETTLED_S)
        memory = psutil.Process(desk.pid).memory_info().rss / 1e6
    finally:
        desk.terminate()
        desk.wait(10)
    return moments[0], moments[-1], memory


def _gaps(profile: Profile, foreign: Path, seconds: int) -> dict[str, dict[str, float]]:
    application = QApplication([])
    app = App(profile)
    app.__dict__["thinker"] = Storyteller()
    app.__dict__["warm_up"] = lambda: None
    desktop = Desktop(app, application)
    desktop.show()
    delays = Delays()
    phases: dict[str, Phase] = {
        "streaming": lambda over: QTimer.singleShot(seconds * 1000, over),
        "searching": lambda over: _searched(desktop, seconds, over),
        "importing": lambda over: desktop.long_tasks.run(
            lambda: app.import_file(foreign, lambda *_: None, Turn()), lambda _: over(), _broke
        ),
        "backing_up": lambda over: desktop.long_tasks.run(app.backups.make, lambda _: over(), _broke),
    }
    try:
        delays.during(lambda over: QTimer.singleShot(6000, over))  # opened, and looked through
        told = {"nothing": delays.during(lambda over: QTimer.singleShot(seconds * 1000, over))}
        for phase, work in phases.items():
            desktop.chat.new()
            desktop.chat.send("Tell me a story.")
            told[phase] = delays.during(work)
            app.companion.stop()
            delays.during(lambda over: QTimer.singleShot(500, over))
        return told
    finally:
        desktop.close()
        app.close()


def _searched(desktop: Desktop, seconds: int, over: Callable[[], None]) -> None:
    """Every 100 ms another text, as if somebody typed."""
    texts = itertools.cycle(TYPED)
    typing = QTimer(desktop, interval=100)
    typing.timeout.connect(lambda: desktop.tasks.run(lambda: desktop.app.archive.find(next(texts))))
    typing.start()

    def stop() -> None:
        typing.stop()
        over()

    QTimer.singleShot(seconds * 1000, stop)


def _broke(error: Exception) -> None:
    raise SystemExit(str(error))


def _foreign(file: Path, megabytes: int) -> Path:
    """Lines of ``messages`` with as many megabytes."""
    with file.open("w", encoding="utf-8") as out:
        for title, turns in conversations(1_000_000, seed=2):
            told = [{"role": role, "content": text} for role, text in turns]
            out.write(json.dumps({"messages": told, "title": title}, ensure_ascii=False) + "\n")
            if out.tell() > megabytes * 1_000_000:
                return file
    return file


if __name__ == "__main__":
    main()
