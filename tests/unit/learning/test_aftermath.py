"""Whether answers are less welcome than before: a probability, and when it is told."""

import json
import random

import pytest

from assistant_gui.core.aftermath import Reception
from assistant_gui.learning.adapters import Adapters
from assistant_gui.learning.aftermath import PROBABLY, Aftermath, above, probably_worse

GOOD = Reception(60, 5)
BAD = Reception(40, 14)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one").mkdir()
    manifest = {"id": "one", "name": "pirate", "base": "small", "created": 1.0, "examples": [{}]}
    (tmp_path / "one" / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def aftermath(folder, clock, now=BAD, before=GOOD):
    return Aftermath(folder, lambda adapter, since: (now, before), clock)


@pytest.mark.parametrize(
    ("one", "other"), [((13, 30), (6, 56)), ((2, 3), (4, 5)), ((1, 1), (1, 1)), ((60, 9), (9, 60))]
)
def test_the_probability_is_what_drawing_finds(one, other):
    dice = random.Random(1)
    drawn = sum(dice.betavariate(*one) > dice.betavariate(*other) for _draw in range(20_000)) / 20_000

    assert above(one, other) == pytest.approx(drawn, abs=0.012)


def test_one_share_is_above_the_other_or_the_other_way_round():
    assert above((13, 301), (60, 560)) + above((60, 560), (13, 301)) == pytest.approx(1)


@pytest.mark.parametrize(("now", "before"), [(Reception(29, 29), GOOD), (BAD, Reception(29, 0)), (BAD, Reception())])
def test_with_too_few_answers_nothing_is_said(now, before):
    assert probably_worse(now, before) == 0


def received(dice, answers, share):
    return Reception(answers, sum(dice.random() < share for _answer in range(answers)))


def test_an_adapter_that_changes_nothing_is_seldom_blamed():
    dice = random.Random(2)
    pairs = [(received(dice, 80, 0.15), received(dice, 120, 0.15)) for _person in range(400)]

    assert sum(probably_worse(*pair) > PROBABLY for pair in pairs) < 0.14 * 400


def test_one_that_is_better_is_hardly_ever_blamed():
    dice = random.Random(3)
    pairs = [(received(dice, 60, 0.08), received(dice, 120, 0.2)) for _person in range(400)]

    assert sum(probably_worse(*pair) > PROBABLY for pair in pairs) < 0.01 * 400


def test_one_that_is_three_times_worse_is_found_out():
    dice = random.Random(4)
    pairs = [(received(dice, 60, 0.3), received(dice, 120, 0.1)) for _person in range(400)]

    assert sum(probably_worse(*pair) > PROBABLY for pair in pairs) > 0.95 * 400


def test_without_an_active_adapter_there_is_nothing_to_regret(folder, clock):
    assert aftermath(folder, clock).regret() is None


def test_what_is_probably_worse_is_told_once_a_day(folder, clock):
    Adapters(folder).activate("one")
    regret = aftermath(folder, clock).regret()

    assert (regret.adapter.name, regret.now, regret.before) == ("pirate", BAD, GOOD)
    clock.now += 23 * 3600
    assert aftermath(folder, clock).regret() is None
    clock.now += 2 * 3600
    assert aftermath(folder, clock).regret() is not None


def test_what_is_as_good_as_before_is_not_told(folder, clock):
    Adapters(folder).activate("one")

    assert aftermath(folder, clock, now=Reception(60, 6)).regret() is None


def test_what_was_taken_back_is_not_regretted(folder, clock):
    adapters = Adapters(folder)
    adapters.activate("one")
    adapters.rollback()

    assert aftermath(folder, clock).regret() is None
