"""Runs are held while somebody talks."""

import threading

import pytest

from assistant_gui.core.events import Floor, FloorChanged
from assistant_gui.learning.courtesy import Courtesy
from assistant_gui.learning.files import read_json


class Asked:
    """Finds one run, and counts how often it was asked."""

    def __init__(self, folder):
        self._folder = folder
        self._times = threading.Semaphore(0)

    def __call__(self):
        self._times.release()
        return [self._folder]

    def again(self):
        assert self._times.acquire(timeout=10)


@pytest.fixture
def asked(tmp_path):
    return Asked(tmp_path)


@pytest.fixture
def courtesy(asked):
    made = Courtesy(asked, now=lambda: 100.0)
    yield made
    made.close()


def test_a_run_is_held_from_the_first_voiced_frame(courtesy, asked, tmp_path):
    courtesy.on_event(FloorChanged(Floor.HEARING))
    asked.again()
    asked.again()  # it is renewed

    assert read_json(tmp_path / "held.json")["until"] == 105.0


@pytest.mark.parametrize("free", [Floor.LISTENING, Floor.ARMED, Floor.OFF])
def test_it_goes_on_when_the_floor_is_free(courtesy, asked, tmp_path, free):
    courtesy.on_event(FloorChanged(Floor.SPEAKING))
    asked.again()
    courtesy.on_event(FloorChanged(free))
    courtesy.on_event(FloorChanged(Floor.THINKING))
    asked.again()
    courtesy.on_event(FloorChanged(free))
    courtesy.close()

    assert not (tmp_path / "held.json").exists()


def test_it_goes_on_when_the_program_ends(courtesy, asked, tmp_path):
    courtesy.on_event(FloorChanged(Floor.HEARING))
    asked.again()
    courtesy.close()

    assert not (tmp_path / "held.json").exists()


def test_a_run_that_is_taken_away_meanwhile_does_not_end_the_courtesy(asked, tmp_path):
    folders = iter([tmp_path / "gone"])

    def going():
        asked()
        return [next(folders, tmp_path)]

    courtesy = Courtesy(going, now=lambda: 100.0)
    courtesy.on_event(FloorChanged(Floor.HEARING))
    for _ in range(3):
        asked.again()
    held = (tmp_path / "held.json").exists()
    courtesy.close()

    assert held


def test_a_free_floor_asks_for_no_thread(asked):
    courtesy = Courtesy(asked)
    before = threading.active_count()

    courtesy.on_event(FloorChanged(Floor.LISTENING))

    assert threading.active_count() == before
    courtesy.close()
