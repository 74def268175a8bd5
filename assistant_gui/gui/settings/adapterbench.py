"""What can be done with one adapter beyond activating it: read where it comes from, weigh it, note, write out, take in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.card import Card
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.lineage import Lineage
from assistant_gui.core.teaching import School
from assistant_gui.core.turn import Turn
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Details:
    """One adapter as it was read last."""

    lineage: Lineage
    card: Card | None


@dataclass(frozen=True, slots=True)
class Work:
    """An adapter on its way out or in, or being judged."""

    adapter: str
    """Empty for one that comes in."""
    share: float
    judging: bool = False


class AdapterBench(QObject):
    """Short work goes through *tasks*; writing out and taking in, one at a time, through *long_tasks*."""

    work_changed = Signal(object)
    """The :class:`Work` under way, or None."""
    written = Signal(str)
    """Where an adapter was written to."""
    brought_in = Signal(object)
    """The :class:`Adapter` that was taken in."""
    judged = Signal(str)
    """The adapter whose card is there now."""
    strengthened = Signal(object)
    """An :class:`Adapter` that is added more or less strongly now."""
    notice = Signal(str)

    def __init__(self, school: School, tasks: Tasks, long_tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work: Work | None = None
        self._school = school
        self._tasks = tasks
        self._long_tasks = long_tasks
        self._turn: Turn | None = None
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_progress)

    def read(self, adapter: str, told: Callable[[Details], None]) -> None:
        self._tasks.run(
            lambda: Details(self._school.lineage(adapter), self._school.card(adapter)), told, self._on_failed
        )

    def strengthen(self, adapter: str, strength: float) -> None:
        self._tasks.run(lambda: self._school.strengthen(adapter, strength), self.strengthened.emit, self._on_failed)

    def note(self, adapter: str, notes: str) -> None:
        self._tasks.run(lambda: self._school.note(adapter, notes), None, self._on_failed)

    def export(self, adapter: str, form: AdapterForm, out: Path) -> None:
        """Write it to *out* unless other work is under way; what is written appears whole or not at all."""
        if self._turn is None:
            turn = self._begin(adapter)
            self._long_tasks.run(
                lambda: self._school.export(adapter, form, out, turn, self._progress_of(adapter)),
                lambda _nothing: self._end(lambda: self.written.emit(str(out))),
                self._on_broken,
            )

    def bring_in(self, folder: Path, base: str) -> None:
        if self._turn is None:
            turn = self._begin("")
            self._long_tasks.run(
                lambda: self._school.bring_in(folder, base, turn, self._progress_of("")),
                lambda adapter: self._end(lambda: self.brought_in.emit(adapter)),
                self._on_broken,
            )

    def judge(self, adapter: str) -> None:
        """Find out what it is worth, unless other work is under way."""
        if self._turn is None:
            turn = self._begin(adapter, judging=True)
            self._long_tasks.run(
                lambda: self._school.judge(adapter, turn, self._progress_of(adapter, judging=True)),
                lambda _nothing: self._end(lambda: self.judged.emit(adapter)),
                self._on_broken,
            )

    def cancel(self) -> None:
        """Give up what is under way; nothing of it stays."""
        if self._turn is not None:
            self._turn.cancel()

    def _begin(self, adapter: str, *, judging: bool = False) -> Turn:
        self.notice.emit("")
        self._turn = Turn()
        self._show(Work(adapter, 0.0, judging))
        return self._turn

    def _progress_of(self, adapter: str, *, judging: bool = False) -> Callable[[float], None]:
        return lambda share: self._inbox.put(Work(adapter, share, judging))

    def _end(self, tell: Callable[[], None]) -> None:
        self._turn = None
        self._show(None)
        tell()

    def _on_broken(self, error: AssistantError) -> None:
        given_up = self._turn is not None and self._turn.cancelled
        self._end(lambda: None if given_up else self._on_failed(error))

    def _show(self, work: Work | None) -> None:
        self.work = work
        self.work_changed.emit(work)

    @Slot(object)
    def _on_progress(self, told: tuple[Work, ...]) -> None:
        if self._turn is not None:
            self._show(told[-1])

    def _on_failed(self, error: AssistantError) -> None:
        self.notice.emit(str(error))
