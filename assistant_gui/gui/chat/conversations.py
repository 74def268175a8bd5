"""The conversations, newest change first, as a list model."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.language import translated as _

ID_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


def title_of(conversation: Conversation) -> str:
    """Its title on one line, or what stands for none."""
    return " ".join(conversation.title.split()) or _("New chat")


class Conversations(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Conversation] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and habit
        return 0 if parent.isValid() else len(self._all)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._all):
            return None
        conversation = self._all[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return title_of(conversation)
        if role == Qt.ItemDataRole.EditRole:
            return conversation.title
        return conversation.id if role == ID_ROLE else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags)

    def __len__(self) -> int:
        return len(self._all)

    def at(self, row: int) -> Conversation:
        return self._all[row]

    def row_of(self, id: str) -> int | None:
        return next((row for row, one in enumerate(self._all) if one.id == id), None)

    def show(self, conversations: Sequence[Conversation]) -> None:
        self.beginResetModel()
        self._all = sorted(conversations, key=lambda one: -one.changed)
        self.endResetModel()

    def put(self, conversation: Conversation) -> None:
        """Show *conversation* where it belongs by now; it may be new."""
        row = self.row_of(conversation.id)
        others = [one for one in self._all if one.id != conversation.id]
        target = sum(one.changed > conversation.changed for one in others)
        if row is None:
            self.beginInsertRows(QModelIndex(), target, target)
            self._all.insert(target, conversation)
            self.endInsertRows()
            return
        if target != row:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + 1 if target > row else target)
            self._all.insert(target, self._all.pop(row))
            self.endMoveRows()
        self._all[target] = conversation
        self.dataChanged.emit(self.index(target), self.index(target))

    def remove(self, id: str) -> None:
        row = self.row_of(id)
        if row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._all[row]
            self.endRemoveRows()
