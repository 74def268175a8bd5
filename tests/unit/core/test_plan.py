"""One table says what a run can be told."""

from dataclasses import fields

import pytest

from assistant_gui.core.plan import Plan, as_told, bounds, changed, items

PLAN = Plan("small")


def test_every_number_has_a_title_and_a_meaning():
    assert [name for name, _value, meaning in items(PLAN) if not (meaning.title and meaning.help)] == []
    assert len(list(items(PLAN))) == len(fields(Plan))


def test_the_usual_numbers_are_within_their_own_bounds():
    for name, value, _meaning in items(PLAN):
        assert getattr(changed(PLAN, name, value), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("rank", 0), ("rank", 8.5), ("schedule", "steep"), ("learning_rate", 1.0), ("early_stopping", 1), ("speed", 1)],
)
def test_what_makes_no_sense_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        changed(PLAN, name, value)


def test_a_changed_plan_keeps_all_else():
    assert changed(PLAN, "learning_rate", 1e-3) == Plan("small", learning_rate=1e-3)


def test_bounds_are_those_of_the_table():
    assert bounds("epochs") == (1, 50)


def test_what_another_version_knew_beside_a_plan_is_left_out():
    assert as_told({"base": "small", "rank": 4, "four_bit": False}) == Plan("small", rank=4)
