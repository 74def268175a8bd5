"""The list of conversations, with New chat above it."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.conversations import ID_ROLE, title_of
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.icons import TextButton, pixmap
from assistant_gui.gui.theme import Space, colours, dress

_Index = QModelIndex | QPersistentModelIndex
_MORE = 28
"""How wide the place of the … button at the end of a line is."""


class ConversationList(QListView):
    """Enter or a click opens, F2 renames, Delete deletes after asking; … and the right button show a menu."""

    def __init__(self, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewmodel = model
        self.marks_shown = True
        """The conversation on screen is marked; not while another pane is shown."""
        dress(self, "bare")
        self.setAccessibleName(_("Conversations"))
        self.setModel(model.conversations)
        self.setItemDelegate(_Titles(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._on_clicked)
        self.activated.connect(lambda index: model.open(index.data(ID_ROLE)))
        model.opened.connect(self._on_opened)
        model.stored.connect(self._on_opened)
        model.retitled.connect(self._on_retitled)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() > self.viewport().width() - _MORE:
            self.show_menu(index, self.viewport().mapToGlobal(event.position().toPoint()))
        elif event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        if index.isValid():
            place = self.visualRect(index).bottomLeft() if event.pos().isNull() else event.pos()
            self.show_menu(index, self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.ask_to_delete(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def show_menu(self, index: QModelIndex, place: QPoint) -> None:
        row = QPersistentModelIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = QAction(_("Rename"), menu, shortcut=QKeySequence(Qt.Key.Key_F2))
        delete = QAction(_("Delete…"), menu, shortcut=QKeySequence(Qt.Key.Key_Delete))
        menu.addActions([rename, delete])
        rename.triggered.connect(lambda: self.edit(self.model().index(row.row(), 0)))
        delete.triggered.connect(lambda: self.ask_to_delete(self.model().index(row.row(), 0)))
        menu.popup(place)

    def ask_to_delete(self, index: QModelIndex) -> None:
        conversation = self.viewmodel.conversations.at(index.row())
        box = QMessageBox(self.window())
        box.setWindowTitle(_("Delete conversation"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_("Delete “{title}”?").format(title=title_of(conversation)[:80]))
        box.setInformativeText(_("Its messages, ratings and better answers go with it and cannot be brought back."))
        delete = box.addButton(_("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        dress(delete, "danger")
        cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda button: self.viewmodel.delete(conversation.id) if button is delete else None)
        box.open()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.viewmodel.open(index.data(ID_ROLE))

    def _on_retitled(self) -> None:
        self._on_opened(self.viewmodel.shown)

    def _on_opened(self, conversation: str) -> None:
        row = self.viewmodel.conversations.row_of(conversation)
        self.setCurrentIndex(QModelIndex() if row is None else self.viewmodel.conversations.index(row))
        if row is None:
            self.clearSelection()


class _Titles(QStyledItemDelegate):
    """Paints a title and, where the pointer is, the … button; edits titles."""

    def __init__(self, list_: ConversationList) -> None:
        super().__init__(list_)
        self._list = list_

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(100, option.fontMetrics.lineSpacing() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        now = colours()
        rect = option.rect.adjusted(0, 1, 0, -1)
        chosen = self._list.marks_shown and index.data(ID_ROLE) == self._list.viewmodel.shown
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.soft if chosen else now.raised))
            painter.drawRoundedRect(rect, 8, 8)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 7, 7)
        more = chosen or hovered
        room = rect.adjusted(10, 0, -_MORE if more else -8, 0)
        painter.setPen(QColor(now.on_soft if chosen else now.text))
        painter.setFont(option.font)
        title = option.fontMetrics.elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        if more:
            place = QRect(rect.right() - _MORE + 4, rect.center().y() - 8, 18, 18)
            painter.drawPixmap(place, pixmap("more", now.on_soft if chosen else now.muted))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:  # noqa: N802 - Qt's name
        editor = QLineEdit(parent)
        editor.setAccessibleName(_("Title"))
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:  # noqa: N802 - Qt's name
        if isinstance(editor, QLineEdit) and editor.text().strip():
            self._list.viewmodel.rename(index.data(ID_ROLE), editor.text())


class Sidebar(QWidget):
    """New chat, and what there is already."""

    def __init__(self, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)

        self.new_button = TextButton("new-chat", _("New chat"))
        self.new_button.setToolTip(_("New chat (Ctrl+N)"))
        self.conversations = ConversationList(model)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.new_button)
        layout.addWidget(self.conversations, 1)

        self.new_button.clicked.connect(model.new)

    def on_pane_shown(self, name: str) -> None:
        self.conversations.marks_shown = name in ("chat", "voice")  # talking goes on in it, too
        self.conversations.viewport().update()
