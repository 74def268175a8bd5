"""When a run has learned enough."""

import pytest

from assistant_gui.tuner.stopping import Watch, due


def looks(losses):
    """One letter per look: * best so far, . not better, | it is over."""
    watch, said = Watch(), ""
    for step, loss in enumerate(losses, 1):
        said += "*" if watch.saw(step, loss) else "."
        if watch.over:
            return said + "|"
    return said


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ((3.0, 2.0, 1.0), "***"),
        ((3.0, 2.0, 2.1, 2.2, 2.3, 1.0), "**...|"),
        ((3.0, 2.0, 2.1, 2.2, 1.9, 2.0), "**..*."),  # not three in a row
        ((3.0, 2.996, 2.997, 2.998), "*...|"),  # better, but by too little
    ],
)
def test_it_ends_after_three_looks_without_a_better_one(losses, expected):
    assert looks(losses) == expected


def test_it_looks_four_times_an_epoch_and_at_the_end():
    assert [step for step in range(201) if due(step, 200, 2)] == [25, 50, 75, 100, 125, 150, 175, 200]


def test_it_does_not_look_more_often_than_every_ten_steps():
    assert [step for step in range(26) if due(step, 25, 5)] == [10, 20, 25]
