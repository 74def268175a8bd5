"""The fine-tuning tab: what there is to learn, the run and what came of it, its adapters, and the runs before it."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from assistant_gui.core.events import ConversationsChanged, Event
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run, RunStatus
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import Card, Column, Notice, clear, label, show_text
from assistant_gui.gui.settings.adapterrow import AdapterRow
from assistant_gui.gui.settings.learning.estimating import in_words
from assistant_gui.gui.settings.learning.pastrun import PastRun
from assistant_gui.gui.settings.learning.resultview import ResultView
from assistant_gui.gui.settings.learning.runview import RunView
from assistant_gui.gui.settings.learning.textsmodel import TextsModel
from assistant_gui.gui.settings.learning.textsview import TextsView
from assistant_gui.gui.settings.lessons import answers_in_words, tally_in_words
from assistant_gui.gui.settings.planform import PlanForm
from assistant_gui.gui.settings.tuning import Lessons, TuningModel
from assistant_gui.gui.theme import Space, dress

MOST_RUNS = 10
"""Older ones are on disk; the list stays short enough to read."""


class TuningView(Column):
    """Draws a TuningModel."""

    files_wanted = Signal()
    """The person wants to choose files to be learned from."""

    def __init__(self, model: TuningModel, texts: TextsModel | None = None, parent: QWidget | None = None) -> None:
        """Without *texts* there is no folder to choose."""
        super().__init__(_("Fine-tuning"), parent)
        self.model = model
        self.texts = TextsView(texts) if texts is not None else None

        self.notice = Notice()
        self.count = label(look="title", wraps=False)
        self.parts = label(look="muted")
        self.how = label(
            _(
                "The assistant learns from answers that you vouch for. In the chat, give a good answer a thumbs up, "
                "or write a better one in its place. Conversations from elsewhere, or questions with their "
                "answers, can be added as files."
            ),
            "muted",
        )
        self.add = TextButton("plus", _("Add files…"))
        self.too_few = label(
            _("It can learn from 8 answers on. Until then, correct some more, or give good ones a thumbs up."),
            "warning",
        )
        self.experiment = label(
            _(
                "This is an experiment: with fewer than 50 answers it may learn little, or the wrong thing. "
                "Facts about you are better told in the instructions, which work at once; for a manner of speaking, "
                "collect more feedback first. Nothing is lost, one click goes back."
            ),
            "warning",
        )
        self.no_base = label(_("No model that can learn is on this machine yet. Get one in the models tab."), "warning")
        self.form = PlanForm(model.plan)
        self.estimate = label(look="small")
        self.start = TextButton("learn", _("Start learning"), look="primary")
        self.reading = label(look="small")
        self.stop_reading = TextButton("stop", _("Stop"))
        self.begin_card = Card(_("A new adapter"))
        self.run_card = Card()
        self.run_view = RunView()
        self.result = ResultView()
        self.adapters_card = Card(_("Adapters"))
        self.no_adapters = label(_("None yet. What a run has learned appears here."), "muted")
        self.base_answers = label(_("No adapter is active: the base model answers as it came."), "muted")
        self.back = TextButton("undo", _("Go back"))
        self.back.setToolTip(_("Answer with what was active before"))
        self.take_in = TextButton("plus", _("Take in…"))
        self.take_in.setToolTip(_("Take in a LoRA adapter that PEFT wrote for the chosen base"))
        self.runs_card = Card(_("Past runs"))
        self.adapter_rows: dict[str, AdapterRow] = {}
        self.past_runs: dict[str, PastRun] = {}
        self._adapter_list, self._run_list = QVBoxLayout(), QVBoxLayout()

        self._lay_out()

        self.form.base_chosen.connect(model.choose_base)
        self.form.advanced.clicked.connect(model.find_abilities)
        self.add.clicked.connect(self.files_wanted)
        self.start.clicked.connect(self._on_start)
        self.stop_reading.clicked.connect(model.starting.stop)
        model.starting.changed.connect(self._show_start)
        model.starting.texts_read.connect(self._on_texts_read)
        if texts is not None:
            texts.changed.connect(self._show_start)
        self.run_view.pause.connect(model.pause)
        self.run_view.resume.connect(model.resume)
        self.run_view.keep.connect(model.keep)
        self.run_view.cancel.connect(model.stop)
        self.run_view.put_away.connect(model.put_away)
        self.result.use.connect(model.use_result)
        self.result.keep_old.connect(model.put_away)
        if model.can_compare:
            self.result.offer_comparison()
            self.result.compare.connect(model.compare_result)
            model.tallied.connect(self.result.show_votes)
        self.back.clicked.connect(model.go_back)
        self.take_in.clicked.connect(self._on_take_in)
        model.lessons_changed.connect(self._on_lessons)
        model.run_changed.connect(self._on_run)
        model.estimating.changed.connect(self._on_estimate)
        model.plan.changed.connect(self._on_plan)
        model.notice.connect(self.notice.tell)

        self._on_lessons(model.lessons)
        self._on_run(model.run)
        self._on_estimate()

    def _lay_out(self) -> None:
        learn = Card(_("What there is to learn from"))
        for part in (self.count, self.parts, self.how, self.too_few, Flow(self.add)):
            learn.inside.addWidget(part)
        begin = self.begin_card
        begin.inside.addWidget(self.no_base)
        begin.inside.addWidget(self.form)
        if self.texts is not None:
            begin.inside.addWidget(self.texts)
        begin.inside.addWidget(self.estimate)
        begin.inside.addWidget(self.experiment)
        begin.inside.addWidget(self.reading)
        begin.inside.addWidget(Flow(self.start, self.stop_reading))
        self.run_card.inside.addWidget(self.run_view)
        self.run_view.found.addWidget(self.result)
        self._adapter_list.setSpacing(Space.M)
        self._run_list.setSpacing(Space.M)
        self.adapters_card.inside.addWidget(self.no_adapters)
        self.adapters_card.inside.addLayout(self._adapter_list)
        foot = QHBoxLayout()
        foot.addWidget(self.base_answers, 1000)
        foot.addStretch(1)
        foot.addWidget(self.take_in)
        foot.addWidget(self.back)
        self.adapters_card.inside.addLayout(foot)
        self.runs_card.inside.addLayout(self._run_list)
        for card in (self.notice, learn, self.run_card, begin, self.adapters_card, self.runs_card):
            self.cards.addWidget(card)
        self.cards.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.model.refresh()

    @Slot(object)
    def on_event(self, event: Event) -> None:
        """What is brought in while this is in sight is counted at once."""
        if isinstance(event, ConversationsChanged) and self.isVisible():
            self.model.refresh()

    @Slot()
    def _on_start(self) -> None:
        if self.model.plan.plan is not None:
            self.model.start(self.model.plan.plan)

    @Slot()
    def _show_start(self) -> None:
        """Not while it is looked what is in a folder: the run would begin without it."""
        looking = self.texts is not None and self.texts.model.busy
        self.start.setEnabled(self.model.can_start and not looking)
        if self.reading.isHidden():
            self._on_texts_read(0)
        self.reading.setVisible(self.model.starting.reads_texts)
        self.stop_reading.setVisible(self.model.starting.reads_texts)

    @Slot(int)
    def _on_texts_read(self, files: int) -> None:
        words = _("Before it learns, the texts are read as a whole. Files so far: {count}")
        self.reading.setText(words.format(count=f"{files:,}"))

    @Slot(object)
    def _on_lessons(self, lessons: Lessons) -> None:
        total = lessons.tally.total
        self.count.setText(answers_in_words(total))
        self.parts.setText(tally_in_words(lessons.tally))
        self.parts.setVisible(total > 0)
        self.how.setVisible(total == 0)
        self._on_plan()
        self.no_base.setVisible(not lessons.bases)
        self.form.offer(lessons.bases, lessons.plan.base if lessons.plan else "")
        self._show_adapters(lessons.adapters)
        self._show_runs([run for run in lessons.runs if run.status is not RunStatus.RUNNING])
        self._on_run(self.model.run)

    @Slot()
    def _on_plan(self) -> None:
        """Texts alone need no answers."""
        self.too_few.setVisible(self.model.too_few)
        self.experiment.setVisible(self.model.experimental)
        self._on_estimate()

    @Slot()
    def _on_estimate(self) -> None:
        asked = self.model.estimating
        found, refusal = asked.estimate, asked.refusal
        if self.model.too_little:
            words = _("There is too little to learn from yet: it takes 8 answers, or a folder of texts.")
        else:
            words = refusal or (in_words(found) if asked.asked else "")
        show_text(self.estimate, words if self.model.lessons.bases else "")
        wrong = refusal or (found is not None and not found.fits)
        dress(self.estimate, "error" if wrong and not self.model.too_little else "small")
        self._show_start()

    @Slot()
    def _on_take_in(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("The folder that PEFT wrote"))
        base = self.model.lessons.plan.base if self.model.lessons.plan else ""
        if folder and base:
            self.model.bench.bring_in(Path(folder), base)

    @Slot(object)
    def _on_run(self, run: Run | None) -> None:
        self.run_card.setVisible(run is not None)
        self.begin_card.setVisible(not self.model.running)
        self._show_start()
        self.result.setVisible(self.model.card is not None)
        if run is not None:
            self.run_view.show_run(run, asked=self.model.asked)
        if self.model.card is not None:
            self.result.show_card(self.model.card, active=self.model.uses_result)

    def _show_adapters(self, adapters: tuple[Adapter, ...]) -> None:
        """A row that was there stays, with what is unfolded and being written in it."""
        before, titles = self.adapter_rows, dict(self.model.lessons.bases)
        self.adapter_rows = {}
        for place, one in enumerate(adapters):
            base = titles.get(one.base, one.base)
            row = before.pop(one.id, None) or AdapterRow(one, base, self.model)
            row.show_adapter(one, base)
            self.adapter_rows[one.id] = row
            self._adapter_list.insertWidget(place, row)
        for gone in before.values():
            self._adapter_list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        in_order = [stop for shown in self.adapter_rows.values() for stop in shown.stops]
        for stop, following in pairwise([*in_order, self.take_in, self.back]):
            QWidget.setTabOrder(stop, following)
        self.no_adapters.setVisible(not adapters)
        self.base_answers.setVisible(bool(adapters) and not self.model.can_go_back)
        self.back.setVisible(self.model.can_go_back)

    def _show_runs(self, runs: list[Run]) -> None:
        clear(self._run_list)
        self.runs_card.setVisible(bool(runs))
        verdicts = self.model.lessons.verdicts
        self.past_runs = {run.id: PastRun(run, verdicts.get(run.id)) for run in runs[:MOST_RUNS]}
        for row in self.past_runs.values():
            row.look.connect(self.model.look_at)
            self._run_list.addWidget(row)
