"""The command palette: everything the person can do, found by a few letters, done with Enter."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Act, Actions
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.fuzzy import likeness
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, colours, dress

WIDTH = 560
MOST_LINES = 10
_KEYS_ROLE = int(Qt.ItemDataRole.UserRole)
_ID_ROLE = _KEYS_ROLE + 1
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QFrame):
    """Lies over *window*; Esc, or a click elsewhere, puts it away."""

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._actions = actions
        self._came_from: QWidget | None = None
        self.setAccessibleName(_("Command palette"))
        dress(self, "palette")

        self.entry = QLineEdit()
        self.entry.setPlaceholderText(_("What do you want to do?"))
        self.entry.setAccessibleName(_("What do you want to do?"))
        self.lines = QListWidget()
        self.lines.setAccessibleName(_("Actions"))
        self.lines.setItemDelegate(_Lines(self.lines))
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        dress(self.lines, "bare")
        self.nothing = label(_("Nothing is called that."), "muted")

        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self.entry)
        layout.addWidget(self.lines)
        layout.addWidget(self.nothing)
        self.hide()

        self.entry.installEventFilter(self)
        Composing(self.entry)  # after ours: filters are asked in the reverse order
        window.installEventFilter(self)
        self.entry.textChanged.connect(self._show_lines)
        self.lines.itemClicked.connect(self._do)

    def open(self) -> None:
        """Show everything, with the keyboard on it."""
        self._came_from = self.window().focusWidget()
        self.entry.clear()
        self._show_lines()
        self.show()
        self.raise_()
        self.entry.setFocus(Qt.FocusReason.PopupFocusReason)

    def put_away(self) -> None:
        if self.isHidden():
            return
        had_focus = self.entry.hasFocus()
        self.hide()
        if had_focus and self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if watched is not self.entry:
            if kind == QEvent.Type.Resize and self.isVisible():
                self._fit()
        elif kind == QEvent.Type.FocusOut:
            self.put_away()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # no shortcut of the window gets it
            if kind == QEvent.Type.KeyPress:
                self.put_away()
            return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (item := self.lines.currentItem()) is not None:
                self._do(item)
            return True
        if event.key() in _MOVES:
            self._move(event.key())
            return True
        return False

    def _move(self, key: int) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -MOST_LINES}.get(Qt.Key(key), MOST_LINES)
        count = self.lines.count()
        if count and abs(by) == 1:
            self.lines.setCurrentRow((self.lines.currentRow() + by) % count)
        elif count:
            self.lines.setCurrentRow(min(max(self.lines.currentRow() + by, 0), count - 1))

    def _do(self, item: QListWidgetItem) -> None:
        action = self._actions[str(item.data(_ID_ROLE))]
        if action.isEnabled():
            self.put_away()
            action.trigger()

    def _show_lines(self) -> None:
        self.lines.clear()
        for act in self._found(self.entry.text()):
            self.lines.addItem(_line(self._actions[act.id], act.id, self._actions.shortcut(act.id)))
        self.lines.setCurrentRow(0)
        self.lines.setVisible(self.lines.count() > 0)
        self.nothing.setVisible(self.lines.count() == 0)
        self._fit()

    def _found(self, typed: str) -> list[Act]:
        """What *typed* describes, the likeliest first, in English as well; what cannot be done now comes last."""
        worth = {act: max(likeness(typed, _(act.title)), likeness(typed, act.title)) for act in self._actions}
        found = [act for act in worth if worth[act]]
        return sorted(found, key=lambda act: (not self._actions[act.id].isEnabled(), -worth[act]))

    def _fit(self) -> None:
        window = self.window()
        above = min(72, window.height() // 12)
        width = min(WIDTH + self.fontMetrics().height() * 4, window.width() - 2 * Space.M)
        if self.lines.count():
            around = self.entry.sizeHint().height() + 3 * Space.S
            room = (window.height() - above - Space.M - around) // self.lines.sizeHintForRow(0)
            lines = max(1, min(self.lines.count(), MOST_LINES, room))
            self.lines.setFixedHeight(lines * self.lines.sizeHintForRow(0) + 2)
        self.setGeometry(QRect((window.width() - width) // 2, above, width, self.sizeHint().height()))


def _line(action: QAction, id: str, keys: str) -> QListWidgetItem:
    item = QListWidgetItem(action.text())
    item.setData(_KEYS_ROLE, keys)
    item.setData(_ID_ROLE, id)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{action.text()}, {keys}" if keys else action.text())
    if not action.isEnabled():
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
    return item


class _Lines(QStyledItemDelegate):
    """Paints a title and, at the other end, its keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        return QSize(100, option.fontMetrics.lineSpacing() + 2 * Space.S)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now = colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        can = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.soft))
            painter.drawRoundedRect(option.rect, Space.RADIUS, Space.RADIUS)
        room = option.rect.adjusted(Space.M, 0, -Space.M, 0)
        keys = str(index.data(_KEYS_ROLE))
        painter.setFont(option.font)
        painter.setPen(QColor(now.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        painter.setPen(QColor(now.edge if not can else now.on_soft if chosen else now.text))
        room.setRight(room.right() - option.fontMetrics.horizontalAdvance(keys) - Space.M)
        title = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
