"""The first two minutes: the starter models arrive, one says hello, hears the answer, and is done."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    Event,
    Failed,
    Floor,
    FloorChanged,
    LevelMeasured,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
)
from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Fetched, Kind, Model
from assistant_gui.core.ports import Shelf
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.talk import Talk
from assistant_gui.gui.tasks import Tasks


class Asking(Protocol):
    """What a typed hello needs of the session."""

    def ask(self, conversation: str, text: str) -> object:
        """Ask what was typed; the empty conversation is a new one. The answer arrives as events."""
        ...


class Step(IntEnum):
    MODELS = 0
    HELLO = 1
    SOUND = 2


@dataclass(frozen=True, slots=True)
class Arrival:
    """One starter model on its way."""

    model: Model
    fetched: Fetched | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The first thing said and the first answer."""

    said: str = ""
    answer: str = ""
    answered: bool = False


class WelcomeModel(QObject):
    step_changed = Signal(object)
    arrivals_changed = Signal()
    """There are other models, or one became ready."""
    arrival_changed = Signal(str)
    floor_changed = Signal(object)
    level_changed = Signal(float, float)
    exchange_changed = Signal(object)
    notice = Signal(str)
    finished = Signal()
    """Show the chat; the welcome does not come again."""

    def __init__(
        self,
        shelf: Shelf,
        fetching: Fetching,
        talk: Talk,
        asking: Asking,
        preferences: Preferences,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.step = Step.MODELS
        self.starters: tuple[Model, ...] = ()
        self.floor = Floor.OFF
        self.exchange = Exchange()
        self._shelf = shelf
        self._fetching = fetching
        self._talk = talk
        self._asking = asking
        self._preferences = preferences
        self._tasks = tasks
        self._troubles: dict[str, str] = {}
        self._answering = ""
        self._conversation = ""
        self._holding = False
        fetching.changed.connect(self.arrival_changed)
        fetching.arrived.connect(self._on_arrived)
        fetching.failed.connect(self._on_fetch_failed)

    def begin(self) -> None:
        """Look what is here already and fetch what is not."""
        self._tasks.run(self._read, self._on_read, self._on_failed)

    @property
    def can_type(self) -> bool:
        """The chat can be used by typing."""
        return self._ready(Kind.CHAT)

    @property
    def can_talk(self) -> bool:
        return self.can_type and self._ready(Kind.HEARING)

    @property
    def can_hear(self) -> bool:
        return self._ready(Kind.VOICE)

    @property
    def all_here(self) -> bool:
        return bool(self.starters) and all(model.installed for model in self.starters)

    def arrival(self, id: str) -> Arrival:
        model = next(model for model in self.starters if model.id == id)
        return Arrival(model, self._fetching.under_way.get(id), self._troubles.get(id, ""))

    def get(self, id: str) -> None:
        """Fetch it after it was cancelled or failed."""
        self._troubles.pop(id, None)
        self._fetching.get(id)

    def cancel(self, id: str) -> None:
        self._fetching.cancel(id)

    def go_to(self, step: Step) -> None:
        if step is not self.step and (step is Step.MODELS or self.can_type):
            self.step = step
            self.notice.emit("")
            self.step_changed.emit(step)

    def finish(self) -> None:
        """Skip what is left, or be done; what is being fetched goes on, what is said or heard ends."""
        self.release()
        self._talk.stop()
        try:
            self._preferences.change("welcomed", True)
        except AssistantError as error:
            self.notice.emit(str(error))
        self.finished.emit()

    def hold(self) -> None:
        if not self._holding:
            self._holding = True
            self.notice.emit("")
            self._talk.start_talking()

    def release(self) -> None:
        if self._holding:
            self._holding = False
            self._talk.finish_talking()

    def toggle(self) -> None:
        """Begin or end talking, for those who cannot hold a button."""
        if self._holding:
            self.release()
        else:
            self.hold()

    def type_hello(self, text: str) -> None:
        if text.strip():
            self.notice.emit("")
            self._asking.ask(self._conversation, text.strip())

    def hear(self) -> None:
        """Let the assistant speak, so that one knows that the speaker works."""
        self.notice.emit("")
        self._talk.say(_("Hello! I am your assistant. I run on your own machine."))

    @Slot(object)
    def on_event(self, event: Event) -> None:
        match event:
            case FloorChanged(floor=floor):
                self.floor = floor
                self.floor_changed.emit(floor)
                self.level_changed.emit(0.0, 0.0)
            case LevelMeasured(microphone=microphone, speaker=speaker):
                self.level_changed.emit(microphone, speaker)
            case Recognised(text=text):
                self._set_exchange(Exchange(said=text.strip()))
            case Asked(message=message):
                self._conversation = message.conversation
                self._set_exchange(Exchange(said=message.text))
            case ReplyBegan(message=message):
                self._answering = message.id
            case ReplyGrew(message=id, piece=piece) if id == self._answering:
                self._set_exchange(Exchange(self.exchange.said, self.exchange.answer + piece))
            case ReplyEnded(message=message) if message.id == self._answering:
                self._set_exchange(Exchange(self.exchange.said, message.text, answered=True))
            case Failed(error=error):
                self.notice.emit(str(error))
            case _:
                pass

    def _ready(self, kind: Kind) -> bool:
        return any(model.kind is kind and model.installed and not model.missing for model in self.starters)

    def _read(self) -> tuple[Model, ...]:
        return tuple(model for model in self._shelf.models() if model.starter)

    def _on_read(self, starters: tuple[Model, ...]) -> None:
        self.starters = starters
        self.arrivals_changed.emit()
        for model in starters:
            if not model.installed:
                self._fetching.get(model.id)

    @Slot(object)
    def _on_arrived(self, arrived: Model) -> None:
        self.starters = tuple(arrived if model.id == arrived.id else model for model in self.starters)
        self.arrivals_changed.emit()

    @Slot(str, str)
    def _on_fetch_failed(self, id: str, sentence: str) -> None:
        self._troubles[id] = sentence
        self.arrival_changed.emit(id)

    def _on_failed(self, error: AssistantError) -> None:
        self.notice.emit(str(error))

    def _set_exchange(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.exchange_changed.emit(exchange)
