"""An interval that says 95 % is right 95 times of 100."""

import math
import random

import pytest

from assistant_gui.tuner.intervals import cluster_robust, t_quantile

TABLE = {1: 12.7062047362, 2: 4.3026527297, 7: 2.3646242516, 9: 2.2621571628, 30: 2.0422724563, 200: 1.9718962236}
"""Two-sided 95 %, as printed in tables of Student's t."""


@pytest.mark.parametrize(("freedom", "value"), TABLE.items())
def test_quantiles_are_those_of_the_tables(freedom, value):
    assert t_quantile(0.975, freedom) == pytest.approx(value, abs=1e-9)


def test_equal_conversations_give_the_interval_of_a_plain_mean():
    interval = cluster_robust([[1.0], [2.0], [3.0], [6.0]], [[1.0]] * 4)

    error = math.sqrt(14 / 3) / 2
    assert interval.estimate == 3.0
    assert interval.high - 3.0 == pytest.approx(3.1824463053 * error)


def test_long_answers_count_for_more():
    assert cluster_robust([[0.0], [1.0]], [[1.0], [3.0]]).estimate == 0.75


@pytest.mark.parametrize("differences", [[], [[1.0, 2.0]]])
def test_without_two_conversations_nothing_is_sure(differences):
    interval = cluster_robust(differences, [[1.0] * len(each) for each in differences])

    assert (interval.low, interval.high) == (-math.inf, math.inf)


@pytest.mark.parametrize("conversations", [8, 10, 20])
def test_a_95_percent_interval_covers_what_it_promises(conversations):
    dice, covered, rounds = random.Random(conversations), 0, 2_000
    for _ in range(rounds):
        differences = []
        for _ in range(conversations):
            shared = dice.gauss(0.05, 0.10)
            differences.append([shared + dice.gauss(0, 0.20) for _ in range(dice.randint(1, 12))])
        interval = cluster_robust(differences, [[1.0] * len(each) for each in differences])
        covered += interval.low <= 0.05 <= interval.high

    assert 0.92 <= covered / rounds <= 0.97
