"""How far a recording is written down, in figures and in words."""

import pytest

from assistant_gui.core.ports import Listened
from assistant_gui.session.listened import Progress, clock, in_words, progress


def test_the_rest_takes_as_long_for_a_second_as_what_is_done():
    now = progress(Listened(600.0, 3600.0), 60.0)

    assert now.left == pytest.approx(300.0)
    assert now.fraction == pytest.approx(1 / 6)


@pytest.mark.parametrize(("listened", "worked"), [(Listened(0, 60), 9), (Listened(30, 60), 1), (Listened(30, 0), 9)])
def test_nobody_guesses_too_early_or_without_a_length(listened, worked):
    assert progress(listened, worked).left is None


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Progress(750, 3600, 190), "12:30 of 1:00:00, about 3:10 left"),
        (Progress(7, 60), "0:07 of 1:00"),
        (Progress(30), "0:30 written down"),
    ],
)
def test_it_is_said_in_words(now, words):
    assert in_words(now) == words


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (3723, "1:02:03"), (-1, "0:00")])
def test_a_time_is_read_as_on_a_player(seconds, shown):
    assert clock(seconds) == shown
