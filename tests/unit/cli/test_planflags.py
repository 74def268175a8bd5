"""Every number of a plan can be typed, and the line shown in the window is what runs."""

from dataclasses import fields

import pytest

from assistant_gui.cli.parser import parser
from assistant_gui.cli.planflags import chosen
from assistant_gui.core.plan import CHOSEN_APART, GROUPS, Plan, changed, items
from assistant_gui.core.plancommand import put, words
from assistant_gui.core.settings import Meaning, Value

RECOMMENDED = Plan("small", epochs=4, batch=2)


def another(value: Value, meaning: Meaning) -> Value:
    """Something else that the number may be."""
    if isinstance(value, bool):
        return not value
    if meaning.choices:
        return next(choice for choice in meaning.choices if choice != value)
    if isinstance(value, str):
        return f'-- {value} it\'s "new"'
    return type(value)(meaning.high if value != meaning.high else meaning.low)


EVERYTHING = Plan(
    **{name: another(value, meaning) for name, value, meaning in items(RECOMMENDED) if name != "base"}, base="big"
)


@pytest.mark.parametrize(
    "plan",
    [
        RECOMMENDED,
        EVERYTHING,
        *(
            changed(RECOMMENDED, name, another(value, meaning))
            for name, value, meaning in items(RECOMMENDED)
            if name != "base"
        ),
    ],
)
def test_the_shown_line_makes_the_same_plan_whatever_is_recommended_by_then(plan):
    _program, *typed = words(plan, RECOMMENDED)

    arguments = parser().parse_args(typed)

    assert put(Plan(arguments.base, epochs=1, rank=64, learning_rate=1e-5, batch=16), chosen(arguments)) == plan


def test_every_number_stands_under_one_heading():
    grouped = [name for _title, names in GROUPS for name in names]

    assert sorted([*grouped, *CHOSEN_APART]) == sorted(each.name for each in fields(Plan))


@pytest.mark.parametrize(
    "typed", [["--rank", "0"], ["--learning-rate", "nan"], ["--schedule", "steep"], ["--epochs", "2.5"]]
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(typed):
    with pytest.raises(SystemExit):
        parser().parse_args(["tune", *typed])


def test_a_number_that_cannot_be_says_what_can(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["tune", "--epochs", "0"])

    assert "0 is not from 1 to 50" in capsys.readouterr().err


def test_what_is_not_typed_is_not_chosen():
    assert chosen(parser().parse_args(["tune", "--seed", "3"])) == {"seed": 3}
