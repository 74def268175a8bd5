"""A bar that shows how loud it is now, and for a moment how loud it was."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant_gui.gui.talk import loudness
from assistant_gui.gui.theme import colours

PEAK_FALL = 0.03
"""How far the peak mark falls at each measurement (about 15 a second)."""
HEIGHT = 6


class LevelMeter(QWidget):
    """Painted only when a level arrives, so it costs nothing while it is quiet."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.shown = 0.0
        self.peak = 0.0

    def show_level(self, level: float) -> None:
        """*level* is a root mean square from 0 to 1."""
        shown = loudness(level)
        peak = max(shown, self.peak - PEAK_FALL)
        if (shown, peak) != (self.shown, self.peak):
            self.shown, self.peak = shown, peak
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        radius = whole.height() / 2
        painter.setBrush(QColor(colours().raised))
        painter.drawRoundedRect(whole, radius, radius)
        painter.setBrush(QColor(colours().meter))
        if self.shown > 0:
            width = max(whole.height(), whole.width() * self.shown)
            painter.drawRoundedRect(QRectF(0, 0, width, whole.height()), radius, radius)
        if self.peak > self.shown:
            at = min(whole.width() - 3, whole.width() * self.peak)
            painter.drawRoundedRect(QRectF(at, 0, 3, whole.height()), 1.5, 1.5)
