"""Two answers to one question: what a choice means, and what the votes come to."""

from collections import Counter

import pytest

from assistant_gui.core.comparing import Answers, Blind, Choice, Count, Question, Vote, wilson

ANSWERS = Answers(Question((("user", "Tea?"),)), "Aye!", "Yes.")


@pytest.mark.parametrize(
    ("wins", "of", "low", "high"),
    [  # by the formula of Wilson (1927), as R's prop.test(correct = FALSE) gives it
        (7, 10, 0.3968, 0.8922),
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (1, 2, 0.0945, 0.9055),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_a_share_has_the_interval_of_wilson(wins, of, low, high):
    assert wilson(wins, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_of_no_votes_nothing_is_known():
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    from math import comb

    inside = sum(
        comb(20, wins) * 0.6**wins * 0.4 ** (20 - wins)
        for wins in range(21)
        if wilson(wins, 20)[0] <= 0.6 <= wilson(wins, 20)[1]
    )

    assert 0.92 <= inside <= 0.98


@pytest.mark.parametrize("swapped", [False, True])
def test_a_choice_means_what_stood_there(swapped):
    blind = Blind(ANSWERS, swapped)
    shown = {Choice.LEFT: blind.left, Choice.RIGHT: blind.right}

    assert sorted(shown.values()) == ["Aye!", "Yes."]
    for choice, text in shown.items():
        assert blind.vote(choice) is (Vote.NEW if text == ANSWERS.new else Vote.OLD)
    assert blind.vote(Choice.GOOD) is Vote.GOOD
    assert blind.vote(Choice.BAD) is Vote.BAD
    assert blind.vote(Choice.SKIP) is None


def test_only_votes_for_one_of_them_decide():
    count = Count()
    for vote in (Vote.NEW, Vote.NEW, Vote.OLD, Vote.GOOD, Vote.BAD):
        count = count.counted(vote)

    assert (count.decided, count.asked) == (3, 5)
    assert count.interval == wilson(2, 3)
    assert Counter([count.good, count.bad]) == {1: 2}


def test_answers_that_differ_by_a_line_break_are_the_same():
    assert Answers(ANSWERS.question, "Yes.\n", "Yes.").same
    assert not ANSWERS.same
