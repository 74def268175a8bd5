"""How the conversation on screen is to be answered, and the presets to choose from; no widgets."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged, Event, FoldersChanged, ModelChanged
from assistant_gui.core.manner import AS_SET, Manner, Overflow, Preset, over
from assistant_gui.core.ports import Archive, Manners
from assistant_gui.core.settings import Chat
from assistant_gui.gui.tasks import Tasks
from assistant_gui.session.presets import built_in

NAMES = tuple(field.name for field in fields(Manner))
"""Of all that can differ."""


class Desk(Protocol):
    """What the pane needs of the program."""

    drafted: Manner
    """How the conversation that is about to begin is to be answered."""

    def chat_settings(self) -> Chat: ...
    def chat_models(self) -> list[tuple[str, str]]:
        """(name, title) of every model that can answer here. May block."""
        ...


def usual(chat: Chat) -> Manner:
    """How the settings have it."""
    return Manner(
        instructions=chat.system_prompt,
        model=chat.model,
        temperature=chat.temperature,
        top_p=chat.top_p,
        max_tokens=chat.max_tokens,
        overflow=Overflow(chat.overflow),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What is asked of the archive and the shelf."""

    manner: Manner
    folder: str | None
    usual: Manner
    own: Sequence[Preset]
    models: Sequence[tuple[str, str]]


class MannerModel(QObject):
    """Lives in the window's thread; every change is stored at once, or kept for the first question of a new chat."""

    changed = Signal()
    kept = Signal()
    """The next question is answered in the manner that was changed."""
    failed = Signal(object)
    """An AssistantError to show."""

    def __init__(
        self,
        archive: Archive,
        desk: Desk,
        tasks: Tasks,
        parent: QObject | None = None,
        *,
        presets: Manners | None = None,
    ) -> None:
        """*presets* is where the person's own are, if not in *archive*."""
        super().__init__(parent)
        self._kept = presets or archive.manners
        self.conversation = ""
        self.manner = AS_SET
        self.usual = usual(Chat())
        """What holds where :attr:`manner` leaves it open: as in the folder, then as in the settings."""
        self.own: Sequence[Preset] = ()
        self.models: Sequence[tuple[str, str]] = ()
        self._folder: str | None = None
        self._archive = archive
        self._desk = desk
        self._tasks = tasks
        self._saving = False
        self._unsaved: tuple[str, Manner] | None = None

    # What is shown

    @property
    def presets(self) -> list[Preset]:
        return [*built_in(), *self.own]

    @property
    def preset(self) -> Preset | None:
        """The preset that this is, to the letter."""
        return next((each for each in self.presets if each.manner == self.manner), None)

    @property
    def differing(self) -> list[str]:
        """The names of what is not as usual."""
        return [name for name in NAMES if getattr(self.manner, name) is not None]

    @property
    def whole(self) -> Manner:
        """What really holds."""
        return over(self.manner, self.usual)

    # What the person does

    @Slot(str)
    def show(self, conversation: str) -> None:
        """Show the manner of *conversation*; the empty id is a chat that is not stored yet."""
        self.conversation = conversation
        if not conversation:
            self._show(self._desk.drafted)
        self.read()

    @Slot(str)
    def on_stored(self, conversation: str) -> None:
        """The new chat is stored, with the manner that was drafted for it."""
        self.conversation = conversation
        self._desk.drafted = AS_SET
        self.read()

    def change(self, manner: Manner) -> None:
        if manner == self.manner:
            return
        self._show(manner)
        if self.conversation:
            self._unsaved = (self.conversation, manner)
            self._save()
        else:
            self._desk.drafted = manner
            self.kept.emit()

    def reset(self, name: str) -> None:
        """Let *name* be as usual again."""
        self.change(replace(self.manner, **{name: None}))

    def reset_all(self) -> None:
        self.change(AS_SET)

    def use(self, preset: str) -> None:
        """Answer as *preset* says, by its id; the empty id is as usual. The model stays."""
        found = next((each.manner for each in self.presets if each.id == preset), AS_SET)
        self.change(found)

    def keep_as(self, name: str) -> None:
        """Keep the manner as a preset called *name*, in place of an own one of that name."""
        name = " ".join(name.split())
        if name:
            same = (each.id for each in self.own if each.name.casefold() == name.casefold())
            made = Preset(next(same, uuid.uuid4().hex), name, self.manner)
            self._then_read(lambda: self._kept.keep(made))

    def forget(self, preset: str) -> None:
        """Delete an own preset; conversations that were answered so go on in the same manner."""
        self._then_read(lambda: self._kept.forget(preset))

    # What happens

    @Slot(object)
    def on_event(self, event: Event) -> None:
        match event:
            case ModelChanged():
                self.read()
            case FoldersChanged():
                self.read()
            case ConversationChanged(conversation=kept) if kept.id == self.conversation and not self._saving:
                if (kept.manner, kept.folder) != (self.manner, self._folder):
                    self.read()

    @Slot()
    def read(self) -> None:
        """Look again at what is stored and at the settings."""
        self._then_read(lambda: None)

    def _then_read(self, work: Callable[[], None]) -> None:
        conversation = self.conversation

        def read() -> _Read:
            work()
            kept = self._archive.conversation(conversation) if conversation else None
            folder = kept.folder if kept else None
            manners = self._archive.manners
            inherited = Manner(instructions=manners.instructions(folder) or None)
            return _Read(
                manner=kept.manner if kept else self._desk.drafted,
                folder=folder,
                usual=over(inherited, usual(self._desk.chat_settings())),
                own=self._kept.presets(),
                models=self._desk.chat_models(),
            )

        def done(found: _Read) -> None:
            self.own, self.models = found.own, found.models
            if conversation == self.conversation:
                self.usual, self._folder = found.usual, found.folder
                if not self._saving:
                    self.manner = found.manner
            self.changed.emit()

        self._tasks.run(read, done, self.failed.emit)

    def _show(self, manner: Manner) -> None:
        self.manner = manner
        self.changed.emit()

    def _save(self) -> None:
        """One after the other, so that the newest is what stays."""
        if self._saving or self._unsaved is None:
            return
        (conversation, manner), self._unsaved = self._unsaved, None
        self._saving = True

        def done(_kept: object) -> None:
            self._saving = False
            self._save()
            self.kept.emit()

        def failed(error: AssistantError) -> None:
            self._saving = False
            self.failed.emit(error)
            self.read()

        self._tasks.run(lambda: self._archive.manners.change(conversation, manner), done, failed)
