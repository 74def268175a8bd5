"""Many small steps in the window's thread, a few at a time, so that the window answers in between."""

import time
from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

AT_ONCE_S = 0.015
"""Steps that take no longer than this together are done in one go."""


class Gradually(QObject):
    """The first steps are done at once, the others as soon as nothing else waits."""

    def __init__(self, steps: Iterable[Callable[[], object]], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = deque(steps)
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(self._go_on)
        self._go_on()

    def finish(self) -> None:
        """Do now whatever is left."""
        while self._steps:
            self._steps.popleft()()
        self._again.stop()

    def _go_on(self) -> None:
        began = time.thread_time()
        while self._steps and time.thread_time() - began < AT_ONCE_S:
            self._steps.popleft()()
        if self._steps:
            self._again.start()
