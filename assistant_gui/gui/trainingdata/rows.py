"""How an example looks in the list: its question, its answer, why it teaches, where it is from."""

import time

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import Entry, Mark
from assistant_gui.gui.theme import Space, colours
from assistant_gui.gui.trainingdata.examples import Examples
from assistant_gui.gui.trainingdata.words import state_of
from assistant_gui.gui.words import short_day

LONGEST = 400
"""Letters of a text that could have room in a line."""

_Index = QModelIndex | QPersistentModelIndex


class ExampleRows(QStyledItemDelegate):
    def __init__(self, examples: Examples, parent: QWidget) -> None:
        super().__init__(parent)
        self._examples = examples

    def height(self, metrics: QFontMetrics) -> int:
        return 3 * metrics.lineSpacing() + 2 * Space.S

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry = self._examples.entry(index.row())
        now = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 1, -2, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.soft if chosen else now.raised))
            painter.drawRoundedRect(rect, Space.RADIUS, Space.RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(now.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, Space.RADIUS, Space.RADIUS)
        self._write(painter, option, rect.adjusted(Space.S, Space.XS, -Space.S, -Space.XS), entry, chosen=chosen)
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, entry: Entry | None, *, chosen: bool
    ) -> None:
        now = colours()
        line = option.fontMetrics.lineSpacing()
        text, quiet = (now.on_soft, now.on_soft) if chosen else (now.text, now.muted)
        if entry is None:
            _line(painter, rect, option.font, quiet, _("Reading…"))
            return
        bold = QFont(option.font)
        bold.setBold(True)
        left_out = entry.mark is Mark.EXCLUDED
        bold.setStrikeOut(left_out)
        day = short_day(entry.created, time.time())
        small = QFont(option.font)
        small.setPointSizeF(max(7.0, option.font.pointSizeF() * 0.88))
        across = QFontMetrics(small).horizontalAdvance(day) + Space.XS
        _line(painter, rect.adjusted(0, 0, -across - Space.S, 0), bold, text, entry.question or entry.title)
        _line(painter, rect.adjusted(rect.width() - across, 0, 0, 0), small, quiet, day)
        _line(painter, rect.translated(0, line), option.font, quiet if left_out else text, entry.answer)
        where = entry.title.strip()
        words = f"{state_of(entry)} · {where}" if where else state_of(entry)
        _line(painter, rect.translated(0, 2 * line), small, quiet, words)


def _line(painter: QPainter, rect: QRect, font: QFont, colour: str, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(font)
    short = metrics.elidedText(" ".join(text[:LONGEST].split()), Qt.TextElideMode.ElideRight, rect.width())
    room = QRect(rect.left(), rect.top(), rect.width(), metrics.lineSpacing())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short)
