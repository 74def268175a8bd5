"""One run: its curve and figures while it goes on, what it answers in between, and how it ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Run, RunStatus, Sample
from assistant_gui.core.stages import stage_in_words
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.pieces import Question, label, show_text
from assistant_gui.gui.settings.curve import LossCurve
from assistant_gui.gui.settings.learning.runwords import (
    details_in_words,
    ending_in_words,
    figures_in_words,
    probe_in_words,
    search_in_words,
)
from assistant_gui.gui.theme import Space, dress

WARNINGS = 3
"""The newest ones are shown."""


class RunView(QWidget):
    """Shows a run; knows nothing of where it comes from."""

    pause = Signal()
    resume = Signal()
    keep = Signal()
    cancel = Signal()
    put_away = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = label(look="heading")
        self.name = label(look="muted")
        self.away = IconButton("close", _("Put away"))
        self.found = QVBoxLayout()
        """Where whoever knows shows what came of it."""
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of the run"))
        self.figures = label(look="muted")
        self.details = label(look="small")
        self.probe = label(look="small")
        self.search = label(look="small")
        self.curve = LossCurve()
        self.warnings = label(look="warning")
        self.samples = Samples()
        self.pause_button = TextButton("pause", _("Pause"))
        self.resume_button = TextButton("play", _("Go on"), look="primary")
        self.keep_button = TextButton("stop", _("Stop and keep"))
        self.keep_button.setToolTip(_("Learn no more, and make an adapter of what was learned so far"))
        self.cancel_button = TextButton("bin", _("Cancel"), look="quiet")
        self.question = Question(_("Throw it away"), _("Let it go on"))

        head = QHBoxLayout()
        head.addWidget(self.stage, 1)
        head.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        layout.addWidget(self.name)
        layout.addLayout(self.found)
        for part in (
            self.bar,
            self.figures,
            self.details,
            self.probe,
            self.search,
            self.curve,
            self.warnings,
            self.samples,
            Flow(self.pause_button, self.resume_button, self.keep_button, self.cancel_button),
            self.question,
        ):
            layout.addWidget(part)

        self.pause_button.clicked.connect(self.pause)
        self.resume_button.clicked.connect(self.resume)
        self.keep_button.clicked.connect(self.keep)
        self.cancel_button.clicked.connect(self._on_cancel)
        self.question.yes.clicked.connect(self.cancel)
        self.away.clicked.connect(self.put_away)

    def show_run(self, run: Run, *, asked: bool) -> None:
        """*asked* when the run was asked to pause or to end and has not yet."""
        going, paused = run.status is RunStatus.RUNNING, run.status is RunStatus.PAUSED
        self.stage.setText(_stage(run, asked=asked))
        dress(self.stage, "heading" if run.status is not RunStatus.FAILED else "error")
        show_text(self.name, run.plan.name)
        show_text(self.figures, figures_in_words(run))
        show_text(self.details, details_in_words(run))
        show_text(self.probe, probe_in_words(run) if going and not run.progress.steps else "")
        show_text(self.search, search_in_words(run))
        show_text(self.warnings, "\n".join(_(warning) for warning in run.warnings[-WARNINGS:]))
        self._show_bar(run)
        self.curve.show_losses(run.losses, run.progress.steps, run.validation, run.plain_losses)
        self.curve.setVisible(going or bool(run.losses or run.plain_losses))
        self.samples.show_samples(run.samples)
        for button, shown in (
            (self.pause_button, going),
            (self.resume_button, paused),
            (self.keep_button, going or paused),
            (self.cancel_button, going or paused),
        ):
            button.setVisible(shown)
            button.setEnabled(not asked)
        self.away.setVisible(not going and not paused)
        if not going and not paused:
            self.question.hide()

    def _show_bar(self, run: Run) -> None:
        going = run.status is RunStatus.RUNNING
        self.bar.setVisible(going or run.status is RunStatus.PAUSED)
        if going and run.progress.stage == "score":
            self.bar.setRange(0, 100)
            self.bar.setValue(round(100 * run.progress.scored))
        else:
            self.bar.setRange(0, max(run.progress.steps, 0 if going else 1))
            self.bar.setValue(run.progress.step)

    def _on_cancel(self) -> None:
        self.question.ask(_("Cancel the run? What it learned so far is thrown away."))


class Samples(QFrame):
    """What it answered to the same questions at the first and the last checkpoint, to see it learn."""

    def __init__(self) -> None:
        super().__init__()
        dress(self, "sunken")
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self._inside.setSpacing(Space.XS)
        self.question = label(look="small")
        self.first = label(look="muted")
        self.newest = label()
        for part in (label(_("What it answers on the way"), "heading"), self.question, self.first, self.newest):
            self._inside.addWidget(part)
        self.hide()

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        self.setVisible(bool(samples))
        if not samples:
            return
        newest = samples[-1]
        first = next(each for each in samples if each.question == newest.question)
        self.question.setText(newest.question)
        show_text(self.first, _answer(first) if first is not newest else "")
        self.newest.setText(_answer(newest))


def _answer(sample: Sample) -> str:
    return _("Step {step}: {answer}").format(step=sample.step, answer=sample.answer)


def _stage(run: Run, *, asked: bool) -> str:
    if run.status is not RunStatus.RUNNING:
        return ending_in_words(run)
    return _("Finishing this step…") if asked else stage_in_words(run.progress.stage)
