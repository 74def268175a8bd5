"""Tokens a second and the time left, over steps whose clock the test turns."""

import pytest

from assistant_gui.tuner.batches import schedule
from assistant_gui.tuner.examples import Lesson
from assistant_gui.tuner.pace import Pace
from assistant_gui.tuner.training import Step


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


STEPS = schedule([Lesson(f"l{n}", tuple(range(100)), (1.0,) * 100) for n in range(10)], epochs=1, batch=1, seed=0)


@pytest.fixture
def went():
    """The pace after steps of 100 tokens that took so many seconds."""

    def made(*seconds):
        clock = Clock()
        pace = Pace(STEPS, clock)
        for number, took in enumerate(seconds, 1):
            clock.now += took
            pace.learned(Step(number, 1, 1.0, 1e-3, 1.0, 100))
            clock.now += 60.0  # a checkpoint, which is not counted
            pace.goes_on()
        return pace

    return made


def test_it_is_told_by_the_steps_alone(went):
    pace = went(2.0, 2.0)

    assert pace.tokens_per_s == 50.0
    assert pace.seconds_left(2) == pytest.approx(16.0)


@pytest.mark.parametrize("asleep", [600.0, 8 * 3600.0])
def test_a_step_in_which_the_machine_slept_changes_nothing(went, asleep):
    pace = went(2.0, asleep, 2.0)

    assert pace.tokens_per_s == 50.0
    assert pace.seconds_left(3) == pytest.approx(14.0)


def test_a_step_that_is_only_slow_counts(went):
    assert went(2.0, 8.0).tokens_per_s == 20.0


def test_after_a_sleep_in_the_first_step_the_time_left_is_right_soon(went):
    pace = went(600.0, 2.0, 2.0)

    assert pace.seconds_left(3) == pytest.approx(14.0)


def test_all_becoming_slower_by_and_by_is_no_sleep(went):
    assert went(1.0, 4.0, 8.0, 8.0).seconds_left(4) == pytest.approx(36.0)


def test_a_slowness_that_lasts_is_believed(went):
    assert went(1.0, *[60.0] * 4).seconds_left(5) == pytest.approx(300.0)
