"""What the fine-tuning tab shows: what there is to learn from, the run under way, and what came of the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.card import Card, Verdict
from assistant_gui.core.comparing import Comparing
from assistant_gui.core.comparingwords import so_far
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.following import followed, from_the_first
from assistant_gui.core.fourbit import FourBit, refusal
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run, RunStatus, Tally
from assistant_gui.core.models import Format, Kind
from assistant_gui.core.plan import LEAST_ANSWERS, Plan
from assistant_gui.core.ports import Shelf
from assistant_gui.core.teaching import School
from assistant_gui.core.turn import Turn
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.settings.adapterbench import AdapterBench
from assistant_gui.gui.settings.learning.estimating import Estimating
from assistant_gui.gui.settings.learning.planmodel import PlanModel
from assistant_gui.gui.settings.learning.starting import Starting
from assistant_gui.gui.settings.lessons import EXPERIMENT
from assistant_gui.gui.tasks import Tasks

NOTHING = Tally()
LEARNERS = {Format.GGUF, Format.FOLDER}
"""The formats that can be fine-tuned."""

NO_MORE: Mapping[str, object] = {}
"""Stands behind the last event of a run."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """The school as it was read last."""

    tally: Tally = NOTHING
    bases: tuple[tuple[str, str], ...] = ()
    """(id, title) of the models that can learn."""
    plan: Plan | None = None
    """The defaults for the chosen base; None without a base."""
    runs: tuple[Run, ...] = ()
    adapters: tuple[Adapter, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """Run -> what was found about its adapter."""


@dataclass(frozen=True, slots=True)
class _Told:
    run: str
    event: Mapping[str, object]


class TuningModel(QObject):
    """Short work goes through *tasks*; *long_tasks* follow a run for as long as it goes on."""

    lessons_changed = Signal(object)
    run_changed = Signal(object)
    """The :class:`Run` that is under way, ended last or is looked at, or None; its card may have come, too."""
    activated = Signal(object)
    """The :class:`Adapter` that answers from now on, or None for the base alone."""
    notice = Signal(str)
    compare = Signal(str)
    """The person wants to judge this adapter blind."""
    tallied = Signal(str)
    """How the votes on the adapter of the shown run stand, in words; empty without any."""

    def __init__(
        self,
        school: School,
        shelf: Shelf,
        preferences: Preferences,
        tasks: Tasks,
        long_tasks: Tasks,
        parent: QObject | None = None,
        *,
        comparing: Comparing | None = None,
    ) -> None:
        super().__init__(parent)
        self.lessons = Lessons()
        self.plan = PlanModel(self)
        self.estimating = Estimating(school, self.plan, tasks, self)
        self.run: Run | None = None
        self.card: Card | None = None
        """What the adapter of the shown run is worth; None before that is known."""
        self.asked = False
        """The run was asked to pause or to end, and has not yet."""
        self.can_compare = comparing is not None
        self._comparing = comparing
        self._school = school
        self._shelf = shelf
        self._preferences = preferences
        self._tasks = tasks
        self._long_tasks = long_tasks
        self.bench = AdapterBench(school, tasks, long_tasks, self)
        self.bench.notice.connect(self.notice)
        self.bench.brought_in.connect(self.refresh)
        self.bench.judged.connect(self._on_judged)
        self.bench.strengthened.connect(self._on_strengthened)
        self.starting = Starting(school, tasks, long_tasks, self)
        self.starting.began.connect(self._on_started)
        self.starting.failed.connect(self._on_failed)
        self._base = ""
        self._abilities_wanted = False
        self._following: Turn | None = None
        self._followed: set[str] = set()
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_told)

    @property
    def running(self) -> bool:
        return self.run is not None and self.run.status is RunStatus.RUNNING

    @property
    def can_start(self) -> bool:
        ready = self.lessons.plan is not None and not self.too_little
        return ready and not self.running and not self.starting.under_way and not self.estimating.refusal

    @property
    def reads_alone(self) -> bool:
        """The run would read texts and learn no answers."""
        plan = self.plan.plan
        return plan is not None and bool(plan.texts) and plan.plain_share >= 1

    @property
    def too_little(self) -> bool:
        """Nothing can be learned from what there is, and nothing can be said of a run on it."""
        return self.lessons.tally.total < LEAST_ANSWERS and not self.reads_alone

    @property
    def too_few(self) -> bool:
        return 0 < self.lessons.tally.total < LEAST_ANSWERS and not self.reads_alone

    @property
    def experimental(self) -> bool:
        return LEAST_ANSWERS <= self.lessons.tally.total < EXPERIMENT and not self.reads_alone

    @property
    def uses_result(self) -> bool:
        """The adapter of the shown run answers now."""
        return any(one.active and self.run is not None and one.id == self.run.adapter for one in self.lessons.adapters)

    @property
    def can_go_back(self) -> bool:
        return any(adapter.active for adapter in self.lessons.adapters)

    def refresh(self) -> None:
        """Read the school again, and follow a run that is going on."""
        base = self._base
        self._tasks.run(lambda: self._read(base), self._on_read, self._on_failed)

    def choose_base(self, base: str) -> None:
        self._base = base
        self._tasks.run(lambda: self._school.default_plan(base), self._on_plan, self._on_failed)

    def find_abilities(self) -> None:
        """Find out, once, what this machine can do; what it cannot is not offered."""
        if not self._abilities_wanted:
            self._abilities_wanted = True
            self.plan.bar("four_bit", _("It is being tried whether this machine can do that."))
            self._long_tasks.run(
                self._school.four_bit, self._on_four_bit, lambda _error: self._on_four_bit(FourBit.BROKEN)
            )

    def start(self, plan: Plan) -> None:
        if self.can_start:
            self.notice.emit("")
            self.starting.begin(plan)

    def pause(self) -> None:
        """Free the machine; nothing is lost."""
        self._ask(self._school.pause)

    def resume(self) -> None:
        if self.run is not None and self.run.status is RunStatus.PAUSED:
            run = self.run.id
            self.notice.emit("")
            self._tasks.run(lambda: self._school.resume(run), self._on_started, self._on_failed)

    def keep(self) -> None:
        """Learn no more and make an adapter of what was learned so far."""
        if self.run is not None and self.run.status is RunStatus.PAUSED:
            run = self.run.id
            self._tasks.run(lambda: self._kept(run), self._on_started, self._on_failed)
        else:
            self._ask(self._school.keep)

    def stop(self) -> None:
        """Throw away what was learned."""
        if self.run is not None and self.run.status is RunStatus.PAUSED:
            run = self.run.id
            self._tasks.run(lambda: self._stopped(run), self._on_fate, self._on_failed)
        else:
            self._ask(self._school.stop)

    def look_at(self, run: Run) -> None:
        """Show a past *run* and its result, unless one is going on."""
        if not self.running:
            self._set_run(run)

    def put_away(self) -> None:
        if not self.running:
            self._set_run(None)

    def use_result(self) -> None:
        if self.run is not None and self.run.adapter:
            self.activate(self.run.adapter)

    def compare_result(self) -> None:
        if self.run is not None and self.run.adapter:
            self.compare.emit(self.run.adapter)

    @Slot(str)
    def on_voted(self, adapter: str) -> None:
        """Count the votes on *adapter* anew, when it is the one of the shown run."""
        comparing = self._comparing
        if comparing is not None and self.run is not None and self.run.adapter == adapter:
            self._tasks.run(
                lambda: "\n".join(so_far(each) for each in comparing.tallied(adapter)),
                lambda words: self._on_tallied(adapter, words),
            )

    def activate(self, adapter: str) -> None:
        self.notice.emit("")
        self._tasks.run(lambda: self._school.activate(adapter), self._on_activated, self._on_failed)

    def go_back(self) -> None:
        """Answer with what was active before the last activation."""
        self.notice.emit("")
        self._tasks.run(self._school.rollback, self._on_activated, self._on_failed)

    def delete(self, adapter: str) -> None:
        self._tasks.run(lambda: self._school.delete_adapter(adapter), lambda _nothing: self.refresh(), self._on_failed)

    def end(self) -> None:
        """Follow no run any more; called when the window closes, before *long_tasks* is closed."""
        self.bench.cancel()
        self.starting.stop()
        if self._following is not None:
            self._following.cancel()
            self._following = None

    def _read(self, base: str) -> Lessons:
        bases = tuple(
            (model.id, model.title)
            for model in self._shelf.models()
            if model.kind is Kind.CHAT and model.installed and model.format in LEARNERS
        )
        known = list(dict(bases))
        used = self._preferences.current().chat.model
        chosen = next((one for one in (base, used, *known) if one in known), "")
        runs = tuple(self._school.runs())
        cards = {run.id: self._school.card(run.adapter) for run in runs if run.adapter}
        return Lessons(
            tally=self._school.tally(),
            bases=bases,
            plan=self._school.default_plan(chosen) if chosen else None,
            runs=runs,
            adapters=tuple(self._school.adapters()),
            verdicts={run: card.verdict for run, card in cards.items() if card is not None},
        )

    def _kept(self, run: str) -> Run:
        self._school.keep(run)
        return self._school.run(run)

    def _stopped(self, run: str) -> Run:
        self._school.stop(run)
        return self._school.run(run)

    def _ask(self, what: Callable[[str], None]) -> None:
        """Ask the run that goes on for something; it may take a step until it does it."""
        if self.running and self.run is not None and not self.asked:
            run = self.run.id
            self.asked = True
            self.run_changed.emit(self.run)
            self._tasks.run(lambda: what(run), None, self._on_refused)

    def _on_read(self, lessons: Lessons) -> None:
        before = self.lessons.plan
        self.lessons = lessons
        self._base = lessons.plan.base if lessons.plan else ""
        going = next((run for run in lessons.runs if run.status is RunStatus.RUNNING), None)
        if going is not None:
            self._follow(going)
        elif self.run is None and lessons.runs and lessons.runs[0].status is RunStatus.PAUSED:
            self._set_run(lessons.runs[0])
        self.lessons_changed.emit(lessons)
        if lessons.plan is not None and lessons.plan != before:
            self.plan.recommend(lessons.plan)
        self.estimating.ask()

    def _on_four_bit(self, found: FourBit) -> None:
        self.plan.bar("four_bit", "" if found is FourBit.WORKS else str(refusal(found)))

    def _on_plan(self, plan: Plan) -> None:
        if plan.base == self._base:
            self.lessons = replace(self.lessons, plan=plan)
            self.plan.recommend(plan)

    @Slot(object)
    def _on_started(self, run: Run) -> None:
        self._follow(run)
        self.refresh()

    def _follow(self, run: Run) -> None:
        """Listen to *run* from its first event, once; a run that broke off is not asked again."""
        if self._following is not None or run.id in self._followed:
            return
        self._followed.add(run.id)
        turn = self._following = Turn()
        self._set_run(from_the_first(run))
        self._long_tasks.run(lambda: self._listen(run.id, turn), failed=lambda error: self._on_lost(turn, error))

    def _listen(self, run: str, turn: Turn) -> None:
        for event in self._school.events(run, turn):
            self._inbox.put(_Told(run, event))
        if not turn.cancelled:
            self._inbox.put(_Told(run, NO_MORE))

    @Slot(object)
    def _on_told(self, told: tuple[_Told, ...]) -> None:
        if self._following is None or self.run is None:
            return
        run = self.run
        for one in told:
            if one.run == run.id:
                run = followed(run, one.event)
        self._set_run(run)
        if run.status is not RunStatus.RUNNING:
            self._following = None
            if run.status is RunStatus.PAUSED:
                self._followed.discard(run.id)  # it may go on, whoever takes it up
            self.refresh()
        elif told[-1].event is NO_MORE:
            self._following = None
            self._tasks.run(lambda: self._school.run(run.id), self._on_fate, self._on_failed)

    def _on_fate(self, run: Run) -> None:
        """The events broke off without an end; the school knows what became of the run."""
        self._set_run(run)
        self.refresh()

    def _on_lost(self, turn: Turn, error: AssistantError) -> None:
        if self._following is turn:
            self._following = None
        self._on_failed(error)

    def _on_activated(self, adapter: Adapter | None) -> None:
        self.activated.emit(adapter)
        self.refresh()

    @Slot(str)
    def _on_judged(self, adapter: str) -> None:
        if self.run is not None and self.run.adapter == adapter:
            self.card = None
            self._set_run(self.run)
        self.refresh()

    @Slot(object)
    def _on_strengthened(self, adapter: Adapter) -> None:
        """The engine opens it anew before the next question, and lets the old one go then."""
        if adapter.active:
            self.activated.emit(adapter)

    def _set_run(self, run: Run | None) -> None:
        if run is None or run.status is not RunStatus.RUNNING or self.run is None or run.id != self.run.id:
            self.asked = False
        if run is None or self.run is None or run.id != self.run.id:
            self.card = None
        self.run = run
        self.run_changed.emit(run)
        if run is not None and run.adapter and self.card is None:
            adapter = run.adapter
            self._tasks.run(lambda: self._school.card(adapter), lambda card: self._on_card(adapter, card))

    def _on_card(self, adapter: str, card: Card | None) -> None:
        if self.run is not None and self.run.adapter == adapter and card is not None:
            self.card = card
            self.run_changed.emit(self.run)
            self.on_voted(adapter)

    def _on_tallied(self, adapter: str, words: str) -> None:
        if self.run is not None and self.run.adapter == adapter:
            self.tallied.emit(words)

    def _on_refused(self, error: AssistantError) -> None:
        self.asked = False
        self.run_changed.emit(self.run)
        self._on_failed(error)

    @Slot(object)
    def _on_failed(self, error: AssistantError) -> None:
        self.notice.emit(str(error))
