"""What foreign JSON holds, asked politely."""

import pytest

from assistant_gui.reader.values import at, items, key, mapping, moment, number, text

NOW = 1_700_000_000.5


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (NOW, NOW),
        (NOW * 1e3, NOW),
        (NOW * 1e6, NOW),
        (NOW * 1e9, NOW),
        ("2023-11-14T22:13:20.500000Z", NOW),
        ("2023-11-14T22:13:20.500000+00:00", NOW),
        ("2023-11-14T23:13:20.5+01:00", NOW),
        ("2023-11-14T22:13:20.5", NOW),
        ("yesterday", None),
        ("", None),
        (0, None),
        (-5, None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        ([1], None),
    ],
)
def test_a_moment_is_understood_in_every_unit_or_is_none(written, seconds):
    found = moment({"when": written}, "when")

    assert found is None if seconds is None else found == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("value", [None, 5, "x", [], {"a": 5}, {"a": {"b": None}}])
def test_what_is_not_there_or_of_another_kind_is_nothing(value):
    assert at(value, "a", "b") is None
    assert (text(value, "a", "b"), key(value, "a", "b"), items(value, "a", "b"), number(value, "a", "b")) == (
        "",
        "",
        [],
        None,
    )
    assert mapping(value, "a", "b") == {}


def test_a_number_may_be_a_key_and_a_truth_may_not():
    assert (key({"a": 5}, "a"), key({"a": True}, "a")) == ("5", "")
