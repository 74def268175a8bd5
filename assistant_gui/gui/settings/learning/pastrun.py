"""One run in the list of past ones: what became of it, and a way to look at it again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core import cardwords
from assistant_gui.core.card import Verdict
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Run
from assistant_gui.gui.pieces import label
from assistant_gui.gui.settings.lessons import outcome_in_words
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.words import day_in_words

LOOKS = {Verdict.BETTER: "good", Verdict.WORSE: "error", Verdict.UNSURE: "warning"}


class PastRun(QWidget):
    look = Signal(object)
    """The person wants to look at the :class:`Run`."""

    def __init__(self, run: Run, verdict: Verdict | None) -> None:
        super().__init__()
        day = day_in_words(run.started)
        name = run.plan.name or day
        self.verdict = label(look="small", wraps=False)
        self.open = QPushButton(_("Look at it"))
        self.open.setAccessibleName(_("Look at the run {run}").format(run=name))
        dress(self.open, "quiet")

        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(label(name))
        outcome = (
            outcome_in_words(run)
            if day == name
            else _("{day} · {outcome}").format(day=day, outcome=outcome_in_words(run))
        )
        words.addWidget(label(outcome, "small"))
        words.addWidget(self.verdict)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(words, 1)
        layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        self.verdict.setVisible(verdict is not None)
        if verdict is not None:
            self.verdict.setText(_("Verdict: {verdict}").format(verdict=_(cardwords.IN_ONE_WORD[verdict])))
            dress(self.verdict, LOOKS[verdict])

        self.open.clicked.connect(lambda: self.look.emit(run))
