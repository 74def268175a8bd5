"""The result card: the verdict first, the figures for those who want them."""

from math import inf, nan

import pytest
from PySide6.QtGui import QImage

from assistant_gui.core.card import Card, Score, Verdict, Wanted
from assistant_gui.gui.settings.learning.figures import ScoreRow, verdict_on
from assistant_gui.gui.settings.learning.gains import GainsPlot
from assistant_gui.gui.settings.learning.resultview import ResultView

NLL = Score("nll", Wanted.LOWER, 3.2, 3.0, 2.7, -0.3, -0.4, -0.2, 40, 3)
BETTER = Card(Verdict.BETTER, ("It is closer.",), (NLL,), (("a", 0.3), ("b", -0.1), ("c", 0.5)), "x", 40, 3)
WORSE = Card(Verdict.WORSE, ("It forgets.", "It repeats itself."), ())


@pytest.fixture
def view(qtbot):
    made = ResultView()
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    return made


def test_a_verdict_has_words_reasons_and_an_icon(view):
    view.show_card(BETTER, active=False)

    assert view.verdict.text() == "Better than what answered before"
    assert view.reasons.text() == "It is closer."
    assert not view.icon.pixmap().isNull()
    assert view.basis.text() == "Judged by 40 of your answers from 3 conversations that it never saw."
    assert view.plot.accessibleDescription() == "Better at 2 of 3 conversations."


def test_what_is_better_can_be_used_or_left(qtbot, view):
    view.show_card(BETTER, active=False)

    with qtbot.waitSignal(view.use):
        view.use_button.click()
    with qtbot.waitSignal(view.keep_old):
        view.keep_button.click()


def test_what_is_worse_is_used_only_anyway_and_has_no_plot_without_dots(view):
    view.show_card(WORSE, active=False)

    assert view.use_button.text().strip() == "Use it anyway"
    assert view.use_button.property("look") == ""
    assert view.plot.isHidden()
    assert view.reasons.text() == "It forgets.\nIt repeats itself."


def test_what_answers_already_is_not_offered_again(view):
    view.show_card(BETTER, active=True)

    assert view.use_button.isHidden()
    assert view.keep_button.isHidden()
    assert view.advice.text() == "It answers now."


def test_a_comparison_is_offered_when_somebody_can_make_one(qtbot, view):
    view.show_card(BETTER, active=False)
    before = view.compare_button.isVisible()

    view.offer_comparison()

    assert not before
    with qtbot.waitSignal(view.compare):
        view.compare_button.click()


def test_figures_are_folded_away_and_those_of_another_card_take_their_place(view):
    view.show_card(BETTER, active=False)
    folded = view.findChildren(ScoreRow)

    view.unfold.click()
    unfolded = len(view.findChildren(ScoreRow))
    view.show_card(WORSE, active=False)

    assert (folded, unfolded) == ([], 1)
    assert not view.unfold.isChecked()


@pytest.mark.parametrize(
    ("wanted", "low", "high", "look"),
    [
        (Wanted.HIGHER, 0.1, 0.2, "good"),
        (Wanted.LOWER, -0.2, -0.1, "good"),
        (Wanted.HIGHER, -0.2, -0.1, "warning"),
        (Wanted.HIGHER, -0.1, 0.1, ""),
        (Wanted.NEITHER, 0.1, 0.2, ""),
        (Wanted.LOWER, -inf, inf, ""),
    ],
)
def test_a_difference_is_coloured_only_when_it_is_sure(wanted, low, high, look):
    assert verdict_on(Score("x", wanted, 0, 0, 0, 0, low, high, 1, 1)) == look


@pytest.mark.parametrize(
    ("gains", "interval"),
    [((), None), ((0.0,), None), ((nan, 1.0), (0.5, -inf, inf)), (tuple(n / 50 for n in range(-99, 99)), (0.1, -1, 1))],
    ids=["none", "nothing gained", "no number", "many"],
)
def test_any_gains_can_be_painted(qtbot, gains, interval):
    plot = GainsPlot()
    qtbot.addWidget(plot)
    plot.show_gains(gains, interval)
    plot.resize(300, 120)

    picture = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    assert len({picture.pixel(x, y) for x in range(0, 300, 2) for y in range(0, 120, 2)}) > 1
