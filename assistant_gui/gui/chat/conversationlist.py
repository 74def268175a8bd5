"""The list of conversations as a widget: opened, chosen, renamed, dragged, by mouse and by keyboard."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.conversations import ID_ROLE, IDS_FORMAT
from assistant_gui.gui.chat.filing import Act, FilingViewModel
from assistant_gui.gui.chat.filingmenus import ask_for_good, conversation_menu, folder_menu
from assistant_gui.gui.chat.lines import FolderLine, Group, Place, place_of, title_of
from assistant_gui.gui.chat.titles import MORE, Titles, dragged
from assistant_gui.gui.theme import Space, colours, dress

_NOTHING = {
    Place.LIST: N_("What you ask is kept here."),
    Place.ARCHIVE: N_("Nothing is archived."),
    Place.TRASH: N_("The trash is empty."),
}


class ConversationList(QTableView):
    """A click or Enter opens, F2 renames, Delete puts into the trash, Ctrl and Shift choose many, or :meth:`choose_many`.

    The … at the end of a line, the right button and the Menu key show what else can be done.
    It is a table of one column: a list view lays all its lines out again when one changes.
    """

    chosen_changed = Signal()
    choosing_changed = Signal(bool)
    """Whether a click chooses, instead of opening."""

    def __init__(self, filing: FilingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filing = filing
        self.titles = Titles(filing, self)
        self._editing: QPersistentModelIndex | None = None
        dress(self, "bare")
        self.setAccessibleName(_("Conversations"))
        self.setModel(filing.conversations)
        self.setItemDelegate(self.titles)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(0)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

        self.clicked.connect(self._on_clicked)
        chat = filing.chat
        chat.opened.connect(self.show_current)
        chat.stored.connect(self.show_current)
        chat.retitled.connect(self._on_retitled)
        filing.conversations.modelReset.connect(self._on_listed_again)
        filing.begun_in_changed.connect(self.viewport().update)
        self._fit_lines()
        self.show_current(chat.shown)

    def chosen(self) -> list[str]:
        """The ids of the conversations that are chosen, from the top."""
        rows = sorted(self.selectedIndexes(), key=QModelIndex.row)
        return [str(index.data(ID_ROLE)) for index in rows]

    @property
    def choosing(self) -> bool:
        return self.titles.choosing

    def choose_many(self, *, on: bool) -> None:
        """From now on a click or Enter chooses and opens nothing, for who has no Ctrl and Shift; or no longer."""
        if on == self.choosing:
            return
        modes = QAbstractItemView.SelectionMode
        self.titles.choosing = on
        self.setSelectionMode(modes.MultiSelection if on else modes.ExtendedSelection)
        self.clearSelection()
        self.titles.many = on
        self.viewport().update()
        self.choosing_changed.emit(on)

    def show_current(self, conversation: str) -> None:
        """Put the keyboard's place on the line of *conversation*, if it is shown."""
        if self.choosing:  # it would be chosen
            return
        row = self.filing.conversations.row_of(conversation)
        if row is None:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        elif self.currentIndex().row() != row:
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect  # else Ctrl, held for a shortcut, would add it
            self.selectionModel().setCurrentIndex(self.model().index(row, 0), alone)
        self.viewport().update()

    def show_line(self, conversation: str) -> bool:
        """Bring the line of *conversation* into sight, with the keyboard on it, wherever it lies; whether it can be."""
        known = self.filing.conversations.get(conversation)
        if known is None:
            return False
        if place_of(known) is not self.filing.place:
            self.filing.show_place(place_of(known))
        if known.folder is not None:
            self.filing.conversations.open_folder(known.folder, on=True)
        self.show_current(conversation)
        self.scrollTo(self.currentIndex())
        return self.currentIndex().isValid()

    def show_marks(self, on: bool) -> None:
        self.titles.marks_shown = on
        self.viewport().update()

    def rename(self) -> None:
        """Edit the title of the line that has the keyboard."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "titles"):
            self._fit_lines()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.filing.conversations.keep_up_with_the_day()

    def _fit_lines(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.titles.height(self.fontMetrics()))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        place = event.position().toPoint()
        index = self.indexAt(place)
        left = event.button() == Qt.MouseButton.LeftButton
        at_its_end = place.x() > self.viewport().width() - MORE and not self.choosing
        if left and index.isValid() and at_its_end and not event.modifiers():
            self.show_menu(index, self.viewport().mapToGlobal(place))
        elif left:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            place = event.pos() if by_mouse else self.visualRect(index).bottomLeft()
            self.show_menu(index, self.viewport().mapToGlobal(place))

    def _on_clicked(self, index: QModelIndex) -> None:
        plain = not QApplication.keyboardModifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        opens = not self.choosing or isinstance(self.filing.conversations.line(index.row()), FolderLine)
        if plain and opens:
            self.go(index)

    def go(self, index: QModelIndex) -> None:
        """Open the conversation, or open or close the folder, at *index*."""
        line = self.filing.conversations.line(index.row())
        if isinstance(line, FolderLine):
            self.filing.conversations.open_folder(line.folder.id, on=not line.is_open)
        elif isinstance(line, Conversation):
            self.filing.chat.open(line.id)

    def show_menu(self, index: QModelIndex, place: QPoint) -> None:
        """For all that are chosen, when *index* is among them; else for *index* alone."""
        line = self.filing.conversations.line(index.row())
        if isinstance(line, FolderLine):
            self.setCurrentIndex(index)
            menu = folder_menu(self.filing, line.folder, self)
        elif isinstance(line, Conversation):
            ids = self.chosen()
            if line.id not in ids:
                ids = [line.id]
                self.setCurrentIndex(index)
            menu = conversation_menu(self.filing, ids, self)
        else:
            return
        menu.popup(place)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        index = self.currentIndex()
        line = self.filing.conversations.line(index.row()) if index.isValid() else None
        key, many = event.key(), self.titles.many
        match Qt.Key(key), line:
            case (Qt.Key.Key_Return | Qt.Key.Key_Enter, Conversation()) if self.choosing:
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Toggle)
            case (Qt.Key.Key_Return | Qt.Key.Key_Enter, FolderLine() | Conversation()):
                self.go(index)
            case (Qt.Key.Key_Escape, _) if self.choosing:
                self.choose_many(on=False)
            case (Qt.Key.Key_F2, FolderLine() | Conversation()):
                self.edit(index)
            case (Qt.Key.Key_Right | Qt.Key.Key_Left, FolderLine()):
                self.filing.conversations.open_folder(line.folder.id, on=key == Qt.Key.Key_Right)
            case (Qt.Key.Key_Delete, FolderLine()):
                self.filing.delete_folder(line.folder.id)
            case (Qt.Key.Key_Delete, Conversation()):
                self.discard(self.chosen() or [line.id])
            case (Qt.Key.Key_Escape, _) if many:
                self.clearSelection()
            case _ if event.matches(QKeySequence.StandardKey.Undo):
                self.filing.undo()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def discard(self, ids: list[str]) -> None:
        """Into the trash; from there for good, after asking."""
        if self.filing.place is Place.TRASH:
            ask_for_good(self.filing, ids, self)
        else:
            self.filing.do(Act.TRASH, ids)

    # Dragging

    def startDrag(self, supported: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        """Beside the pointer, so that what is below it can be read."""
        chosen = self.filing.conversations.of(self.chosen())
        if not chosen:
            return
        words = title_of(chosen[0]) if len(chosen) == 1 else _("{count} conversations").format(count=len(chosen))
        drag = QDrag(self)
        drag.setMimeData(self.filing.conversations.mimeData(self.selectedIndexes()))
        drag.setPixmap(dragged(words, self.font(), self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(-Space.M, -Space.S))
        drag.exec(supported)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        event.setAccepted(event.mimeData().hasFormat(IDS_FORMAT))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        super().dragMoveEvent(event)  # it scrolls near the edges
        row = self._target(event)
        self._mark_target(row)
        event.setAccepted(row is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        super().dragLeaveEvent(event)
        self._mark_target(None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        row = self._target(event)
        self._mark_target(None)
        if row is None:
            event.ignore()
            return
        ids = bytes(event.mimeData().data(IDS_FORMAT).data()).decode().split()
        group, _position, folder = self.filing.conversations.section(row)
        if group == Group.PINNED:
            self.filing.do(Act.PIN, ids)
        else:
            self.filing.move(ids, folder or None)
        event.acceptProposedAction()

    def _target(self, event: QDropEvent) -> int | None:
        """The row of the section into which it would be dropped."""
        index = self.indexAt(event.position().toPoint())
        if not event.mimeData().hasFormat(IDS_FORMAT) or not index.isValid() or self.filing.place is not Place.LIST:
            return None
        return index.row()

    def _mark_target(self, row: int | None) -> None:
        self.titles.target = -1 if row is None else row
        self.viewport().update()

    # What happened

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is for the list while the keyboard is in it."""
        key = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride else None
        if key is not None and key.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802 - Qt's name
        super().selectionChanged(selected, deselected)
        ranges = cast(Iterable[QItemSelectionRange], self.selectionModel().selection())  # its stub cannot be iterated
        self.titles.many = self.choosing or sum(each.height() for each in ranges) > 1
        self.viewport().update()
        self.chosen_changed.emit()

    def _on_retitled(self) -> None:
        if not self.currentIndex().isValid():  # it is in the list only now
            self.show_current(self.filing.chat.shown)
        self.viewport().update()

    def _on_listed_again(self) -> None:
        self.show_current(self.filing.chat.shown)
        self.chosen_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.filing.conversations.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(colours().muted)
            room = self.viewport().rect().adjusted(Space.M, Space.L, -Space.M, 0)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, _(_NOTHING[self.filing.place])
            )
