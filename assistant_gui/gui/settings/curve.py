"""The loss of a run, step by step: the lower, the better it knows the answers it learns from."""

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.theme import Space, colours

Point = tuple[int, float]

SMOOTHING = 0.8
"""How much of the smoothed line is what it was a step before."""
MOST_POINTS = 800
"""More than a screen can show are thinned out."""
GRID_LINES = 4


class LossCurve(QWidget):
    """The raw losses faintly, a smoothed line on top, and the newest value beside its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Loss curve"))
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._points: tuple[Point, ...] = ()
        self._steps = 0

    def show_losses(self, points: Sequence[Point], steps: int) -> None:
        """Show (step, loss) *points* of a run that will have *steps*; a loss that is no number has no place."""
        finite = tuple(point for point in points if math.isfinite(point[1]))
        if (finite, steps) == (self._points, self._steps):
            return
        self._points = finite
        self._steps = steps
        if finite:
            step, loss = finite[-1]
            words = _("Loss {loss:.2f} at step {step} of {steps}")
            self.setAccessibleDescription(words.format(loss=loss, step=step, steps=steps))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, 190)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * 0.86)
        painter.setFont(small)
        if not self._points:
            painter.setPen(QColor(colours().muted))
            words = _("The curve begins with the first step.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            return
        ticks = list(_ticks(0.0, max(loss for _step, loss in self._points)))
        metrics = QFontMetricsF(small)
        left = max(metrics.horizontalAdvance(_tick_words(tick)) for tick in ticks) + Space.S
        frame = QRectF(self.rect()).adjusted(left, Space.S, -Space.XL * 2, -metrics.height() - Space.S)
        self._paint_grid(painter, frame, ticks, metrics)
        self._paint_lines(painter, frame, ticks[-1])

    def _paint_grid(self, painter: QPainter, frame: QRectF, ticks: list[float], metrics: QFontMetricsF) -> None:
        now = colours()
        for tick in ticks:
            y = frame.bottom() - frame.height() * tick / ticks[-1]
            painter.setPen(QPen(QColor(now.line), 1))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
            painter.setPen(QColor(now.muted))
            box = QRectF(0, y - metrics.height() / 2, frame.left() - Space.S, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _tick_words(tick))
        below = QRectF(frame.left(), frame.bottom() + Space.XS, frame.width(), metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, _("step {step}").format(step=self._last_step))

    def _paint_lines(self, painter: QPainter, frame: QRectF, top: float) -> None:
        now = colours()
        stride = math.ceil(len(self._points) / MOST_POINTS)
        smooth = list(zip((step for step, _loss in self._points), _smoothed(self._points), strict=True))
        raw = [self._place(point, frame, top) for point in self._points[::stride]]
        line = [self._place(point, frame, top) for point in [*smooth[:-1:stride], smooth[-1]]]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(now.edge), 1))
        painter.setOpacity(0.7)
        painter.drawPath(_path(raw))
        painter.setOpacity(1.0)
        pen = QPen(QColor(now.accent), 2.2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPath(_path(line))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.accent))
        painter.drawEllipse(line[-1], 4, 4)
        painter.setPen(QColor(now.text))
        beside = QRectF(line[-1].x() + Space.S, line[-1].y() - Space.M, Space.XL * 2, 2 * Space.M)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, f"{smooth[-1][1]:.2f}")

    @property
    def _last_step(self) -> int:
        return max(self._steps, self._points[-1][0], 1)

    def _place(self, point: Point, frame: QRectF, top: float) -> QPointF:
        step, loss = point
        x = frame.left() + frame.width() * step / self._last_step
        return QPointF(x, frame.bottom() - frame.height() * min(loss, top) / top)


def _smoothed(points: Sequence[Point]) -> Iterator[float]:
    """A running mean that forgets; exact from the first point on."""
    mean = weight = 0.0
    for _step, loss in points:
        mean = SMOOTHING * mean + (1 - SMOOTHING) * loss
        weight = SMOOTHING * weight + (1 - SMOOTHING)
        yield mean / weight


def _ticks(low: float, high: float) -> Iterator[float]:
    """Round values from *low* to just above *high*."""
    high = max(high, low + 1e-3)
    rough = (high - low) / GRID_LINES
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * part for part in (1, 2, 5, 10) if size * part >= rough)
    for place in range(math.ceil((high - low) / step - 1e-9) + 1):
        yield low + place * step


def _tick_words(tick: float) -> str:
    return f"{tick:.6g}"


def _path(places: list[QPointF]) -> QPainterPath:
    path = QPainterPath(places[0])
    for place in places[1:]:
        path.lineTo(place)
    return path
