"""Some of many, evenly."""

import pytest

from assistant_gui.tuner.spreading import spread


@pytest.mark.parametrize(("count", "most", "chosen"), [(3, 5, [0, 1, 2]), (5, 5, [0, 1, 2, 3, 4]), (9, 3, [0, 4, 8])])
def test_ends_and_middle_are_chosen_and_few_things_are_all_taken(count, most, chosen):
    assert spread(range(count), most) == chosen


def test_nothing_is_chosen_twice():
    assert all(len(set(spread(range(count), 24))) == 24 for count in range(24, 200))
