"""A run that is about to begin: its texts are read first, as a whole, and that can be stopped."""

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Run
from assistant_gui.core.plan import Plan
from assistant_gui.core.teaching import School
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks


class Starting(QObject):
    """One at a time; texts are read through *long_tasks*."""

    changed = Signal()
    """It is under way now, or not any more."""
    texts_read = Signal(int)
    """So many files were read."""
    began = Signal(object)
    """The :class:`Run` there is now."""
    failed = Signal(object)
    """The :class:`AssistantError` that says why there is none."""

    def __init__(self, school: School, tasks: Tasks, long_tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reads_texts = False
        """The texts for the run are being read."""
        self._school = school
        self._tasks = tasks
        self._long_tasks = long_tasks
        self._turn: Turn | None = None
        self._seen = Inbox(self)
        self._seen.arrived.connect(self._on_seen)

    @property
    def under_way(self) -> bool:
        return self._turn is not None

    def begin(self, plan: Plan) -> None:
        self._turn = turn = Turn()
        self.reads_texts = bool(plan.texts) and plan.plain_share > 0
        self.changed.emit()
        tasks = self._long_tasks if self.reads_texts else self._tasks
        tasks.run(lambda: self._begun(plan, turn), self._on_begun, self._on_failed)

    def stop(self) -> None:
        """Read no more texts for a run that has not begun."""
        if self._turn is not None:
            self._turn.cancel()

    def _begun(self, plan: Plan, turn: Turn) -> Run | None:
        """None when it was stopped before it began."""
        try:
            return self._school.start(plan, turn, self._seen.put)
        except TurnCancelled:
            return None

    @Slot(object)
    def _on_seen(self, counts: tuple[int, ...]) -> None:
        if self.under_way:
            self.texts_read.emit(counts[-1])

    def _on_begun(self, run: Run | None) -> None:
        self._end()
        if run is not None:
            self.began.emit(run)

    def _on_failed(self, error: AssistantError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._turn, self.reads_texts = None, False
        self.changed.emit()
