"""Answers that are being written, shown no more often than the eye needs."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAINT_MS = 50
"""A growing answer is shown at most this often: twenty times a second..."""
_REST = 3
"""...and less often where showing it is slow: this many times as long is left for everything else."""


class Growth(QObject):
    """Keeps the newest text of every answer that grows, on screen or not.

    *show* is called with (message, text): at once for the first piece, and then
    for all that came within *paint_ms* together.
    """

    def __init__(self, show: Callable[[str, str], None], paint_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self.texts: dict[str, str] = {}
        self._show = show
        self._paint_ms = paint_ms
        self._unshown: set[str] = set()
        self._paint = QTimer(self, interval=paint_ms, singleShot=True)
        self._paint.timeout.connect(self.show_now)

    def begin(self, message: str, text: str) -> None:
        self.texts[message] = text

    def add(self, message: str, piece: str) -> None:
        self.texts[message] = self.texts.get(message, "") + piece
        self._unshown.add(message)
        if not self._paint.isActive():
            self.show_now()

    def end(self, message: str) -> None:
        self.texts.pop(message, None)
        self._unshown.discard(message)

    def end_all(self) -> list[str]:
        """Show what there is; the messages that will not grow any more."""
        self.show_now()
        ended = list(self.texts)
        self.texts.clear()
        return ended

    def show_now(self) -> None:
        if not self._unshown:
            return
        begun = time.perf_counter()
        for message in self._unshown:
            self._show(message, self.texts[message])
        self._unshown.clear()
        taken_ms = (time.perf_counter() - begun) * 1_000
        self._paint.start(max(self._paint_ms, int(taken_ms * _REST)) if self._paint_ms else 0)
