"""An application that remembers how long its longest event held the window."""

import sys
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

clock = time.thread_time if "--cpu" in sys.argv else time.perf_counter
"""With ``--cpu`` only the window's own time counts, on a machine that others use too."""


class Watched(QApplication):
    """Set :attr:`longest_ms` to 0 to begin anew."""

    longest_ms = 0.0
    _within = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._within:
            return super().notify(receiver, event)
        self._within, begun = True, clock()
        try:
            return super().notify(receiver, event)
        finally:
            self._within = False
            self.longest_ms = max(self.longest_ms, (clock() - begun) * 1_000)
