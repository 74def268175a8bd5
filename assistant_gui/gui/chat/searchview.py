"""What a search found: title, day, and the words around it with those that were meant marked."""

import time

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QIcon,
    QKeyEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import translated as _
from assistant_gui.core.search import Hit
from assistant_gui.gui.chat.lines import title_of
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import icon
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, colours, dress
from assistant_gui.gui.words import short_day

LINES = 2
"""Of the words around what was found."""
_SMALL = 0.88
_Index = QModelIndex | QPersistentModelIndex


class SearchEntry(QLineEdit):
    """Esc clears it; the arrows and Enter work in what was found."""

    left = Signal()
    """Esc, with nothing in it."""

    def __init__(self, search: SearchViewModel, results: "SearchResults", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = results
        self.setPlaceholderText(_("Search"))
        self.setAccessibleName(_("Search all conversations"))
        self.setClearButtonEnabled(True)
        self.setText(search.query)
        self._glass = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._glass.setText(_("Search"))
        self._clear = self.findChildren(QAction, "_q_qlineeditclearaction")
        for action in self._clear:
            action.setText(_("Clear"))
        self.setTextMargins(-Space.S, -1, 0, 1)  # nearer to the glass, and as high
        self._tint()
        self._glass.triggered.connect(self.setFocus)
        self.textChanged.connect(search.look_for)
        Composing(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Down:
                self._results.take_keyboard()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._results.open_current()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_glass"):
            QTimer.singleShot(0, self, self._tint)  # at once it would crash: the style is just being changed

    def _tint(self) -> None:
        self._glass.setIcon(icon("search", colours().muted))
        for action in self._clear:
            action.setIcon(icon("close", colours().muted))


class SearchResults(QWidget):
    """A list of hits, or a word that there are none."""

    def __init__(self, search: SearchViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = search
        self._awaited = ""
        """What Enter was pressed for before anything was found."""

        self.words = label("", "small")
        self.words.setContentsMargins(10, 0, 10, 0)  # as far in as what is found
        self.hits = QListView()
        self.hits.setAccessibleName(_("What was found"))
        self.hits.setModel(search.hits)
        self.hits.setItemDelegate(_Snippets(search, self.hits))
        self.hits.setUniformItemSizes(True)
        self.hits.setMouseTracking(True)
        self.hits.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        dress(self.hits, "bare")

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.words)
        layout.addWidget(self.hits, 1)
        layout.addStretch(0)

        self.hits.clicked.connect(self._on_opened)
        self.hits.activated.connect(self._on_opened)
        search.changed.connect(self._show)
        self._show()

    def take_keyboard(self) -> None:
        if self.search.hits.rowCount():
            self.hits.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.hits.currentIndex().isValid():
                self.hits.setCurrentIndex(self.search.hits.index(0))

    def open_current(self) -> None:
        """The one with the keyboard, or the first; as soon as it is found, if the search is still going on."""
        if self.search.found_for != self.search.query:
            self._awaited = self.search.query
        elif self.search.hits.rowCount():
            self.search.open(max(0, self.hits.currentIndex().row()))

    def _on_opened(self, index: QModelIndex) -> None:
        self.search.open(index.row())

    def _show(self) -> None:
        count, done = self.search.hits.rowCount(), self.search.found_for == self.search.query
        self.words.setVisible(count == 0)
        self.words.setText(_("Nothing was found.") if done else _("Searching…"))
        self.hits.setVisible(count > 0)
        if done and self._awaited:
            meant, self._awaited = self._awaited == self.search.query, ""
            if meant:
                self.open_current()


class _Snippets(QStyledItemDelegate):
    """Paints a title with its day, and below it the words that were found."""

    def __init__(self, search: SearchViewModel, view: QListView) -> None:
        super().__init__(view)
        self._search = search
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        line = option.fontMetrics.lineSpacing()
        return QSize(100, line + round(line * _SMALL) * LINES + 2 * Space.S + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        now, hit = colours(), self._search.hits.hit(index.row())
        rect = option.rect.adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.raised))
            painter.drawRoundedRect(rect, Space.RADIUS, Space.RADIUS)
        if self._view.hasFocus() and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), Space.RADIUS - 1, Space.RADIUS - 1)
        inside = rect.adjusted(10, Space.S, -10, -Space.S)
        line = option.fontMetrics.lineSpacing()
        self._paint_title(painter, option, QRect(inside.left(), inside.top(), inside.width(), line), hit)
        words = QRect(inside.left(), inside.top() + line + 2, inside.width(), inside.height() - line)
        if hit.message is not None:
            _paint_words(painter, words, _small(option.font), hit)
        else:
            painter.setFont(_small(option.font))
            painter.setPen(QColor(now.muted))
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, _("In the title"))
            painter.drawText(words, Qt.AlignmentFlag.AlignRight, _side(hit))
        painter.restore()

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, hit: Hit) -> None:
        now = colours()
        if hit.message is not None:  # else the title is what was found, and has the line to itself
            painter.setFont(_small(option.font))
            painter.setPen(QColor(now.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _side(hit))
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(_side(hit)) - Space.S)
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(now.text))
        title = painter.fontMetrics().elidedText(title_of(hit.conversation), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)


def _paint_words(painter: QPainter, room: QRect, font: QFont, hit: Hit) -> None:
    """As many lines of the snippet as there is room for, the last one cut."""
    now = colours()
    layout = QTextLayout(hit.snippet, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_marked(first, last) for first, last in hit.marks])
    layout.beginLayout()
    top = 0.0
    for _number in range(LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room.width())
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    painter.setPen(QColor(now.muted))
    layout.draw(painter, QPointF(room.topLeft()))


def _marked(first: int, last: int) -> QTextLayout.FormatRange:
    now = colours()
    made = QTextLayout.FormatRange()
    made.start, made.length = first, last - first
    look = QTextCharFormat()
    look.setBackground(QColor(now.found))
    look.setForeground(QColor(now.on_found))
    made.format = look
    return made


def _side(hit: Hit) -> str:
    """Where it is, or when it was said."""
    when = hit.message.created if hit.message is not None else hit.conversation.changed
    return _("Archived") if hit.conversation.archived is not None else short_day(when, time.time())


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPointSizeF(max(7.0, font.pointSizeF() * _SMALL))
    return made
