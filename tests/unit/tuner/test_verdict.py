"""What is said of a candidate, and why."""

from dataclasses import replace

import pytest

from assistant_gui.core.card import Verdict
from assistant_gui.tuner.intervals import Interval
from assistant_gui.tuner.verdict import Findings, Habits, verdict

USUAL = Habits(stop_rate=0.9, length=1.0, repetition=0.05, in_form=1.0)
BETTER = Findings(Interval(0.3, 0.1, 0.5), 10, USUAL, USUAL, forgotten=0.01, leaks=0)


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (Interval(0.3, 0.1, 0.5), Verdict.BETTER),
        (Interval(-0.3, -0.5, -0.1), Verdict.WORSE),
        (Interval(0.3, -0.1, 0.7), Verdict.UNSURE),
        (Interval(0.0, 0.0, 0.0), Verdict.UNSURE),
    ],
)
def test_the_whole_interval_must_be_on_one_side(gain, said):
    assert verdict(replace(BETTER, gain=gain))[0] is said


def test_below_eight_conversations_nothing_is_believed():
    assert verdict(replace(BETTER, conversations=7))[0] is Verdict.UNSURE


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        ({"leaks": 1}, "private"),
        ({"forgotten": 0.06}, "forgotten"),
        ({"candidate": replace(USUAL, stop_rate=0.8)}, "end its answers"),
        ({"candidate": replace(USUAL, repetition=0.2)}, "repeats itself"),
        ({"candidate": replace(USUAL, in_form=0.8)}, "forms"),
        ({"candidate": replace(USUAL, length=2.5)}, "longer or shorter"),
        ({"candidate": replace(USUAL, length=0.2)}, "longer or shorter"),
    ],
)
def test_a_gain_does_not_make_good_what_is_broken(harm, word):
    said, reasons = verdict(replace(BETTER, **harm))

    assert said is Verdict.WORSE
    assert word in reasons[0]
    assert reasons[-1] == "It is closer to the answers you wanted, but that does not make up for it."


def test_answers_that_came_closer_to_the_wanted_length_are_no_harm():
    long = replace(BETTER, current=replace(USUAL, length=6.0), candidate=replace(USUAL, length=2.5))

    assert verdict(long)[0] is Verdict.BETTER


def test_where_no_answers_were_written_only_the_likelihood_speaks():
    assert verdict(replace(BETTER, current=None, candidate=None))[0] is Verdict.BETTER
