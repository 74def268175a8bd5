"""The big round button that is held while one speaks, and that shows who has the floor."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from assistant_gui.core.events import Floor
from assistant_gui.gui.talk import loudness
from assistant_gui.gui.theme import Palette, colours

STEP_MS = 66
"""Fifteen pictures a second, and only while the assistant thinks."""
STEP_DEGREES = 14


class TalkButton(QAbstractButton):
    """Mouse, touch, or Space and Return while it has the focus.

    ``clicked`` comes from assistive technology alone, which cannot hold: toggle then.
    """

    held = Signal()
    let_go = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.floor = Floor.OFF
        self._level = 0.0
        self._angle = 0
        self._turning = QTimer(self, interval=STEP_MS)
        self._turning.timeout.connect(self._on_step)

    def show_floor(self, floor: Floor) -> None:
        self.floor = floor
        self._level = 0.0
        self._turn_if_seen()
        self.update()

    def show_levels(self, microphone: float, speaker: float) -> None:
        """How loud it is on the side that has the floor; roots of mean squares from 0 to 1."""
        if self.floor is Floor.SPEAKING:
            level = loudness(speaker)
        else:
            level = loudness(microphone) if self.floor in (Floor.LISTENING, Floor.HEARING) else 0.0
        if abs(level - self._level) > 0.01:
            self._level = level
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(148, 148)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.TouchBegin:
            self._down()
            return True
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._up()
            return True
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._turn_if_seen()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._down()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()  # a finger or hand that slips off goes on talking

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._up()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _talks(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._down()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _talks(event):
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._up()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._up()  # the release would go elsewhere
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = colours()
        middle = QPointF(self.width() / 2, self.height() / 2)
        full = min(self.width(), self.height()) / 2 - 2
        disc = full * 0.66
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.soft))
        halo = disc + (full - disc) * (0.28 + 0.72 * self._level)
        painter.drawEllipse(middle, halo, halo)
        if self.floor is Floor.THINKING:
            self._paint_arc(painter, middle, disc + (full - disc) * 0.45, palette)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground(palette)))
        painter.drawEllipse(middle, disc, disc)
        colour = QColor(palette.on_accent if self.isEnabled() else palette.muted)
        if self.floor is Floor.SPEAKING:
            _paint_wave(painter, middle, disc, self._level, colour)
        else:
            _paint_microphone(painter, middle, disc, colour)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.on_accent), 2))
            painter.drawEllipse(middle, disc - 5, disc - 5)

    def _ground(self, palette: Palette) -> str:
        if not self.isEnabled():
            return palette.raised
        if self.isDown() or self.floor is Floor.HEARING:
            return palette.accent_pressed
        return palette.accent_raised if self.underMouse() else palette.accent

    def _paint_arc(self, painter: QPainter, middle: QPointF, radius: float, palette: Palette) -> None:
        pen = QPen(QColor(palette.accent), 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        painter.drawArc(box, -self._angle * 16, 100 * 16)

    def _down(self) -> None:
        if not self.isDown():
            self.setDown(True)
            self.held.emit()

    def _up(self) -> None:
        if self.isDown():
            self.setDown(False)
            self.let_go.emit()

    def _turn_if_seen(self) -> None:
        if self.floor is Floor.THINKING and self.isVisible():
            self._turning.start()
        else:
            self._turning.stop()

    @Slot()
    def _on_step(self) -> None:
        self._angle = (self._angle + STEP_DEGREES) % 360
        self.update()


def _talks(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _paint_microphone(painter: QPainter, middle: QPointF, disc: float, colour: QColor) -> None:
    unit = disc / 10
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y = middle.x(), middle.y() - 0.6 * unit
    painter.drawRoundedRect(QRectF(x - 1.6 * unit, y - 4.2 * unit, 3.2 * unit, 5.8 * unit), 1.6 * unit, 1.6 * unit)
    holder = QPainterPath()
    holder.moveTo(x - 3 * unit, y - 0.4 * unit)
    holder.arcTo(QRectF(x - 3 * unit, y - 3.4 * unit, 6 * unit, 6 * unit), 180, 180)
    holder.moveTo(x, y + 2.6 * unit)
    holder.lineTo(x, y + 4.8 * unit)
    holder.moveTo(x - 1.8 * unit, y + 4.8 * unit)
    holder.lineTo(x + 1.8 * unit, y + 4.8 * unit)
    pen = QPen(colour, 0.8 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.strokePath(holder, pen)


WAVE = (0.45, 0.8, 1.0, 0.7, 0.4)
"""The heights of the bars that stand for the assistant's voice."""


def _paint_wave(painter: QPainter, middle: QPointF, disc: float, level: float, colour: QColor) -> None:
    unit = disc / 10
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for place, part in enumerate(WAVE):
        height = unit * (2 + 7 * part * (0.35 + 0.65 * level))
        x = middle.x() + (place - 2) * 2 * unit
        painter.drawRoundedRect(
            QRectF(x - 0.6 * unit, middle.y() - height / 2, 1.2 * unit, height), 0.6 * unit, 0.6 * unit
        )
