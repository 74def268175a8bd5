"""All the scores of a result card: what each is in one line, and what base, the one now and the new one have."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from assistant_gui.core import cardwords
from assistant_gui.core.card import Card, Score, Wanted
from assistant_gui.core.language import translated as _
from assistant_gui.gui.pieces import label, stand_or_lie
from assistant_gui.gui.theme import Space

COLUMN = 5.5
"""How wide a column of numbers is, in heights of a line..."""
WIDE = 8.5
"""...and the one with the interval."""


class ScoreRow(QWidget):
    def __init__(self, score: Score) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(label(cardwords.title(score)))
        words.addWidget(label(cardwords.explanation(score), "small"))
        words.addStretch(1)
        self._numbers = _numbers(score)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(Space.S)
        self._across.addLayout(words, 1)
        self._across.addWidget(self._numbers, 0, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        stand_or_lie(self._across, event.size().width() - self._numbers.sizeHint().width(), self.fontMetrics())


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


def _numbers(score: Score) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.S)
    grid.setVerticalSpacing(0)
    line = made.fontMetrics().height()
    base, now, new = cardwords.values(score)
    columns = (
        (_("base"), base, "", COLUMN),
        (_("now"), now, "", COLUMN),
        (_("new"), new, "", COLUMN),
        (_("difference"), cardwords.difference(score), verdict_on(score), WIDE),
    )
    for column, (name, number, look, width) in enumerate(columns):
        grid.setColumnMinimumWidth(column, round(width * line / 1.6))
        grid.addWidget(label(name, "small", wraps=False), 0, column)
        grid.addWidget(label(number, look, wraps=False), 1, column)
    if interval := cardwords.interval(score):
        grid.addWidget(label(interval, "small", wraps=False), 2, 3)
    return made
