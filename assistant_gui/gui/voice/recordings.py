"""Recordings that are written down: one after the other, each followed while it is listened to."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.ports import Listened, Scribe, Segment
from assistant_gui.core.subtitles import FORMS
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks
from assistant_gui.session.listened import Progress, clock, progress

NOT_BEGUN = Progress()


class Stage(StrEnum):
    WAITING = "waiting"
    GOING = "going"
    DONE = "done"
    STOPPED = "stopped"
    """The person stopped it; what was written down is kept."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Recording:
    number: int
    file: Path
    stage: Stage = Stage.WAITING
    progress: Progress = NOT_BEGUN
    segments: tuple[Segment, ...] = ()
    failure: AssistantError | None = None

    @property
    def over(self) -> bool:
        return self.stage in (Stage.DONE, Stage.STOPPED, Stage.FAILED)


class Recordings(QObject):
    """Lives in the window's thread."""

    added = Signal(object)
    """A :class:`Recording`; what becomes of it is told by :attr:`changed`."""
    changed = Signal(object)
    removed = Signal(int)
    """By its number."""
    asked_about = Signal(str, str)
    """The person wants to talk about what was said: a name, and the text."""
    notice = Signal(str)

    def __init__(
        self,
        scribe: Callable[[], Scribe],
        tasks: Tasks,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._scribe = scribe
        self._tasks = tasks
        self._clock = clock
        self._held: dict[int, Recording] = {}
        self._last = 0
        self._turn = Turn()
        self._going = 0
        """The number of the one that is listened to, or 0."""
        self._told = Inbox(self)
        self._told.arrived.connect(self._on_told)

    def all(self) -> Mapping[int, Recording]:
        """In the order in which they came."""
        return self._held

    def add(self, files: Iterable[Path]) -> None:
        for file in files:
            self._last += 1
            self._held[self._last] = made = Recording(self._last, file)
            self.added.emit(made)
        self._go_on()

    def stop(self, number: int) -> None:
        """Listen no further; what is written down so far is kept."""
        if number == self._going:
            self._turn.cancel()
        elif number in self._held and self._held[number].stage is Stage.WAITING:
            self._put(replace(self._held[number], stage=Stage.STOPPED))

    def again(self, number: int) -> None:
        """Listen to it from the beginning."""
        if number in self._held and self._held[number].over:
            self._put(Recording(number, self._held[number].file))
            self._go_on()

    def remove(self, number: int) -> None:
        if self._held.pop(number, None) is not None:
            self.removed.emit(number)
        if number == self._going:
            self._turn.cancel()

    def end(self) -> None:
        """Nobody wants what is still being listened to."""
        self._held.clear()
        self._turn.cancel()

    # What can be done with the text

    def text(self, number: int) -> str:
        """A line for each stretch of speech, without times."""
        return FORMS["txt"](self._held[number].segments)

    def save(self, number: int, target: Path) -> None:
        """Write the text to *target*, in the form that its name ends in."""
        held = self._held[number]
        form = FORMS.get(target.suffix.lower().removeprefix("."), FORMS["txt"])

        def work() -> None:
            with using(target):
                target.write_text(form(held.segments), encoding="utf-8")

        self._tasks.run(work, None, lambda error: self.notice.emit(str(error)))

    def ask_about(self, number: int) -> None:
        held = self._held[number]
        lines = (f"[{clock(each.start)}] {each.text}\n" for each in held.segments)
        self.asked_about.emit(f"{held.file.stem}.txt", "".join(lines))

    # Listening

    def _go_on(self) -> None:
        """Listen to the next one, unless there is one already."""
        waiting = next((each for each in self._held.values() if each.stage is Stage.WAITING), None)
        if self._going or waiting is None:
            return
        number, file, turn = waiting.number, waiting.file, Turn()
        self._going, self._turn = number, turn
        began = self._clock()
        self._put(replace(waiting, stage=Stage.GOING))

        def work() -> Stage:
            try:
                for told in self._scribe().follow(file, turn):
                    match told:
                        case Segment():
                            self._told.put((number, told))
                        case Listened():
                            self._told.put((number, progress(told, self._clock() - began)))
                        case _:
                            pass
            except TurnCancelled:
                return Stage.STOPPED
            return Stage.DONE

        self._tasks.run(work, lambda stage: self._on_over(number, stage), lambda error: self._on_failed(number, error))

    def _on_told(self, told: Iterable[tuple[int, Segment | Progress]]) -> None:
        touched: dict[int, Recording] = {}
        for number, what in told:
            held = touched.get(number) or self._held.get(number)
            if held is None:
                continue
            if isinstance(what, Segment):
                touched[number] = replace(held, segments=(*held.segments, what))
            else:
                touched[number] = replace(held, progress=what)
        for held in touched.values():
            self._put(held)

    def _on_over(self, number: int, stage: Stage) -> None:
        self._told.deliver()
        self._going = 0
        if number in self._held:
            self._put(replace(self._held[number], stage=stage))
        self._go_on()

    def _on_failed(self, number: int, error: AssistantError) -> None:
        self._told.deliver()
        self._going = 0
        if number in self._held:
            self._put(replace(self._held[number], stage=Stage.FAILED, failure=error))
        self._go_on()

    def _put(self, held: Recording) -> None:
        self._held[held.number] = held
        self.changed.emit(held)
