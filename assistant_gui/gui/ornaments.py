"""What is painted behind and beside the text of a message: boxes of code, bars of quotes, bullets, ticks, lines."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from assistant_gui.gui.blocks import Code
from assistant_gui.gui.drawing import BULLETS, DONE, HEADER, RULE, TO_DO
from assistant_gui.gui.theme import Palette, Space

_ROUND = 10.0
_SEAM = 6.0
"""Where a box goes on in the next part, its ground reaches over what Qt leaves free there."""
_BOX = 14.0
_DOT = 5.5


def paint_code(painter: QPainter, rect: QRectF, now: Palette, font: QFont, code: Code) -> None:
    """The ground of a box of code, round where it begins and ends, and its language above."""
    box = rect.adjusted(0, 0 if code.first else -2 * _ROUND, 0, 0 if code.last else 2 * _ROUND)
    painter.setClipRect(rect.adjusted(0, 0 if code.first else -_SEAM, 0, 0 if code.last else _SEAM))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.code))
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    if code.first and code.language:
        font = QFont(font)
        font.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(font)
        painter.setPen(QColor(now.muted))
        place = QRectF(rect.left() + Space.M, rect.top() + 3, rect.width() - 4 * Space.L, HEADER)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, code.language)
    painter.setClipping(False)


def paint_quote(painter: QPainter, rect: QRectF, now: Palette) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.edge))
    painter.drawRoundedRect(QRectF(rect.left() - 14, rect.top(), 3, rect.height()), 1.5, 1.5)


def paint_mark(painter: QPainter, mark: str, rect: QRectF, now: Palette) -> None:
    """A line across *rect*, or a bullet or box before it."""
    if mark == RULE:
        painter.fillRect(QRectF(rect.left(), rect.center().y(), rect.width(), 1), QColor(now.line))
    elif mark in (DONE, TO_DO):
        _paint_box(painter, QRectF(rect.left() + 3, rect.center().y() - _BOX / 2, _BOX, _BOX), now, done=mark == DONE)
    elif mark in BULLETS:
        dot = QRectF(rect.left() + 10, rect.center().y() - _DOT / 2, _DOT, _DOT)
        hollow = mark == "circle"
        painter.setPen(QPen(QColor(now.muted), 1.2) if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QColor(now.muted))
        if mark == "square":
            painter.drawRect(dot)
        else:
            painter.drawEllipse(dot)


def _paint_box(painter: QPainter, box: QRectF, now: Palette, *, done: bool) -> None:
    painter.setPen(QPen(QColor(now.accent if done else now.edge), 1.2))
    painter.setBrush(QColor(now.accent) if done else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3.5, 3.5)
    if done:
        painter.setPen(QPen(QColor(now.on_accent), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = [
            QPointF(box.left() + x * _BOX, box.top() + y * _BOX) for x, y in ((0.24, 0.52), (0.43, 0.7), (0.77, 0.31))
        ]
        painter.drawPolyline(points)
