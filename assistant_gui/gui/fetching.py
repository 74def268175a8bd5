"""The downloads that are under way: one place, so that every pane shows the same ones."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Fetched, Model
from assistant_gui.core.ports import Shelf
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks

TOLD_EVERY = 0.1
"""Seconds between two reports of one download, however small its pieces are."""


@dataclass(frozen=True, slots=True)
class _Report:
    id: str
    fetched: Fetched


class Fetching(QObject):
    """Fetches models with *tasks*, which should be a pool of its own: a download takes minutes."""

    changed = Signal(str)
    """The download of this model began, went on, or ended."""
    arrived = Signal(object)
    """The :class:`Model` that is now installed."""
    failed = Signal(str, str)
    """A model's id, and one or two sentences."""

    def __init__(
        self, shelf: Shelf, tasks: Tasks, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._tasks = tasks
        self._clock = clock
        self._turns: dict[str, Turn] = {}
        self._progress: dict[str, Fetched] = {}
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_reports)

    @property
    def under_way(self) -> Mapping[str, Fetched]:
        return self._progress

    def get(self, id: str) -> None:
        """Begin to fetch *id*, or go on where it was cancelled; nothing if it is being fetched."""
        if id in self._turns:
            return
        turn = self._turns[id] = Turn()
        self._progress[id] = Fetched(0, 0)
        self.changed.emit(id)
        self._tasks.run(
            lambda: self._fetch(id, turn),
            lambda model: self._on_over(id, turn, model),
            lambda error: self._on_failed(id, turn, error),
        )

    def cancel(self, id: str) -> None:
        """What was fetched is kept, so that :meth:`get` goes on from there."""
        turn = self._turns.get(id)
        if turn is not None:
            self._forget(id)
            turn.cancel()

    def end(self) -> None:
        """Cancel everything; called when the window closes, before *tasks* is closed."""
        for model in list(self._turns):
            self.cancel(model)

    def _fetch(self, id: str, turn: Turn) -> Model | None:
        told = -TOLD_EVERY
        stage = ""

        def tell(fetched: Fetched) -> None:
            nonlocal told, stage
            now = self._clock()
            if fetched.stage != stage or now - told >= TOLD_EVERY:
                told, stage = now, fetched.stage
                self._inbox.put(_Report(id, fetched))

        try:
            return self._shelf.get(id, tell, turn)
        except TurnCancelled:
            return None

    @Slot(object)
    def _on_reports(self, reports: tuple[_Report, ...]) -> None:
        newest = {report.id: report.fetched for report in reports if report.id in self._turns}
        for model, fetched in newest.items():
            self._progress[model] = fetched
            self.changed.emit(model)

    def _on_over(self, id: str, turn: Turn, model: Model | None) -> None:
        if self._turns.get(id) is turn:
            self._forget(id)
        if model is not None:
            self.arrived.emit(model)

    def _on_failed(self, id: str, turn: Turn, error: AssistantError) -> None:
        if self._turns.get(id) is turn:
            self._forget(id)
            self.failed.emit(id, str(error))

    def _forget(self, id: str) -> None:
        self._turns.pop(id, None)
        self._progress.pop(id, None)
        self.changed.emit(id)
