"""Line icons in the colours of the theme, and the button that shows one."""

from functools import cache

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from assistant_gui import assets
from assistant_gui.gui.theme import Space, colours, dress


def icon(name: str, colour: str, *, checked: str = "", disabled: str = "", size: int = Space.ICON) -> QIcon:
    """The icon *name* in *colour*; while it is checked or disabled in those colours."""
    made = QIcon()
    for ratio in (1, 2):
        made.addPixmap(_pixmap(name, colour, ratio, size))
        if checked:
            made.addPixmap(_pixmap(name, checked, ratio, size), QIcon.Mode.Normal, QIcon.State.On)
        if disabled:
            made.addPixmap(_pixmap(name, disabled, ratio, size), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int = Space.ICON) -> QPixmap:
    """The icon as a picture for a label, sharp on any screen."""
    return _pixmap(name, colour, 2, size)


def _pixmap(name: str, colour: str, ratio: int, size: int = Space.ICON) -> QPixmap:
    key = f"{name} {colour} {ratio} {size}"
    drawn = QPixmap()
    if not QPixmapCache.find(key, drawn):
        drawn = _drawn(name, colour, ratio, size)
        QPixmapCache.insert(key, drawn)
    return drawn


def _drawn(name: str, colour: str, ratio: int, size: int) -> QPixmap:
    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(_source(name).replace("currentColor", colour).encode()).render(
        painter, QRectF(0, 0, size * ratio, size * ratio)
    )
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


LINE = 21
"""The height of a line of the usual font, which the sizes of icons are meant for."""


@cache
def _source(name: str) -> str:
    return assets.text(f"icons/{name}.svg")


def grown(widget: QWidget, size: int) -> int:
    """*size* for the font that *widget* has: larger letters have larger icons beside them."""
    return max(size, round(size * widget.fontMetrics().height() / LINE))


class IconButton(QToolButton):
    """A button that is only an icon; *words* are its tooltip and its accessible name."""

    def __init__(
        self, name: str, words: str, parent: QWidget | None = None, *, look: str = "", size: int = Space.ICON
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self._tinted: tuple[str, str, int] | None = None
        """The icon as it is drawn now, the palette it is drawn in, and its size."""
        self.setAutoRaise(True)
        if look:
            dress(self, look)
        self.say(words)
        self._tint()

    def say(self, words: str) -> None:
        self.setToolTip(words)
        self.setAccessibleName(words)

    def show_icon(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self._tint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._tint()

    def _tint(self) -> None:
        now = colours()
        size = grown(self, self._size)
        if self._tinted == (self._name, now.name, size):
            return
        self._tinted = (self._name, now.name, size)
        self.setIconSize(QSize(size, size))
        primary = self.property("look") == "primary"
        usual = now.on_accent if primary else now.muted
        self.setIcon(icon(self._name, usual, checked=now.accent, disabled=now.edge if primary else now.line, size=size))


class TextButton(QPushButton):
    """A button with an icon before its words (looks ``nav``, ``quiet``, ``primary``, ``chip``, ``""``)."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None, *, look: str = "") -> None:
        super().__init__(parent)
        self._name = name
        self._tinted: tuple[str, str, int] | None = None
        """The icon as it is drawn now, the palette it is drawn in, and its size."""
        self.say(words)
        if look:
            dress(self, look)
        self._tint()

    def say(self, words: str) -> None:
        self.setText(f" {words}")  # Qt puts an icon close to its words
        self.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._tint()

    def _tint(self) -> None:
        now = colours()
        size = grown(self, Space.ICON)
        if self._tinted == (self._name, now.name, size):
            return
        self._tinted = (self._name, now.name, size)
        self.setIconSize(QSize(size, size))
        usual = now.on_accent if self.property("look") == "primary" else now.muted
        self.setIcon(icon(self._name, usual, checked=now.on_soft, disabled=now.edge, size=size))
