"""What is pasted or dropped into the chat: files and pictures are attached, long text may be."""

import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData, QObject, Signal
from PySide6.QtGui import QImage

from assistant_gui.core.attached import MOST_BYTES, Attached, attached
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.attaching import Attaching

LONG_TEXT = 4_000
"""Characters; longer text is better off in a file."""
ENDLESS_TEXT = 30_000
"""Longer text is not even put into the entry, which would be slow with it."""


class Incoming(QObject):
    long_text = Signal(str)
    """This text is about to be put into the entry; it may be offered to be attached instead."""

    def __init__(self, attaching: Attaching, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._attaching = attaching

    def can_attach(self, mime: QMimeData) -> bool:
        """There are files in it, or a picture."""
        return self._attaching.available and (bool(_files(mime)) or _is_picture(mime))

    def attach(self, mime: QMimeData) -> bool:
        """Attach what is in *mime*; False when it is (also) for the entry."""
        if not self._attaching.available:
            return False
        if files := _files(mime):
            self._attaching.add_files(files)
            return True
        if _is_picture(mime):
            self.attach_picture(QImage(mime.imageData()))
            return True
        text = mime.text()
        if len(text) > ENDLESS_TEXT:
            self.attach_text(text)
            return True
        if len(text) > LONG_TEXT:
            self.long_text.emit(text)
        return False

    def attach_text(self, text: str) -> None:
        self._attaching.add_text(_("Pasted text") + time.strftime(" %H-%M-%S.txt"), plain(text))

    def attach_picture(self, image: QImage) -> None:
        name = _("Pasted picture") + time.strftime(" %H-%M-%S.png")
        self._attaching.add_made(name, partial(_as_png, name, image))


def plain(text: str) -> str:
    """*text* as an entry gives it back: its lines ended by a newline alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _files(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _is_picture(mime: QMimeData) -> bool:
    return mime.hasImage() and not mime.hasFormat("text/plain")  # a table of numbers comes with its picture


def _as_png(name: str, image: QImage) -> Attached:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if image.isNull() or not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stub wants bytes
        raise AssistantError(N_("The picture cannot be used."), N_("Save it as a file, and attach that."))
    content = bytes(buffer.data().data())
    if len(content) > MOST_BYTES:
        raise AssistantError(N_("The picture is too large."), N_("Make it smaller, and try again."))
    return attached(name, "image/png", content, "")
