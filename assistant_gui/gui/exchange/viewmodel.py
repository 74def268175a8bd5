"""Importing and exporting as the window shows it: one thing at a time, with its progress, Cancel and what became of it."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.columns import GUESSED, TABLES, Columns, Table
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form, Import
from assistant_gui.core.imported import sentences, why
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.words import seconds_in_words

SURE_AFTER = 3.0
"""Seconds of an import before it says how long the rest will take."""

TOLD_EVERY = 0.1
"""Seconds between two reports, however quickly it goes."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table, and its beginning."""

    file: Path
    table: Table


class Exchange(Protocol):
    """What is asked of the program; both may take minutes."""

    def import_file(
        self, file: Path, on_progress: Callable[[int, float], None], turn: Turn, columns: Columns = ...
    ) -> Import: ...
    def table_of(self, file: Path) -> Table: ...
    def export_file(
        self, form: Form, conversations: Sequence[str], file: Path, on_progress: Callable[[int, int], None], turn: Turn
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is; ``of`` is 0 while nobody knows."""

    words: str
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it."""

    title: str
    words: str
    details: tuple[str, ...] = ()
    """Why things were left out."""
    file: Path | None = None
    """What was written."""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    title: str
    work: Callable[[Callable[[Step], None], Turn], Outcome]


class ExchangeModel(QObject):
    """Lives in the window's thread; jobs wait for each other."""

    began = Signal(str)
    """What is done now, as a title."""
    stepped = Signal(object)
    """A :class:`Step`."""
    ended = Signal(object)
    """The :class:`Outcome` of a job."""
    columns_wanted = Signal(object)
    """A :class:`Mapped` table of which somebody has to say what its columns are; :meth:`take_in_table` goes on."""

    def __init__(
        self,
        exchange: Exchange,
        tasks: Tasks,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self.busy = False
        self._exchange = exchange
        self._tasks = tasks
        self._clock = clock
        self._waiting: deque[_Job] = deque()
        self._turn = Turn()
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_steps)

    def take_in(self, files: Sequence[Path]) -> None:
        """Import *files* (or folders), one after the other; of tables it is asked first what is what in them."""
        tables = [file for file in files if file.suffix.lower() in TABLES]
        self._begin(*(self._import(file, GUESSED) for file in files if file not in tables))
        for file in tables:
            self._look_at(file)

    def take_in_table(self, file: Path, columns: Columns) -> None:
        """Import the table in *file*, whose columns are as *columns* say."""
        self._begin(self._import(file, columns))

    def _look_at(self, file: Path) -> None:
        def shown(table: Table) -> None:
            if table.columns:
                self.columns_wanted.emit(Mapped(file, table))
            else:
                self._begin(self._import(file, GUESSED))

        def failed(_error: AssistantError) -> None:  # the import says it again, and where
            self._begin(self._import(file, GUESSED))

        self._tasks.run(lambda: self._exchange.table_of(file), shown, failed)

    def _import(self, file: Path, columns: Columns) -> _Job:
        title = _("Importing {name}").format(name=file.name)
        return _Job(title, lambda tell, turn: self._imported(file, columns, tell, turn))

    def give_out(self, form: Form, conversations: Sequence[str], file: Path) -> None:
        """Export *conversations*, or all when there are none, to *file*."""
        title = _("Exporting to {name}").format(name=file.name)
        self._begin(_Job(title, lambda tell, turn: self._exported(form, conversations, file, tell, turn)))

    @property
    def goes_on(self) -> bool:
        """Another job begins when this one has ended."""
        return bool(self._waiting)

    def cancel(self) -> None:
        """End what is going on, and forget what waits."""
        self._waiting.clear()
        self._turn.cancel()

    def end(self) -> None:
        """The window closes."""
        self.cancel()

    def _begin(self, *jobs: _Job) -> None:
        self._waiting.extend(jobs)
        if not self.busy:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        job = self._waiting.popleft()
        self.busy = True
        self._turn = turn = Turn()
        self.began.emit(job.title)

        def failed(error: AssistantError) -> None:
            self._on_ended(Outcome(job.title, str(error), failed=True))

        self._tasks.run(lambda: job.work(self._telling(), turn), self._on_ended, failed)

    def _telling(self) -> Callable[[Step], None]:
        told = -TOLD_EVERY

        def tell(step: Step) -> None:
            nonlocal told
            now = self._clock()
            if now - told >= TOLD_EVERY:
                told = now
                self._inbox.put(step)

        return tell

    def _imported(self, file: Path, columns: Columns, tell: Callable[[Step], None], turn: Turn) -> Outcome:
        began = self._clock()

        def progress(count: int, fraction: float) -> None:
            words = _("Conversations so far: {count}").format(count=f"{count:,}")
            took = self._clock() - began
            if took >= SURE_AFTER and fraction:
                words = _("Conversations so far: {count}, about {time} to go").format(
                    count=f"{count:,}", time=seconds_in_words(took / fraction - took)
                )
            tell(Step(words, round(1000 * fraction), 1000 if fraction else 0))

        made = self._exchange.import_file(file, progress, turn, columns)
        title = _("Imported from {name}").format(name=file.name)
        return Outcome(title, "\n".join(sentences(made)), tuple(why(each) for each in made.skipped))

    def _exported(
        self, form: Form, conversations: Sequence[str], file: Path, tell: Callable[[Step], None], turn: Turn
    ) -> Outcome:
        def progress(done: int, of: int) -> None:
            tell(Step(_("Conversations: {done} of {count}").format(done=done, count=of), done, of))

        try:
            count = self._exchange.export_file(form, conversations, file, progress, turn)
        except TurnCancelled:
            return Outcome(_("Export stopped"), _("Nothing was written."))
        words = _("Conversations in {file}: {count}.").format(count=count, file=file.name)
        return Outcome(_("Export finished"), words, file=file)

    @Slot(object)
    def _on_steps(self, steps: tuple[Step, ...]) -> None:
        if self.busy:
            self.stepped.emit(steps[-1])

    def _on_ended(self, outcome: Outcome) -> None:
        self.busy = False
        self.ended.emit(outcome)
        self._next()
