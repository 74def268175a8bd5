"""What the person does with whole conversations and folders; every change can be undone from its notice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.aftermath import Remembering
from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.core.events import ConversationChanged, FoldersChanged
from assistant_gui.core.filing import Filing
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.core.tracewords import learned_in_words
from assistant_gui.gui.chat.lines import Place, place_of, title_of
from assistant_gui.gui.chat.traces import Traces
from assistant_gui.gui.chat.viewmodel import ChatViewModel

T = TypeVar("T")

TITLE_IN_NOTICE = 60
"""Characters of a title that a notice shows."""


class Act(Enum):
    """What is done to one or many conversations, and how it is told."""

    PIN = auto()
    UNPIN = auto()
    ARCHIVE = auto()
    UNARCHIVE = auto()
    TRASH = auto()
    RESTORE = auto()


_TOLD = {
    Act.PIN: (N_("“{title}” is pinned."), N_("{count} conversations are pinned.")),
    Act.UNPIN: (N_("“{title}” is no longer pinned."), N_("{count} conversations are no longer pinned.")),
    Act.ARCHIVE: (N_("“{title}” is in the archive."), N_("{count} conversations are in the archive.")),
    Act.UNARCHIVE: (N_("“{title}” is back in the list."), N_("{count} conversations are back in the list.")),
    Act.TRASH: (
        N_("“{title}” is in the trash for 30 days."),
        N_("{count} conversations are in the trash for 30 days."),
    ),
    Act.RESTORE: (N_("“{title}” is back."), N_("{count} conversations are back.")),
}
_IN_FOLDER = (N_("“{title}” is in the folder “{folder}”."), N_("{count} conversations are in the folder “{folder}”."))
_IN_NONE = (N_("“{title}” is in no folder now."), N_("{count} conversations are in no folder now."))


class Desk(Protocol):
    """What the list needs of the program."""

    begun_in: str | None
    """The folder in which the conversation that is about to begin will lie."""


class FilingViewModel(QObject):
    """Lives in the window's thread. The list itself is ``chat.conversations``."""

    told = Signal(str, object)
    """What was done, and a function that undoes it."""
    happened = Signal(object)
    """An event: the conversation on screen lies elsewhere, or a folder says something else, for who shows what holds."""
    place_changed = Signal()
    import_wanted = Signal()
    import_folder_wanted = Signal()
    export_wanted = Signal(object)
    """The ids of the conversations that the person wants to export; none stand for all."""
    begun_in_changed = Signal()
    folder_made = Signal(str)
    """A new folder is in the list, under this id."""

    def __init__(
        self,
        chat: ChatViewModel,
        filing: Filing,
        rename: Callable[[str, str], Conversation],
        desk: Desk,
        parent: QObject | None = None,
        *,
        remembering: Remembering | None = None,
    ) -> None:
        """*remembering* knows what adapters learned from; without it none is told of."""
        super().__init__(parent)
        self.chat = chat
        self.traces = Traces(remembering, chat.tasks, self)
        self.traces.failed.connect(chat.failed)
        self.conversations = chat.conversations
        self._filing = filing
        self._rename = rename
        self._desk = desk
        self._undo: Callable[[], None] | None = None
        self._works: dict[Act, Callable[[Sequence[str]], list[Conversation]]] = {
            Act.PIN: filing.pin,
            Act.UNPIN: lambda ids: filing.pin(ids, on=False),
            Act.ARCHIVE: filing.archive,
            Act.UNARCHIVE: lambda ids: filing.archive(ids, on=False),
            Act.TRASH: filing.trash,
            Act.RESTORE: filing.restore,
        }
        chat.opened.connect(self._on_opened)
        chat.stored.connect(self._on_opened)

    @property
    def place(self) -> Place:
        """Which conversations are listed."""
        return self.conversations.place

    def show_place(self, place: Place) -> None:
        self.conversations.show_place(place)
        self.place_changed.emit()

    # Conversations

    @property
    def begun_in(self) -> str | None:
        """The folder in which the new chat on screen will lie."""
        return None if self.chat.shown else self._desk.begun_in

    def begin_in(self, folder: str) -> None:
        """Show an empty chat that is stored in *folder*."""
        self.chat.new()
        self._desk.begun_in = folder
        self.begun_in_changed.emit()

    def step(self, by: int) -> None:
        """Open the conversation that is listed *by* places below the one on screen, or the first."""
        ids = [line.id for line in self.conversations.lines() if isinstance(line, Conversation)]
        at = ids.index(self.chat.shown) + by if self.chat.shown in ids else 0
        if 0 <= at < len(ids):
            self.chat.open(ids[at])

    def rename(self, id: str, title: str) -> None:
        title = " ".join(title.split())
        if title:
            self._run(lambda: self._rename(id, title), lambda renamed: self.chat.put([renamed]))

    def do(self, act: Act, ids: Sequence[str]) -> None:
        """Do *act* to conversations *ids*, all or none, and tell it."""
        before = self.conversations.of(ids)
        if not before:
            return
        open_before = self.chat.shown
        if act is Act.TRASH and self.chat.busy and self.chat.shown in ids:
            self.chat.stop()

        def done(changed: list[Conversation]) -> None:
            self._show(changed)
            closed = open_before if self.chat.shown != open_before else ""

            def tell(learned: tuple[Adapter, ...]) -> None:
                words = learned_in_words(learned, len(before))
                self._tell(_TOLD[act], before, lambda: self._put_back(before, then_open=closed), beside=words)

            if act is Act.TRASH:
                self.traces.find(lambda: [each.id for each in before], tell)
            else:
                tell(())

        self._run(lambda: self._works[act]([each.id for each in before]), done)

    def move(self, ids: Sequence[str], folder: str | None) -> None:
        """Into *folder*, or out of any; what is moved is not pinned any more, so that it is seen where it went."""
        before = self.conversations.of(ids)
        moved = [replace(each, folder=folder, pinned=None) for each in before]
        if moved == before or not before:
            return

        def done(changed: list[Conversation]) -> None:
            self._show(changed)
            known = self.conversations.folder(folder) if folder is not None else None
            told = _IN_NONE if known is None else _IN_FOLDER
            self._tell(told, before, lambda: self._put_back(before), folder=known.name if known is not None else "")

        self._run(lambda: self._filing.refile(moved), done)

    def delete_for_good(self, ids: Sequence[str], rebuild: str = "") -> None:
        """There is no way back: ask first. Adapter *rebuild* is then learned again without them."""
        self._forget(lambda: self._filing.delete_for_good(ids), rebuild)

    def empty_trash(self, rebuild: str = "") -> None:
        """There is no way back: ask first. Adapter *rebuild* is then learned again without what was there."""
        self._forget(self._filing.empty_trash, rebuild)

    def trashed(self) -> list[str]:
        """Which conversations are in the trash; not for the window's thread."""
        return [each.id for each in self._filing.trashed()]

    def _forget(self, work: Callable[[], list[str]], rebuild: str) -> None:
        def done(deleted: list[str]) -> None:
            self.chat.forget(deleted)
            if rebuild:
                self.traces.rebuild(rebuild)

        self._run(work, done)

    # Folders

    def new_folder(self, name: str, instructions: str = "", ids: Sequence[str] = ()) -> None:
        """A new folder, with conversations *ids* in it."""

        def done(made: Folder) -> None:
            self.conversations.show_folders([*self.conversations.folders, made])
            self.folder_made.emit(made.id)
            self.move(ids, made.id)

        self._run(lambda: self._filing.create_folder(name, instructions), done)

    def change_folder(self, id: str, name: str, instructions: str) -> None:
        before = self.conversations.folder(id)
        if before is None or (before.name, before.instructions) == (name, instructions):
            return

        def work() -> list[Folder]:
            self._filing.rename_folder(id, name)
            self._filing.instruct(id, instructions)
            return self._filing.folders()

        def done(folders: list[Folder]) -> None:
            self.conversations.show_folders(folders)
            self.happened.emit(FoldersChanged())

        self._run(work, done)

    def rename_folder(self, id: str, name: str) -> None:
        folder = self.conversations.folder(id)
        if folder is not None and name.strip():
            self.change_folder(id, name, folder.instructions)

    def shift_folder(self, id: str, by: int) -> None:
        """Up (-1) or down (1) among the folders."""
        ids = [each.id for each in self.conversations.folders]
        if id not in ids or not 0 <= ids.index(id) + by < len(ids):
            return
        at = ids.index(id)
        ids.insert(at + by, ids.pop(at))
        self._run(lambda: self._filing.arrange(ids), self.conversations.show_folders)

    def delete_folder(self, id: str) -> None:
        """Its conversations stay."""
        folder = self.conversations.folder(id)
        if folder is None:
            return

        def undo(freed: list[Conversation]) -> None:
            inside = [replace(each, folder=id) for each in freed]
            self._run(lambda: (self._filing.refile(inside, folder), self._filing.folders()), back)

        def back(work: tuple[list[Conversation], list[Folder]]) -> None:
            self.conversations.show_folders(work[1])
            self._show(work[0])

        def done(freed: list[Conversation]) -> None:
            self._show(freed)
            self.conversations.show_folders([each for each in self.conversations.folders if each.id != id])
            told = _("The folder “{folder}” was deleted; its conversations are in the list.")
            self._offer(told.format(folder=_shortened(folder.name)), lambda: undo(freed))

        self._run(lambda: self._filing.delete_folder(id), done)

    def _on_opened(self) -> None:
        if self._desk.begun_in is not None:
            self._desk.begun_in = None
            self.begun_in_changed.emit()

    # Doing and undoing

    def undo(self) -> None:
        """Undo what was done last, once."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def _offer(self, done: str, undo: Callable[[], None]) -> None:
        self._undo = undo
        self.told.emit(done, self.undo)

    def _put_back(self, before: Sequence[Conversation], then_open: str = "") -> None:
        def done(changed: list[Conversation]) -> None:
            self._show(changed)
            if then_open:
                self.chat.open(then_open)

        self._run(lambda: self._filing.refile(before), done)

    def _show(self, changed: Sequence[Conversation]) -> None:
        self.chat.put(changed)
        for each in changed:
            if each.id == self.chat.shown:
                self.happened.emit(ConversationChanged(each))

    def _tell(
        self,
        words: tuple[str, str],
        changed: Sequence[Conversation],
        undo: Callable[[], None],
        *,
        beside: str = "",
        **facts: str,
    ) -> None:
        one, many = words
        said = _(one if len(changed) == 1 else many)
        title = _shortened(title_of(changed[0]))
        facts = {name: _shortened(fact) for name, fact in facts.items()}
        told = said.format(title=title, count=len(changed), **facts)
        self._offer(f"{told} {beside}".rstrip(), undo)

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.chat.tasks.run(work, done, self.chat.failed.emit)


def acts_for(conversations: Sequence[Conversation]) -> list[Act]:
    """What makes sense for all of *conversations*, which are in one place."""
    place = place_of(conversations[0])
    if place is Place.TRASH:
        return [Act.RESTORE]
    if place is Place.ARCHIVE:
        return [Act.UNARCHIVE, Act.TRASH]
    pinned = all(each.pinned is not None for each in conversations)
    return [Act.UNPIN if pinned else Act.PIN, Act.ARCHIVE, Act.TRASH]


def _shortened(text: str) -> str:
    return text if len(text) <= TITLE_IN_NOTICE else text[: TITLE_IN_NOTICE - 1].rstrip() + "…"
