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
    """The raw losses faintly, a smoothed line on top, and the newest value beside its end.

    Beside it, where a run has them: the losses on the conversations kept aside (dashes
    and squares) and on plain texts (dots), with a legend.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Loss curve"))
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._points: tuple[Point, ...] = ()
        self._validation: tuple[Point, ...] = ()
        self._plain: tuple[Point, ...] = ()
        self._steps = 0

    def show_losses(
        self, points: Sequence[Point], steps: int, validation: Sequence[Point] = (), plain: Sequence[Point] = ()
    ) -> None:
        """Show (step, loss) *points* of a run that will have *steps*; a loss that is no number has no place."""
        new = (_finite(points), _finite(validation), _finite(plain), steps)
        if new == (self._points, self._validation, self._plain, self._steps):
            return
        self._points, self._validation, self._plain, self._steps = new
        self.setAccessibleDescription(self._in_words())
        self.update()

    def _in_words(self) -> str:
        parts = []
        if self._points:
            step, loss = self._points[-1]
            words = _("Loss {loss:.2f} at step {step} of {steps}")
            parts.append(words.format(loss=loss, step=step, steps=self._steps))
        if self._validation:
            words = _("On the conversations kept aside: {loss:.2f}")
            parts.append(words.format(loss=self._validation[-1][1]))
        return ". ".join(parts)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, 190)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * 0.86)
        painter.setFont(small)
        if not self._all:
            painter.setPen(QColor(colours().muted))
            words = _("The curve begins with the first step.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
            return
        ticks = list(_ticks(0.0, max(loss for _step, loss in self._all)))
        metrics = QFontMetricsF(small)
        left = max(metrics.horizontalAdvance(_tick_words(tick)) for tick in ticks) + Space.S
        legend = metrics.height() + Space.S if self._validation or self._plain else 0.0
        frame = QRectF(self.rect()).adjusted(left, Space.S + legend, -Space.XL * 2, -metrics.height() - Space.S)
        self._paint_grid(painter, frame, ticks, metrics)
        if self._points:
            self._paint_lines(painter, frame, ticks[-1])
        for points, mark in ((self._validation, self._mark_validation), (self._plain, self._mark_plain)):
            mark(painter, [self._place(point, frame, ticks[-1]) for point in _thinned(points)])
        if legend:
            self._paint_legend(painter, QRectF(frame.left(), 0, self.width() - frame.left(), legend), metrics)

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

    def _mark_validation(self, painter: QPainter, places: list[QPointF]) -> None:
        pen = QPen(QColor(colours().warning), 1.6)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(places) > 1:
            painter.drawPath(_path(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().warning))
        for place in places:
            painter.drawRect(QRectF(place.x() - 3, place.y() - 3, 6, 6))

    def _mark_plain(self, painter: QPainter, places: list[QPointF]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().link))
        for place in places:
            painter.drawEllipse(place, 1.8, 1.8)

    def _paint_legend(self, painter: QPainter, place: QRectF, metrics: QFontMetricsF) -> None:
        x, middle = place.left(), metrics.height() / 2
        for mark, words, there in (
            (self._mark_learned, _("learned"), self._points),
            (self._mark_validation, _("kept aside"), self._validation),
            (self._mark_plain, _("plain texts"), self._plain),
        ):
            if not there:
                continue
            mark(painter, [QPointF(x + Space.S, middle)])
            painter.setPen(QColor(colours().muted))
            width = metrics.horizontalAdvance(words)
            painter.drawText(QRectF(x + 2 * Space.S, 0, width + Space.S, metrics.height()), 0, words)
            x += width + 4 * Space.S

    def _mark_learned(self, painter: QPainter, places: list[QPointF]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent))
        for place in places:
            painter.drawEllipse(place, 4, 4)

    @property
    def _all(self) -> tuple[Point, ...]:
        return (*self._points, *self._validation, *self._plain)

    @property
    def _last_step(self) -> int:
        return max(self._steps, *(step for step, _loss in self._all), 1)

    def _place(self, point: Point, frame: QRectF, top: float) -> QPointF:
        step, loss = point
        x = frame.left() + frame.width() * step / self._last_step
        return QPointF(x, frame.bottom() - frame.height() * min(loss, top) / top)


def _finite(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple(point for point in points if math.isfinite(point[1]))


def _thinned(points: Sequence[Point]) -> Sequence[Point]:
    return points[:: max(1, math.ceil(len(points) / MOST_POINTS))]


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
