"""The result card: what a new adapter is worth, in words first, and every figure behind them."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core import cardwords
from assistant_gui.core.card import Card as Result
from assistant_gui.core.card import Verdict
from assistant_gui.core.language import translated as _
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton, pixmap
from assistant_gui.gui.pieces import label, show_text
from assistant_gui.gui.settings.learning.figures import Figures
from assistant_gui.gui.settings.learning.gains import GainsPlot
from assistant_gui.gui.theme import Space, colours, dress

ICONS = {Verdict.BETTER: "thumb-up", Verdict.WORSE: "thumb-down", Verdict.UNSURE: "info"}
LOOKS = {Verdict.BETTER: "title-good", Verdict.WORSE: "title-error", Verdict.UNSURE: "title-warning"}
ICON = 26


class ResultView(QWidget):
    """Shows a result and what can be done about it; knows nothing of where it comes from."""

    use = Signal()
    """The person wants the new adapter."""
    keep_old = Signal()
    compare = Signal()
    """The person wants to compare both without knowing which is which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: Result | None = None
        self._figures: Figures | None = None

        self.icon = QLabel()
        self.verdict = label(look="title")
        self.reasons = label()
        self.gain = label(look="muted")
        self.basis = label(look="small")
        self.texts = label(look="muted")
        self.plot = GainsPlot()
        self.legend = label(
            _("Each dot is a conversation it never saw. The band is where the truth lies with 95 % certainty."), "small"
        )
        self.advice = label()
        self.votes = label(look="muted")
        """What blind comparisons came to so far."""
        self.votes.hide()
        self.use_button = QPushButton()  # without an icon: it is not always the primary one
        self.keep_button = TextButton("undo", _("Keep what answers now"), look="quiet")
        self.compare_button = TextButton("sparkle", _("Compare blind"), look="quiet")
        self.compare_button.hide()  # until somebody can, see offer_comparison
        self.unfold = TextButton("down", _("All figures"), look="quiet")
        self.unfold.setCheckable(True)

        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.verdict, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.S)
        self._layout.addLayout(head)
        above = (self.reasons, self.gain, self.texts, self.basis, self.plot, self.legend, self.votes, self.advice)
        for part in above:
            self._layout.addWidget(part)
        self._layout.addWidget(Flow(self.use_button, self.keep_button, self.compare_button))
        self._layout.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)

        self.use_button.clicked.connect(self.use)
        self.keep_button.clicked.connect(self.keep_old)
        self.compare_button.clicked.connect(self.compare)
        self.unfold.toggled.connect(self._on_unfold)

    def offer_comparison(self) -> None:
        """Somebody listens to :attr:`compare`."""
        self.compare_button.show()

    @Slot(str)
    def show_votes(self, words: str) -> None:
        show_text(self.votes, words)

    def show_card(self, card: Result, *, active: bool) -> None:
        """*active* when the new adapter answers already."""
        if self.card != card:
            self._forget_figures()
            self.show_votes("")
        self.card = card
        self.verdict.setText(_(cardwords.VERDICTS[card.verdict]))
        dress(self.verdict, LOOKS[card.verdict])
        self._draw_icon()
        show_text(self.reasons, "\n".join(_(reason) for reason in card.reasons))
        show_text(self.gain, cardwords.gain(card))
        self.basis.setText(cardwords.basis(card))
        show_text(self.texts, cardwords.texts(card))
        score = next((one for one in card.scores if one.name == "nll"), None)
        interval = None if score is None else (-score.difference, -score.high, -score.low)
        self.plot.show_gains([gain for _conversation, gain in card.gains], interval)
        self.legend.setVisible(bool(card.gains))
        self.advice.setText(_("It answers now.") if active else _(cardwords.ADVICE[card.verdict]))
        self.use_button.setVisible(not active)
        self.keep_button.setVisible(not active)
        self.use_button.setText(_("Use it anyway") if card.verdict is Verdict.WORSE else _("Use the new one"))
        dress(self.use_button, "primary" if card.verdict is Verdict.BETTER else "")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self.card is not None:
            now = colours()
            colour = {Verdict.BETTER: now.good, Verdict.WORSE: now.danger, Verdict.UNSURE: now.warning}
            self.icon.setPixmap(pixmap(ICONS[self.card.verdict], colour[self.card.verdict], ICON))

    def _forget_figures(self) -> None:
        self.unfold.setChecked(False)
        if self._figures is not None:
            self._figures.hide()
            self._figures.deleteLater()
            self._figures = None

    @Slot(bool)
    def _on_unfold(self, shown: bool) -> None:
        if shown and self._figures is None and self.card is not None:
            self._figures = Figures(self.card)
            self._layout.addWidget(self._figures)
        if self._figures is not None:
            self._figures.setVisible(shown)
