"""How a line of the conversation list is painted, and how its title is edited in place."""

from html import escape

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.filing import FilingViewModel
from assistant_gui.gui.chat.lines import FolderLine, Group, Heading
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import pixmap
from assistant_gui.gui.theme import Space, colours

MORE = 28
"""How wide the place of the … button at the end of a line is."""
_INDENT = 10
_IN_FOLDER = 24
_SMALL = 0.88
_ICON = 16
_WIDEST_DRAGGED = 200

_Index = QModelIndex | QPersistentModelIndex


class Titles(QStyledItemDelegate):
    """Headings, folders and titles; where the pointer is, the … button."""

    def __init__(self, filing: FilingViewModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.marks_shown = True
        """The conversation on screen is marked; not while another pane is shown."""
        self.many = False
        """More than one conversation is chosen, or they are being chosen one by one."""
        self.choosing = False
        """Every line has a box: a click puts a tick into it or takes it out."""
        self.target = -1
        """The row on which something would be dropped now."""
        self._filing = filing
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(100, self.height(option.fontMetrics))

    def height(self, metrics: QFontMetrics) -> int:
        """Of every line."""
        return metrics.lineSpacing() + 2 * Space.S

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(0, 1, 0, -1)
        match self._filing.conversations.line(index.row()):
            case Heading():
                self._paint_heading(painter, option, rect, str(index.data()))
            case FolderLine() as folder:
                self._paint_folder(painter, option, rect, folder)
            case conversation:
                self._paint_title(painter, option, rect, index, conversation)
        focused = self._view.hasFocus() and option.state & QStyle.StateFlag.State_HasFocus
        if focused or index.row() == self.target:
            _outline(painter, rect)
        painter.restore()

    def helpEvent(  # noqa: N802 - Qt's name
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The whole title, where there is no room for it."""
        words = str(index.data() or "")
        room = view.viewport().width() - 2 * MORE
        if view.fontMetrics().horizontalAdvance(words) > room:
            QToolTip.showText(event.globalPos(), f"<qt>{escape(words)}</qt>", view)
        else:
            QToolTip.hideText()
        return True

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:  # noqa: N802 - Qt's name
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Title"))
        Composing(editor)
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:  # noqa: N802 - Qt's name
        if not isinstance(editor, QLineEdit):
            return
        line = self._filing.conversations.line(index.row())
        if isinstance(line, FolderLine):
            self._filing.rename_folder(line.folder.id, editor.text())
        elif isinstance(line, Conversation) and editor.text() != line.title:
            self._filing.rename(line.id, editor.text())

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, words: str) -> None:
        painter.setFont(_small(option.font))
        painter.setPen(QColor(colours().muted))
        room = rect.adjusted(_INDENT, 0, -_INDENT, -4)
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_folder(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, line: FolderLine) -> None:
        now = colours()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        chosen = self.marks_shown and self._filing.begun_in == line.folder.id
        if hovered or chosen:
            _ground(painter, rect, now.soft if chosen else now.raised)
        left = rect.left() + _INDENT
        _icon(painter, "folder", now.muted, left, rect)
        arrow = "arrow-down" if line.is_open else "right"
        right = rect.right() - _INDENT
        if hovered:
            _icon(painter, "more", now.muted, rect.right() - MORE + 4, rect)
            right = rect.right() - MORE
        else:
            _icon(painter, arrow, now.muted, right - _ICON, rect, 12)
            right -= _ICON + 4
            painter.setFont(_small(option.font))
            painter.setPen(QColor(now.muted))
            count = str(line.count) if line.count else ""
            _words(painter, QRect(left, rect.top(), right - left, rect.height()), count, Qt.AlignmentFlag.AlignRight)
            right -= painter.fontMetrics().horizontalAdvance(count) + 6
        painter.setFont(option.font)
        painter.setPen(QColor(now.on_soft if chosen else now.text))
        start = left + _ICON + 8
        _words(painter, QRect(start, rect.top(), right - start, rect.height()), line.folder.name)

    def _paint_title(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: _Index, conversation: Conversation
    ) -> None:
        now = colours()
        many = self.many
        selected = many and bool(option.state & QStyle.StateFlag.State_Selected)
        chosen = self.marks_shown and conversation.id == self._filing.chat.shown and not many
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or selected or hovered:
            _ground(painter, rect, now.soft if chosen or selected else now.raised)
        ink = now.on_soft if chosen or selected else now.text
        more = (chosen or hovered) and not many
        marked = more or selected or self.choosing
        inside = self._filing.conversations.section(index.row())[0] == Group.FOLDER
        room = rect.adjusted(_INDENT + (_IN_FOLDER if inside else 0), 0, -MORE if marked else -Space.S, 0)
        if conversation.trashed is not None and not marked:
            room = self._paint_days_left(painter, option, room, conversation)
        painter.setFont(option.font)
        painter.setPen(QColor(ink))
        _words(painter, room, str(index.data()))
        if selected:
            _icon(painter, "tick", now.accent, rect.right() - MORE + 4, rect)
        elif self.choosing:
            _box(painter, now.muted, rect.right() - MORE + 4, rect)
        elif more:
            _icon(painter, "more", now.on_soft if chosen else now.muted, rect.right() - MORE + 4, rect)

    def _paint_days_left(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, conversation: Conversation
    ) -> QRect:
        """How long it is still there, at the end of the line; what room is left."""
        words = _("{count} d").format(count=self._filing.conversations.days_left(conversation))
        painter.setFont(_small(option.font))
        painter.setPen(QColor(colours().muted))
        _words(painter, room, words, Qt.AlignmentFlag.AlignRight)
        return room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(words) - Space.S, 0)


def dragged(words: str, font: QFont, ratio: float) -> QPixmap:
    """What hangs at the pointer while conversations are dragged."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, _WIDEST_DRAGGED)
    room = QRect(0, 0, metrics.horizontalAdvance(shown) + 2 * Space.M, metrics.lineSpacing() + Space.S)
    drawn = QPixmap(room.size() * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    _ground(painter, room, colours().accent)
    painter.setPen(QColor(colours().on_accent))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)
    painter.end()
    return drawn


def _ground(painter: QPainter, rect: QRect, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(rect, Space.RADIUS, Space.RADIUS)


def _outline(painter: QPainter, rect: QRect) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours().accent), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), Space.RADIUS - 1, Space.RADIUS - 1)


def _icon(painter: QPainter, name: str, colour: str, left: int, rect: QRect, size: int = _ICON) -> None:
    painter.drawPixmap(QRect(left, rect.center().y() - size // 2 + 1, size, size), pixmap(name, colour, size))


def _box(painter: QPainter, colour: str, left: int, rect: QRect) -> None:
    """Where a tick may come."""
    side = _ICON - 3
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.drawRoundedRect(QRect(left + 1, rect.center().y() - side // 2, side, side), 3, 3)


def _words(painter: QPainter, room: QRect, words: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | side, shown)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(7.0, font.pointSizeF() * _SMALL))
    made.setWeight(QFont.Weight.DemiBold)
    return made
