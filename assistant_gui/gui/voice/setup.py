"""The sound check: it records the person, plays that back, listens to itself, and says how good all is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Event, LevelMeasured
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.voice.verdicts import Spoken, Verdict, spoken, verdicts

SPEAKS_S = 3.0

T = TypeVar("T")


class Trial(Protocol):
    """All but the first and the last block, and raise TurnCancelled when *turn* is cut short."""

    def begin(self) -> None:
        """Nobody else listens or speaks from now on."""
        ...

    def end(self) -> None: ...
    def record(self, seconds: float, turn: Turn) -> Sound: ...
    def play(self, sound: Sound, turn: Turn) -> None:
        """Until it was heard."""
        ...

    def check(self, turn: Turn) -> SetupChecked:
        """Play our own sound and find it in the microphone."""
        ...


class Stage(Enum):
    IDLE = "not begun, or given up"
    SPEAK = "the person speaks"
    HEAR = "they hear themselves"
    LISTEN = "it listens to itself"
    DONE = "the verdict is there"
    FAILED = "a device cannot be used"


@dataclass(frozen=True, slots=True)
class Shown:
    stage: Stage
    verdicts: Sequence[Verdict] = ()
    error: str = ""


class SetupModel(QObject):
    changed = Signal(object)
    """What is :class:`Shown` now."""
    level_changed = Signal(float)

    def __init__(self, trial: Trial, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trial = trial
        self._tasks = tasks
        self._turn = Turn()
        self.shown = Shown(Stage.IDLE)

    @property
    def going(self) -> bool:
        return self.shown.stage in (Stage.SPEAK, Stage.HEAR, Stage.LISTEN)

    def start(self) -> None:
        """Begin, or begin again."""
        self.cancel()
        turn = self._turn = Turn()
        self._trial.begin()
        self._show(Shown(Stage.SPEAK))
        self._do(turn, lambda: _with_figures(self._trial.record(SPEAKS_S, turn)), self._on_recorded)

    def cancel(self) -> None:
        self._turn.cancel()
        if self.going:
            self._end(Shown(Stage.IDLE))

    @Slot(object)
    def on_event(self, event: Event) -> None:
        if isinstance(event, LevelMeasured) and self.going:
            self.level_changed.emit(event.microphone)

    def _on_recorded(self, recorded: tuple[Sound, Spoken]) -> None:
        (sound, said), turn = recorded, self._turn
        self._show(Shown(Stage.HEAR))
        self._do(turn, lambda: self._trial.play(sound, turn), lambda _: self._listen(said))

    def _listen(self, said: Spoken) -> None:
        turn = self._turn
        self._show(Shown(Stage.LISTEN))
        self._do(turn, lambda: self._trial.check(turn), lambda checked: self._judge(said, checked))

    def _judge(self, said: Spoken, checked: SetupChecked) -> None:
        self._end(Shown(Stage.DONE, verdicts(said, checked)))

    def _do(self, turn: Turn, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """*work* elsewhere; what comes of it is for nobody when *turn* was cut short."""

        def unless_cut_short() -> tuple[T] | None:
            try:
                return (work(),)
            except TurnCancelled:
                return None

        def on_done(result: tuple[T] | None) -> None:
            if result is not None and not turn.cancelled:
                done(result[0])

        def on_failed(error: AssistantError) -> None:
            if not turn.cancelled:
                self._end(Shown(Stage.FAILED, error=str(error)))

        self._tasks.run(unless_cut_short, on_done, on_failed)

    def _end(self, shown: Shown) -> None:
        self._trial.end()
        self._show(shown)

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.level_changed.emit(0.0)
        self.changed.emit(shown)


def _with_figures(sound: Sound) -> tuple[Sound, Spoken]:
    return sound, spoken(sound)
