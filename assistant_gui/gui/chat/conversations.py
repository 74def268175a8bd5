"""The conversations as a list: headings, folders and titles, of which only what changed is touched."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.gui.chat.keyed import Index, KeyedLines
from assistant_gui.gui.chat.lines import (
    Days,
    FolderLine,
    Group,
    Heading,
    Key,
    Line,
    Place,
    days_left,
    head_key,
    key_of,
    place_of,
    section_of,
    section_of_folder,
    spoken_words_of,
    words_of,
)

ID_ROLE = Qt.ItemDataRole.UserRole + 1
"""Of a conversation; None for other lines."""
IDS_FORMAT = "application/x-assistant-conversations"
"""What is dragged: ids, one a line."""
MANY = 100
"""From as many changes at once on, everything is listed again."""

_WITH_THEIR_OWN_HEAD = (Group.FOLDER, Group.ALL)

_FLAG = Qt.ItemFlag
# Made once: Qt asks for them several times for each line it paints, and putting them together takes Python long.
_OF_HEADINGS = _FLAG.NoItemFlags
_OF_FOLDERS = _FLAG.ItemIsEnabled | _FLAG.ItemIsEditable | _FLAG.ItemNeverHasChildren
_OF_TITLES = _OF_FOLDERS | _FLAG.ItemIsSelectable | _FLAG.ItemIsDragEnabled


class Conversations(KeyedLines):
    """Knows all conversations, those in the archive and the trash too, and lists those of one place."""

    counted = Signal()
    """There may be more or fewer in the archive or in the trash now."""

    def __init__(self, parent: QObject | None = None, *, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self.place = Place.LIST
        self._now = now
        self._days = Days(now())
        self._all: dict[str, Conversation] = {}
        self._folders: dict[str, Folder] = {}
        self.closed: set[str] = set()
        """Folders of which only the name is shown."""
        self._in_folder: Counter[str] = Counter()
        self._lines: list[Line] = []
        self._keys: list[Key] = []

    # As Qt asks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(line)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_words_of(line)
        if role == Qt.ItemDataRole.EditRole and not isinstance(line, Heading):
            return line.folder.name if isinstance(line, FolderLine) else line.title
        return line.id if role == ID_ROLE and isinstance(line, Conversation) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self._lines[index.row()] if index.isValid() else None
        if line is None or isinstance(line, Heading):
            return _OF_HEADINGS
        return _OF_FOLDERS if isinstance(line, FolderLine) else _OF_TITLES

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        return [IDS_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        made = QMimeData()
        made.setData(IDS_FORMAT, "\n".join(str(index.data(ID_ROLE)) for index in indexes).encode())
        return made

    def supportedDragActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        return Qt.DropAction.CopyAction  # the rows move because the store says so, not because they were dragged

    # What is where

    def get(self, id: str) -> Conversation | None:
        """The conversation, wherever it lies."""
        return self._all.get(id)

    def of(self, ids: Iterable[str]) -> list[Conversation]:
        """Those of *ids* that are known."""
        return [self._all[each] for each in ids if each in self._all]

    def count(self, place: Place) -> int:
        return sum(place_of(each) is place for each in self._all.values())

    def days_left(self, conversation: Conversation) -> int:
        """Until what is in the trash is deleted for good."""
        return days_left(conversation, self._now())

    @property
    def folders(self) -> list[Folder]:
        """From the top."""
        return sorted(self._folders.values(), key=section_of_folder)

    def folder(self, id: str) -> Folder | None:
        return self._folders.get(id)

    def row_of(self, id: str) -> int | None:
        """Where the title of conversation *id* is shown."""
        conversation = self._all.get(id)
        key = self._key(conversation) if conversation is not None else None
        return self._row(key) if key is not None else None

    def row_of_folder(self, id: str) -> int | None:
        folder = self._folders.get(id)
        return self._row(head_key(section_of_folder(folder))) if folder is not None else None

    # What changes

    def show(self, conversations: Iterable[Conversation], folders: Iterable[Folder] = ()) -> None:
        """These are all there are, wherever they lie."""
        self._all = {each.id: each for each in conversations}
        self._folders = {each.id: each for each in folders}
        self.list_again()

    def show_place(self, place: Place) -> None:
        self.place = place
        self.list_again()

    def show_folders(self, folders: Iterable[Folder]) -> None:
        """These are the folders now; the list moves only when there are others, or in another order."""
        before = {each.id: each.position for each in self._folders.values()}
        self._folders = {each.id: each for each in folders}
        if {each.id: each.position for each in self._folders.values()} != before:
            self.list_again()
            return
        for each in self._folders:
            self._refresh_folder(each)

    def open_folder(self, id: str, *, on: bool) -> None:
        """Show the conversations of folder *id*, or only its name."""
        folder = self._folders.get(id)
        if folder is None or on == (id not in self.closed):
            return
        section = section_of_folder(folder)
        if on:
            self.closed.discard(id)
            members = [each for each in self._all.values() if each.folder == id]
            self._insert({key: each for each in members if (key := self._key(each)) is not None and key[:3] == section})
        else:
            self.closed.add(id)
            self._remove_below(section)
        self._refresh_folder(id)

    def put(self, conversation: Conversation) -> None:
        """Show *conversation* where it belongs by now; it may be new."""
        self.keep_up_with_the_day()
        before = self._all.get(conversation.id)
        old = self._key(before) if before is not None else None
        self._all[conversation.id] = conversation
        new = self._key(conversation)
        if old is not None and new is not None:
            self._insert_heading(new)
            self._move(old, new, conversation)
            self._remove_heading(old)
        elif old is not None:
            self._take_out(old)
        elif new is not None:
            self._insert_heading(new)
            self._insert({new: conversation})
        self._count(before, conversation)

    def put_all(self, conversations: Sequence[Conversation]) -> None:
        if len(conversations) < MANY:
            for each in conversations:
                self.put(each)
            return
        self._all |= {each.id: each for each in conversations}
        self.list_again()

    def remove(self, id: str) -> None:
        self.remove_all([id])

    def remove_all(self, ids: Sequence[str]) -> None:
        known = [(each, self._key(each)) for each in self.of(ids)]
        for each, _key in known:
            del self._all[each.id]
        if len(known) >= MANY:
            self.list_again()
            return
        for each, key in known:
            if key is not None:
                self._take_out(key)
            self._count(each, None)

    def keep_up_with_the_day(self) -> None:
        """What was today is yesterday, once it is past midnight."""
        if self._now() >= self._days.ends:
            self.list_again()

    def list_again(self) -> None:
        """Everything anew: it is another day, or much has changed."""
        self._days = Days(self._now())
        self._in_folder = Counter(filter(None, map(self._counted_in, self._all.values())))
        keyed = ((self._key(each), each) for each in self._all.values())
        lines: dict[Key, Line] = {key: each for key, each in keyed if key is not None}
        for group in {key[0] for key in lines}.difference(_WITH_THEIR_OWN_HEAD):
            lines[head_key((group, 0, ""))] = Heading(Group(group))
        if self.place is Place.LIST:
            lines |= {head_key(section_of_folder(each)): self._folder_line(each) for each in self._folders.values()}
        self._reset(lines)
        self.counted.emit()

    # Lines and their keys

    def _key(self, conversation: Conversation) -> Key | None:
        """Where it is listed; None when it is not shown."""
        if place_of(conversation) is not self.place:
            return None
        section = section_of(conversation, self._folders, self._days, self.place)
        return None if section[2] in self.closed else key_of(conversation, section)

    def _take_out(self, key: Key) -> None:
        self._remove(key)
        self._remove_heading(key)

    def _insert_heading(self, key: Key) -> None:
        """A heading comes with the first line below it; folders have theirs anyway."""
        heading = head_key(key[:3])
        if key[0] not in _WITH_THEIR_OWN_HEAD and self._row(heading) is None:
            self._insert({heading: Heading(Group(key[0]))})

    def _remove_heading(self, key: Key) -> None:
        """A heading goes with the last line below it."""
        heading = head_key(key[:3])
        if key[0] not in _WITH_THEIR_OWN_HEAD and self._is_last_of_section(heading):
            self._remove(heading)

    # Folders

    def _folder_line(self, folder: Folder) -> FolderLine:
        return FolderLine(folder, self._in_folder[folder.id], folder.id not in self.closed)

    def _counted_in(self, conversation: Conversation) -> str | None:
        """The folder in which it is listed, open or not."""
        listed = place_of(conversation) is Place.LIST and conversation.pinned is None
        return conversation.folder if listed else None

    def _count(self, before: Conversation | None, after: Conversation | None) -> None:
        was = self._counted_in(before) if before is not None else None
        now = self._counted_in(after) if after is not None else None
        if was != now:
            for folder, by in ((was, -1), (now, 1)):
                if folder is not None:
                    self._in_folder[folder] += by
                    self._refresh_folder(folder)
        if before is None or after is None or place_of(before) is not place_of(after):
            self.counted.emit()

    def _refresh_folder(self, id: str) -> None:
        row = self.row_of_folder(id)
        if row is not None:
            self._lines[row] = self._folder_line(self._folders[id])
            self._refresh(self._keys[row])
