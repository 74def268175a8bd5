"""The plot of a result card: one dot for each conversation that judged, left or right of nothing gained."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.theme import Space, colours

Interval = tuple[float, float, float]
"""Estimate, from, to."""

RADIUS = 4.0
ROWS = 7
"""So many dots stand on each other at most; more share their places."""
MARGIN = 1.15
"""How much wider the axis is than the farthest dot."""


class GainsPlot(QWidget):
    """Dots to the right of the line are conversations it got better at; the bar is where the truth lies."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Gain of each conversation"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._gains: tuple[float, ...] = ()
        self._interval: Interval | None = None

    def show_gains(self, gains: Sequence[float], interval: Interval | None) -> None:
        """*gains* in nats per token; *interval* of their mean, or None where it is not known."""
        self._gains = tuple(gain for gain in gains if math.isfinite(gain))
        self._interval = interval if interval and all(math.isfinite(end) for end in interval) else None
        words = _("Better at {better} of {all} conversations.")
        better = sum(gain > 0 for gain in self._gains)
        self.setAccessibleDescription(words.format(better=better, all=len(self._gains)))
        self.setVisible(bool(self._gains))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, round(ROWS * 2.4 * RADIUS + 2.6 * self.fontMetrics().height() + 3 * Space.M))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * 0.86)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        frame = QRectF(self.rect()).adjusted(Space.S, metrics.height() + Space.S, -Space.S, -metrics.height() - Space.S)
        self._paint_ground(painter, frame, metrics)
        self._paint_interval(painter, frame)
        self._paint_dots(painter, frame)

    @property
    def _reach(self) -> float:
        """How far the axis goes to both sides of nothing."""
        ends = self._interval or ()
        return max((abs(value) for value in (*self._gains, *ends)), default=0.0) * MARGIN or 1.0

    def _place(self, gain: float, frame: QRectF) -> float:
        return frame.center().x() + gain / self._reach * frame.width() / 2

    def _paint_ground(self, painter: QPainter, frame: QRectF, metrics: QFontMetricsF) -> None:
        now = colours()
        centre = frame.center().x()
        painter.setPen(QPen(QColor(now.line), 1))
        painter.drawLine(QPointF(frame.left(), frame.bottom()), QPointF(frame.right(), frame.bottom()))
        painter.setPen(QPen(QColor(now.edge), 1.4))
        painter.drawLine(QPointF(centre, frame.top()), QPointF(centre, frame.bottom()))
        painter.setPen(QColor(now.muted))
        above = QRectF(frame.left(), 0, frame.width(), metrics.height() + Space.XS)
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, _("← worse"))
        painter.drawText(above, Qt.AlignmentFlag.AlignRight, _("better →"))
        below = QRectF(frame.left(), frame.bottom() + Space.XS, frame.width(), metrics.height() + Space.XS)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"{-self._reach:.2g}")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{self._reach:+.2g}")

    def _paint_interval(self, painter: QPainter, frame: QRectF) -> None:
        if self._interval is None:
            return
        now = colours()
        estimate, low, high = (self._place(end, frame) for end in self._interval)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.soft))
        painter.drawRect(QRectF(low, frame.top(), high - low, frame.height()))
        painter.setPen(QPen(QColor(now.text), 2))
        painter.drawLine(QPointF(estimate, frame.top()), QPointF(estimate, frame.bottom()))
        zero = frame.center().x()
        painter.setPen(QPen(QColor(now.edge), 1.4))
        painter.drawLine(QPointF(zero, frame.top()), QPointF(zero, frame.bottom()))

    def _paint_dots(self, painter: QPainter, frame: QRectF) -> None:
        now = colours()
        for gain, row in _stacked(self._gains, self._reach * 5 * RADIUS / max(1.0, frame.width())):
            place = QPointF(self._place(gain, frame), frame.bottom() - RADIUS - 1 - (row % ROWS) * 2.4 * RADIUS)
            painter.setPen(QPen(QColor(now.accent if gain > 0 else now.danger), 1.6))
            painter.setBrush(QColor(now.accent) if gain > 0 else Qt.BrushStyle.NoBrush)  # told apart without colour too
            painter.drawEllipse(place, RADIUS - 0.5, RADIUS - 0.5)


def _stacked(gains: Sequence[float], width: float) -> Iterator[tuple[float, int]]:
    """Each gain and how many dots are below it already."""
    below: Counter[int] = Counter()
    for gain in sorted(gains):
        place = round(gain / width)
        yield gain, below[place]
        below[place] += 1
