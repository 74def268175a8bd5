"""Training gives way to talking: while somebody has the floor, the runs that are going are held.

A held run is told so again every second, with a time until which it waits. A
desk that dies or sleeps tells nothing, so no run waits for one that is gone.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant_gui.core.events import Event, Floor, FloorChanged
from assistant_gui.learning import runs

TALKING = (Floor.HEARING, Floor.THINKING, Floor.SPEAKING)

RENEWED_S = 1.0

_log = logging.getLogger(__name__)


class Courtesy:
    """Hears the floor from any thread; a thread of its own, begun at the first word, writes to the runs."""

    def __init__(self, going: Callable[[], Iterable[Path]], now: Callable[[], float] = time.time) -> None:
        """*going* finds the folders of the runs that are going; it is asked on the thread."""
        self._going = going
        self._now = now
        self._changed = threading.Condition()
        self._talking = self._closed = False
        self._thread: threading.Thread | None = None

    def on_event(self, event: Event) -> None:
        if not isinstance(event, FloorChanged):
            return
        with self._changed:
            self._talking = event.floor in TALKING
            if self._talking and self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="courtesy", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Let every run go on, and end the thread."""
        with self._changed:
            self._closed = True
            self._talking = False
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        held: set[Path] = set()
        while True:
            with self._changed:
                talking, closed = self._talking, self._closed
            if talking:
                held |= self._held()
            else:
                for folder in held:
                    runs.release(folder)
                held.clear()
            if closed:
                return
            with self._changed:
                if (talking, closed) == (self._talking, self._closed):
                    self._changed.wait(RENEWED_S if talking else None)

    def _held(self) -> set[Path]:
        """Hold what is going now. A full disk, or a run that is taken away meanwhile, is no reason to hold none again."""
        try:
            going = set(self._going())
            for folder in going:
                runs.hold(folder, self._now())
        except OSError:
            _log.warning("a run could not be held", exc_info=True)
            return set()
        return going
