"""A result card in words that need no training."""

from math import inf

from assistant_gui.core import cardwords
from assistant_gui.core.card import Card, Score, Verdict, Wanted


def score(name="nll", difference=-0.3, low=-0.4, high=-0.2, candidate=2.7):
    return Score(name, Wanted.LOWER, 3.2, 3.0, candidate, difference, low, high, 40, 12)


def test_a_gain_is_told_as_likelihood_with_its_certainty():
    words = cardwords.gain(Card(Verdict.BETTER, (), (score(),)))

    assert "changes by +35\N{NO-BREAK SPACE}%" in words
    assert "between +22\N{NO-BREAK SPACE}% and +49\N{NO-BREAK SPACE}%" in words


def test_a_gain_of_unknown_certainty_claims_none():
    assert "certainty" not in cardwords.gain(Card(Verdict.UNSURE, (), (score(low=-inf, high=inf),)))


def test_what_was_not_measured_is_not_told():
    assert cardwords.gain(Card(Verdict.UNSURE, (), ())) == ""
    assert cardwords.interval(score(low=-inf, high=inf)) == ""


def test_the_three_have_the_same_digits_and_the_difference_one_more():
    assert cardwords.values(score()) == ("3.20", "3.00", "2.70")
    assert cardwords.difference(score()) == "-0.300"
    assert cardwords.interval(score()) == "-0.400 to -0.200"


def test_what_has_no_end_is_a_dash():
    assert cardwords.values(score(candidate=inf))[2] == "–"


def test_a_score_of_a_later_version_keeps_its_name():
    assert (cardwords.title(score("vibes")), cardwords.explanation(score("vibes"))) == ("vibes", "")


def test_every_verdict_has_words_and_advice():
    assert set(cardwords.VERDICTS) == set(cardwords.IN_ONE_WORD) == set(cardwords.ADVICE) == set(Verdict)
