"""The fine-tuning tab: what there is to learn, the run, its adapters, and the runs before it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run, RunStatus
from assistant_gui.core.plan import Plan
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import Card, Column, Notice, clear, label, show_text
from assistant_gui.gui.settings.adapterrow import AdapterRow
from assistant_gui.gui.settings.curve import LossCurve
from assistant_gui.gui.settings.lessons import (
    answers_in_words,
    ending_in_words,
    figures_in_words,
    outcome_in_words,
    stage_in_words,
    tally_in_words,
)
from assistant_gui.gui.settings.planform import PlanForm
from assistant_gui.gui.settings.tuning import Lessons, TuningModel
from assistant_gui.gui.theme import Space
from assistant_gui.gui.words import day_in_words

MOST_RUNS = 10
"""Older ones are on disk; the list stays short enough to read."""


class TuningView(Column):
    """Draws a TuningModel."""

    def __init__(self, model: TuningModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Fine-tuning"), parent)
        self.model = model

        self.notice = Notice()
        self.count = label(look="title", wraps=False)
        self.parts = label(look="muted")
        self.how = label(
            _(
                "The assistant learns from answers that you vouch for. In the chat, give a good answer a thumbs up, "
                "or write a better one in its place. Conversations from elsewhere can be brought in with "
                "the command: assistant-gui import FILE"
            ),
            "muted",
        )
        self.experiment = label(
            _(
                "This is an experiment: with fewer than 50 answers it may learn little, or the wrong thing. Nothing is lost, one click goes back."
            ),
            "warning",
        )
        self.no_base = label(_("No model that can learn is on this machine yet. Get one in the models tab."), "warning")
        self.form = PlanForm()
        self.start = TextButton("learn", _("Start learning"), look="primary")
        self.begin_card = Card(_("A new adapter"))
        self.run_card = Card()
        self.stage = label(look="heading")
        self.figures = label(look="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the run"))
        self.curve = LossCurve()
        self.stop = TextButton("stop", _("Stop"))
        self.adapters_card = Card(_("Adapters"))
        self.no_adapters = label(_("None yet. What a run has learned appears here."), "muted")
        self.base_answers = label(_("No adapter is active: the base model answers as it came."), "muted")
        self.back = TextButton("undo", _("Go back"))
        self.back.setToolTip(_("Answer with what was active before"))
        self.runs_card = Card(_("Past runs"))
        self.adapter_rows: dict[str, AdapterRow] = {}
        self._adapter_list, self._run_list = QVBoxLayout(), QVBoxLayout()

        self._lay_out()

        self.form.base_chosen.connect(model.choose_base)
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(model.stop)
        self.back.clicked.connect(model.go_back)
        model.lessons_changed.connect(self._on_lessons)
        model.plan_changed.connect(self._on_plan)
        model.run_changed.connect(self._on_run)
        model.notice.connect(self.notice.tell)

        self._on_lessons(model.lessons)
        self._on_run(model.run)

    def _lay_out(self) -> None:
        learn = Card(_("What there is to learn from"))
        for part in (self.count, self.parts, self.how):
            learn.inside.addWidget(part)
        begin = self.begin_card
        begin.inside.addWidget(self.no_base)
        begin.inside.addWidget(self.form)
        begin.inside.addWidget(self.experiment)
        begin.inside.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.addWidget(self.stage, 1)
        head.addWidget(self.stop)
        self.run_card.inside.addLayout(head)
        self.run_card.inside.addWidget(self.bar)
        self.run_card.inside.addWidget(self.figures)
        self.run_card.inside.addWidget(self.curve)
        self._adapter_list.setSpacing(Space.M)
        self._run_list.setSpacing(Space.M)
        self.adapters_card.inside.addWidget(self.no_adapters)
        self.adapters_card.inside.addLayout(self._adapter_list)
        foot = QHBoxLayout()
        foot.addWidget(self.base_answers, 1000)
        foot.addStretch(1)
        foot.addWidget(self.back)
        self.adapters_card.inside.addLayout(foot)
        self.runs_card.inside.addLayout(self._run_list)
        for card in (self.notice, learn, self.run_card, begin, self.adapters_card, self.runs_card):
            self.cards.addWidget(card)
        self.cards.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.model.refresh()

    @Slot()
    def _on_start(self) -> None:
        plan = self.form.plan()
        if plan is not None:
            self.model.start(plan)

    @Slot(object)
    def _on_lessons(self, lessons: Lessons) -> None:
        total = lessons.tally.total
        self.count.setText(answers_in_words(total))
        self.parts.setText(tally_in_words(lessons.tally))
        self.parts.setVisible(total > 0)
        self.how.setVisible(total == 0)
        self.experiment.setVisible(self.model.experimental)
        self.no_base.setVisible(not lessons.bases)
        self.form.offer(lessons.bases, lessons.plan.base if lessons.plan else "")
        self.start.setEnabled(self.model.can_start)
        self._show_adapters(lessons.adapters)
        self._show_runs([run for run in lessons.runs if run.status is not RunStatus.RUNNING])

    @Slot(object)
    def _on_plan(self, plan: Plan) -> None:
        self.form.recommend(plan)

    @Slot(object)
    def _on_run(self, run: Run | None) -> None:
        self.run_card.setVisible(run is not None)
        self.begin_card.setVisible(not self.model.running)
        self.start.setEnabled(self.model.can_start)
        if run is None:
            return
        going = run.status is RunStatus.RUNNING
        progress = run.progress
        self.stage.setText(stage_in_words(run) if going else ending_in_words(run))
        show_text(self.figures, figures_in_words(run))
        self.bar.setVisible(going)
        self.bar.setRange(0, progress.steps)
        self.bar.setValue(progress.step)
        self.stop.setVisible(going)
        self.curve.show_losses(run.losses, progress.steps)

    def _show_adapters(self, adapters: tuple[Adapter, ...]) -> None:
        clear(self._adapter_list)
        titles = dict(self.model.lessons.bases)
        self.adapter_rows = {one.id: AdapterRow(one, titles.get(one.base, one.base), self.model) for one in adapters}
        for row in self.adapter_rows.values():
            self._adapter_list.addWidget(row)
        self.no_adapters.setVisible(not adapters)
        self.base_answers.setVisible(bool(adapters) and not self.model.can_go_back)
        self.back.setVisible(self.model.can_go_back)

    def _show_runs(self, runs: list[Run]) -> None:
        clear(self._run_list)
        self.runs_card.setVisible(bool(runs))
        for run in runs[:MOST_RUNS]:
            name = run.plan.name or day_in_words(run.started)
            self._run_list.addWidget(_run_row(name, day_in_words(run.started), outcome_in_words(run)))


def _run_row(name: str, day: str, outcome: str) -> QWidget:
    row = QWidget()
    head = QHBoxLayout()
    head.addWidget(label(name), 1)
    if day != name:
        head.addWidget(label(day, "small", wraps=False))
    layout = QVBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.XS)
    layout.addLayout(head)
    layout.addWidget(label(outcome, "small"))
    return row
