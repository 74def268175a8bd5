"""The messages of the conversation that is shown, as a list model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from assistant_gui.core.conversation import Message, Role, State


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is shown."""

    message: Message
    place: int = 1
    """Which of the answers to the same question this is, from 1..."""
    of: int = 1
    """...of how many."""
    reading: float = 0.0
    """How much of the prompt is read while nothing is written yet, 0 to 1."""
    last: bool = False
    """Nothing follows it."""

    @property
    def answer(self) -> bool:
        return self.message.role == Role.ASSISTANT

    @property
    def growing(self) -> bool:
        return self.message.state == State.GROWING


LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class Transcript(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._rows: dict[str, int] = {}
        self._marked = -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and habit
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.message.text
        return line if role == LINE_ROLE else None

    def __len__(self) -> int:
        return len(self._lines)

    def line(self, row: int) -> Line:
        return self._lines[row]

    def row_of(self, message: str) -> int | None:
        return self._rows.get(message)

    def messages(self) -> list[Message]:
        return [line.message for line in self._lines]

    def show(self, messages: Sequence[Message]) -> None:
        """Show *messages*; what is the same from the top stays untouched."""
        same = 0
        for line, message in zip(self._lines, messages, strict=False):
            if line.message.id != message.id:
                break
            same += 1
        self.cut(same)
        for row in range(same):
            self.update(messages[row])
        self._extend([Line(message) for message in messages[same:]])

    def append(self, message: Message) -> None:
        """Put *message* after its parent; what followed it there is of another branch and leaves."""
        known = self._rows.get(message.id)
        if known is not None:
            self.cut(known + 1)
            self.update(message)
            return
        after = self._rows.get(message.parent) if message.parent is not None else -1
        of = 1
        if after is not None:
            if after + 1 < len(self._lines):
                of = self._lines[after + 1].of + 1
            self.cut(after + 1)
        self._extend([Line(message, place=of, of=of)])

    def update(self, message: Message) -> None:
        row = self._rows.get(message.id)
        if row is not None:
            self._set(row, replace(self._lines[row], message=message))

    def extend(self, message: str, text: str) -> None:
        """The growing *message* has become *text*."""
        row = self._rows.get(message)
        if row is not None:
            line = self._lines[row]
            self._set(row, replace(line, message=replace(line.message, text=text)))

    def read(self, message: str, fraction: float) -> None:
        row = self._rows.get(message)
        if row is not None:
            self._set(row, replace(self._lines[row], reading=fraction))

    def place(self, places: Mapping[str, tuple[int, int]]) -> None:
        """Say of messages, by id, which (of how many) answers to the same question they are."""
        for message, (place, of) in places.items():
            row = self._rows.get(message)
            if row is not None and (self._lines[row].place, self._lines[row].of) != (place, of):
                self._set(row, replace(self._lines[row], place=place, of=of))

    def cut(self, row: int) -> None:
        """Take *row* and all below it away."""
        if row >= len(self._lines):
            return
        self.beginRemoveRows(QModelIndex(), row, len(self._lines) - 1)
        for line in self._lines[row:]:
            del self._rows[line.message.id]
        del self._lines[row:]
        self.endRemoveRows()
        self._mark_last()

    def _extend(self, lines: list[Line]) -> None:
        if not lines:
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        for row, line in enumerate(lines, first):
            self._rows[line.message.id] = row
            self._lines.append(line)
        self.endInsertRows()
        self._mark_last()

    def _mark_last(self) -> None:
        """Only the last line is marked as such; the mark moves when lines come or go at the end."""
        end = len(self._lines) - 1
        if self._marked <= end and self._marked >= 0:
            self._set(self._marked, replace(self._lines[self._marked], last=self._marked == end))
        if end >= 0:
            self._set(end, replace(self._lines[end], last=True))
        self._marked = end

    def _set(self, row: int, line: Line) -> None:
        if line != self._lines[row]:
            self._lines[row] = line
            index = self.index(row)
            self.dataChanged.emit(index, index)
