"""All the scores of a result card: what each is in one line, and what base, the one now and the new one have."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant_gui.core import cardwords
from assistant_gui.core.card import Card, Score, Wanted
from assistant_gui.core.language import translated as _
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space

COLUMN = 4
"""How wide a number's place is at least, in heights of a line, so that they stand below each other."""


class ScoreRow(QWidget):
    def __init__(self, score: Score) -> None:
        super().__init__()
        base, now, new = cardwords.values(score)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addWidget(label(cardwords.title(score)))
        layout.addWidget(label(cardwords.explanation(score), "small"))
        layout.addWidget(
            Flow(
                _figure(_("base"), base),
                _figure(_("now"), now),
                _figure(_("new"), new),
                _figure(_("difference"), cardwords.difference(score), verdict_on(score)),
                _figure(_("95 % certain"), cardwords.interval(score)),
                gap=Space.M,
            )
        )


class Figures(QWidget):
    """One row for each score of *card*."""

    def __init__(self, card: Card) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        for score in card.scores:
            layout.addWidget(ScoreRow(score))


def verdict_on(score: Score) -> str:
    """The look of a difference that is surely good or bad; none where it may be chance."""
    if score.wanted is Wanted.NEITHER or not (score.low > 0 or score.high < 0):
        return ""
    rises = score.low > 0
    return "good" if rises == (score.wanted is Wanted.HIGHER) else "warning"


def _figure(name: str, number: str, look: str = "") -> QWidget:
    made = QWidget()
    made.setMinimumWidth(COLUMN * made.fontMetrics().height())
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(label(name, "small", wraps=False))
    layout.addWidget(label(number, look, wraps=False))
    made.setVisible(bool(number))
    return made
