"""The window, held by a program: orders come in on stdin, what happens goes out on stdout, as lines of JSON.

``python -m assistant_gui.driven PROFILE``. It is the window of every day; only, a timer notes
how late its event loop comes, and ``bench voice`` reads it.
"""

import json
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from assistant_gui.core.events import Event, Failed, FloorChanged, SoundWasLate
from assistant_gui.desktop import Desktop
from assistant_gui.gui.exchange.viewmodel import Outcome
from assistant_gui.opening import GIVE_WAY_S
from assistant_gui.running import commands_for, holding, opened

TICK_MS = 5
RESIZED_EVERY_MS = 400
SIZES = ((1280, 800), (700, 800), (1000, 600), (1400, 900))
LONGEST = 20


class Outlet:
    """Lines on stdout, whole ones, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def tell(self, event: str, **facts: object) -> None:
        with self._lock:
            sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
            sys.stdout.flush()

    def carry(self, event: Event) -> None:
        """What of the program's events is of interest."""
        match event:
            case FloorChanged(floor=floor):
                self.tell("floor", floor=floor)
            case SoundWasLate(input=microphone, output=speaker, starved=starved):
                self.tell("late", input=microphone, output=speaker, starved=starved)
            case Failed(error=error):
                self.tell("failed", why=str(error))


class Delays(QObject):
    """How late the event loop comes to a timer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._late_ms: list[float] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def take(self) -> list[float]:
        """The longest delays since this was last asked, the longest first; counts from now on."""
        longest = sorted(self._late_ms, reverse=True)[:LONGEST]
        self._late_ms = []
        self._since.start()
        self._timer.start()
        return [round(late, 1) for late in longest]

    @Slot()
    def _on_tick(self) -> None:
        self._late_ms.append(max(0.0, self._since.nsecsElapsed() / 1e6 - TICK_MS))
        self._since.start()


class Driver(QObject):
    """Does with the window what the lines say."""

    ordered = Signal(object)
    """From the thread that reads stdin."""

    def __init__(self, desktop: Desktop, application: QApplication, out: Outlet) -> None:
        super().__init__(desktop)
        self._desktop = desktop
        self._application = application
        self._out = out
        self._delays = Delays(self)
        self._sizes = 0
        self._resizing = QTimer(self, interval=RESIZED_EVERY_MS)
        self._resizing.timeout.connect(self._on_resize)
        self.ordered.connect(self._on_ordered, Qt.ConnectionType.QueuedConnection)
        desktop.exchange.ended.connect(self._on_imported)

    def read(self) -> None:
        """Until stdin ends."""
        for line in sys.stdin:
            self.ordered.emit(json.loads(line))
        self.ordered.emit({"do": "quit"})

    @Slot(object)
    def _on_ordered(self, order: Mapping[str, str]) -> None:
        match order["do"]:
            case "listen":
                self._desktop.app.talk.hands_free(on=True)
            case "watch":
                self._out.tell("watched", before=order["phase"], late_ms=self._delays.take())
            case "show":
                self._desktop.window.show_pane(order["pane"])
            case "import":
                self._desktop.exchange.take_in([Path(order["file"])])
            case "resize":
                self._resizing.start()
            case "quit":
                self._application.quit()

    @Slot(object)
    def _on_imported(self, outcome: Outcome) -> None:
        self._out.tell("imported", title=outcome.title, words=outcome.words)

    @Slot()
    def _on_resize(self) -> None:
        self._sizes += 1
        self._desktop.window.resize(*SIZES[self._sizes % len(SIZES)])


def main() -> None:
    sys.setswitchinterval(GIVE_WAY_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("assistant_gui")
    out = Outlet()
    with holding(opened(Path(sys.argv[1])), lambda: None, commands_for) as app:
        app.listen(out.carry)
        desktop = Desktop(app, application)
        driver = Driver(desktop, application, out)
        reader = threading.Thread(target=driver.read, name="orders", daemon=True)
        desktop.show()
        reader.start()
        out.tell("ready")
        try:
            application.exec()
        finally:
            desktop.close()


if __name__ == "__main__":
    main()
