"""The examples as a list of any length: only the pages that are looked at are in memory."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.lessons import EVERYTHING, Entry, Listed, Wanted
from assistant_gui.core.teaching import Lessons
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.trainingdata.words import state_of

PAGE = 100
MOST_PAGES = 40
"""What was looked at longest ago is read again when it is wanted."""
MOST_WANTED = 3
"""Pages that are waited for; who scrolls fast has passed the others by."""

_Index = QModelIndex | QPersistentModelIndex


class Examples(QAbstractListModel):
    """Lives in the window's thread; a page is read elsewhere, one at a time, the newest wish first."""

    failed = Signal(object)
    counted = Signal(int)
    """So many there are; told whenever it was read."""

    def __init__(self, lessons: Callable[[], Lessons], tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = EVERYTHING
        self.total: int | None = None
        """None while it is not known."""
        self._lessons = lessons
        self._tasks = tasks
        self._pages: OrderedDict[int, tuple[Entry, ...]] = OrderedDict()
        self._stale: set[int] = set()
        """Pages that are shown as they were until they are read again."""
        self._waiting: list[int] = []
        self._reading = False
        self._round = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        """Not while a view asks for the line: what is read may change how many there are."""
        self._soon.timeout.connect(self._read_next)
        self._broken = -1
        """The round in which the store could not be read: it is not asked again for every line."""

    def show_wanted(self, wanted: Wanted) -> None:
        """List others."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._forget()
            self.read_again()

    def read_again(self) -> None:
        """What is listed may have changed; it is shown as it was until it is read."""
        self._round += 1
        self._stale = set(self._pages)
        self._waiting.clear()
        self._waiting.append(next(reversed(self._pages), 0))
        self._read_next()

    def entry(self, row: int) -> Entry | None:
        """None while its page is being read."""
        page = row // PAGE
        held = self._pages.get(page)
        if held is None or page in self._stale:
            self._want(page)
        if held is None:
            return None
        self._pages.move_to_end(page)
        return held[row % PAGE] if row % PAGE < len(held) else None

    def row_of(self, id: str) -> int | None:
        """Where example *id* is, if its page is in memory."""
        for page, entries in self._pages.items():
            for place, entry in enumerate(entries):
                if entry.id == id:
                    return page * PAGE + place
        return None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        return 0 if parent.isValid() else self.total or 0

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.question
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.question} {entry.answer} {state_of(entry)}"
        return None

    def _forget(self) -> None:
        self._round += 1
        self.beginResetModel()
        self._pages.clear()
        self._stale.clear()
        self._waiting.clear()
        self.total = None
        self.endResetModel()

    def _want(self, page: int) -> None:
        if page in self._waiting:
            self._waiting.remove(page)
        self._waiting.append(page)
        del self._waiting[:-MOST_WANTED]
        if not self._reading and self._broken != self._round:
            self._soon.start()

    def _read_next(self) -> None:
        if self._reading or not self._waiting or self._broken == self._round:
            return
        page, wanted, number = self._waiting.pop(), self.wanted, self._round
        self._reading = True
        self._tasks.run(
            lambda: self._lessons().list(wanted, page * PAGE, PAGE),
            lambda listed: self._on_read(number, page, listed),
            lambda error: self._on_failed(number, error),
        )

    def _on_read(self, number: int, page: int, listed: Listed) -> None:
        if number == self._round:
            self._pages[page] = listed.entries
            self._pages.move_to_end(page)
            self._stale.discard(page)
            self._resize(listed.total)
            while len(self._pages) > MOST_PAGES:
                dropped, _entries = self._pages.popitem(last=False)
                self._stale.discard(dropped)
            first, last = page * PAGE, min(listed.total, (page + 1) * PAGE) - 1
            if last >= first:
                self.dataChanged.emit(self.index(first), self.index(last))
            self.counted.emit(listed.total)
        elif not self._waiting:
            self._waiting.append(page)
        self._reading = False
        self._read_next()

    def _on_failed(self, number: int, error: AssistantError) -> None:
        self._reading = False
        self._waiting.clear()
        self._broken = number
        self.failed.emit(error)

    def _resize(self, total: int) -> None:
        before = self.total or 0
        if total > before:
            self.beginInsertRows(QModelIndex(), before, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < before:
            self.beginRemoveRows(QModelIndex(), total, before - 1)
            self.total = total
            for page in [each for each in self._pages if each * PAGE >= total]:
                del self._pages[page]
            self.endRemoveRows()
        self.total = total
