"""Searching all that was said, as one types; what is found is opened in its place."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from assistant_gui.core.conversation import Message, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.core.ports import Archive
from assistant_gui.core.search import Hit
from assistant_gui.gui.chat.lines import title_of
from assistant_gui.gui.chat.viewmodel import ChatViewModel

WAIT_MS = 120
"""How long nothing is typed before it is searched for."""
SHOWN_AT_MOST = 100
_Index = QModelIndex | QPersistentModelIndex


class Hits(QAbstractListModel):
    """What was found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and habit
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(hit.conversation)
        return _spoken(hit) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def hit(self, row: int) -> Hit:
        return self._hits[row]

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()


class SearchViewModel(QObject):
    """Lives in the window's thread; searches elsewhere, one search at a time, and what was typed last wins."""

    changed = Signal()
    """What is looked for, or what was found, is different now."""

    def __init__(
        self, chat: ChatViewModel, archive: Archive, parent: QObject | None = None, *, wait_ms: int = WAIT_MS
    ) -> None:
        super().__init__(parent)
        self.chat = chat
        self.hits = Hits(self)
        self.query = ""
        self.found_for = ""
        """The query that the hits belong to."""
        self._archive = archive
        self._asking = False
        self._opening = 0
        self._marked = False
        """Words are marked among the messages."""
        self._pause = QTimer(self, singleShot=True, interval=wait_ms)
        self._pause.timeout.connect(self._ask)
        chat.conversations.counted.connect(self._on_counted)

    def look_for(self, text: str) -> None:
        """Search for *text* as soon as nothing more is typed; nothing when it is blank."""
        text = text.strip()
        if text == self.query:
            return
        self.query = text
        if text:
            self._pause.start()
        else:
            self._pause.stop()
            self._show([])
            self._unmark()
        self.changed.emit()

    def open(self, row: int) -> None:
        """Show what was found, on the branch it is on, with the words marked."""
        hit = self.hits.hit(row)
        conversation, message = hit.conversation.id, hit.message
        if message is None:
            self.chat.open(conversation)
            return
        self._opening += 1
        number = self._opening

        def done(branched: bool) -> None:
            if number != self._opening:
                return
            if conversation != self.chat.shown:
                self.chat.open(conversation)
            elif branched:
                self.chat.then_show(lambda: None)
            else:
                self.chat.opened.emit(conversation)
            self._marked = True
            self.chat.reveal_wanted.emit(message.id, _first_words(hit))

        self.chat.tasks.run(lambda: self._choose(message), done, self.chat.failed.emit)

    def _choose(self, message: Message) -> bool:
        """Show the branch with *message*, unless it is shown; whether another one was."""
        if any(each.id == message.id for each in self._archive.thread(message.conversation)):
            return False
        self._archive.choose(message.id)
        return True

    def _ask(self) -> None:
        if self._asking or not self.query:
            return
        self._asking = True
        query = self.query
        self.chat.tasks.run(
            lambda: self._archive.find(query, limit=SHOWN_AT_MOST), lambda hits: self._found(query, hits), self._failed
        )

    def _found(self, query: str, hits: list[Hit]) -> None:
        self._asking = False
        if query != self.query:
            self._ask()  # something else was typed meanwhile
            return
        self._show(hits)
        self.changed.emit()

    def _failed(self, error: AssistantError) -> None:
        self._asking = False
        self.chat.failed.emit(error)

    def _show(self, hits: Sequence[Hit]) -> None:
        self.found_for = self.query
        self.hits.show(hits)

    def _unmark(self) -> None:
        if self._marked:
            self._marked = False
            self.chat.reveal_wanted.emit("", "")

    def _on_counted(self) -> None:
        """What was found may be in the trash now, or back."""
        if self.query:
            self._pause.start()


def _first_words(hit: Hit) -> str:
    """The words that were found, as they are written there."""
    return next((hit.snippet[first:last] for first, last in hit.marks), "")


def _spoken(hit: Hit) -> str:
    title = title_of(hit.conversation)
    if hit.message is None:
        return title
    speaker = _("You") if hit.message.role is Role.PERSON else _("Assistant")
    return _("{speaker}, in “{title}”: {words}").format(speaker=speaker, title=title, words=hit.snippet)
