"""Sequences whose things are made when they are asked for."""

import pytest

from assistant_gui.core.lazily import Lazily, after_one_another, mapped, some


def test_nothing_is_made_before_it_is_asked_for():
    made: list[int] = []
    things = Lazily([5, 6, 7], lambda number: made.append(number) or str(number))

    assert (len(things), made) == (3, [])
    assert (things[1], things[-1], list(things[:2])) == ("6", "7", ["5", "6"])
    assert made == [6, 7, 5, 6]


def test_one_is_equal_to_what_holds_the_same():
    assert Lazily([1, 2], str) == ("1", "2")
    assert Lazily([1, 2], str) != ["1", "3"]
    assert Lazily([], str) == ()
    assert Lazily([1], str) != 1


def test_some_of_them_changed_and_several_after_one_another():
    letters = "abcde"

    assert some(letters, [3, 1]) == ["d", "b"]
    assert mapped(letters[:2], str.upper) == ["A", "B"]
    assert after_one_another("ab", "", [], "cd") == list("abcd")
    with pytest.raises(IndexError):
        after_one_another("ab", "c")[3]
