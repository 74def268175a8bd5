"""A list model whose lines are sorted by keys: where a line stands is found by its key, and only that row is touched."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex

from assistant_gui.gui.chat.lines import Key, Line, Section, head_key

Index = QModelIndex | QPersistentModelIndex


class KeyedLines(QAbstractListModel):
    """Every change of :class:`Conversations` ends in one of these."""

    _lines: list[Line]
    _keys: list[Key]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and habit
        return 0 if parent.isValid() else len(self._lines)

    def line(self, row: int) -> Line:
        return self._lines[row]

    def lines(self) -> Sequence[Line]:
        """From the top."""
        return tuple(self._lines)

    def section(self, row: int) -> Section:
        """To which section the line at *row* belongs."""
        return self._keys[row][:3]

    def _row(self, key: Key) -> int | None:
        row = bisect_left(self._keys, key)
        return row if row < len(self._keys) and self._keys[row] == key else None

    def _reset(self, lines: Mapping[Key, Line]) -> None:
        self.beginResetModel()
        self._keys = sorted(lines)
        self._lines = [lines[key] for key in self._keys]
        self.endResetModel()

    def _insert(self, lines: Mapping[Key, Line]) -> None:
        """*lines* come to stand together."""
        keys = sorted(lines)
        if not keys:
            return
        row = bisect_left(self._keys, keys[0])
        self.beginInsertRows(QModelIndex(), row, row + len(keys) - 1)
        self._keys[row:row] = keys
        self._lines[row:row] = [lines[key] for key in keys]
        self.endInsertRows()

    def _remove(self, key: Key) -> None:
        row = self._row(key)
        if row is not None:
            self._remove_rows(row, row + 1)

    def _remove_below(self, section: Section) -> None:
        """All of *section* but its head."""
        first = bisect_left(self._keys, head_key(section)) + 1
        last = first
        while last < len(self._keys) and self._keys[last][:3] == section:
            last += 1
        self._remove_rows(first, last)

    def _remove_rows(self, first: int, behind: int) -> None:
        if behind > first:
            self.beginRemoveRows(QModelIndex(), first, behind - 1)
            del self._keys[first:behind], self._lines[first:behind]
            self.endRemoveRows()

    def _move(self, old: Key, new: Key, line: Line) -> None:
        """The line at *old* is *line* now, and stands at *new*."""
        row, target = self._row(old), bisect_left(self._keys, new)
        if row is None:
            return
        if target in (row, row + 1):
            self._keys[row], self._lines[row] = new, line
        else:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target)
            del self._keys[row], self._lines[row]
            place = target - 1 if target > row else target
            self._keys.insert(place, new)
            self._lines.insert(place, line)
            self.endMoveRows()
        self._refresh(new)

    def _refresh(self, key: Key) -> None:
        row = self._row(key)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _is_last_of_section(self, key: Key) -> bool:
        """Nothing of its section stands below *key*."""
        row = bisect_left(self._keys, key) + 1
        return row >= len(self._keys) or self._keys[row][:3] != key[:3]
