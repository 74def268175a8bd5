"""Where the window was and how large, from one start to the next."""

import contextlib
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget


class WindowPlace:
    """Keeps the place of *window* in *file*, in Qt's own form: it knows screens that come and go."""

    def __init__(self, window: QWidget, file: Path) -> None:
        self._window = window
        self._file = file

    def restore(self) -> None:
        """Go where the window was; a file that is missing or damaged changes nothing."""
        with contextlib.suppress(OSError, ValueError):
            self._window.restoreGeometry(QByteArray.fromBase64(self._file.read_bytes()))

    def remember(self) -> None:
        with contextlib.suppress(OSError):  # a full disk must not keep the window open
            self._file.write_bytes(self._window.saveGeometry().toBase64().data())
