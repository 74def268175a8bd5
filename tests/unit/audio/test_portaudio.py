"""What the callback makes of what PortAudio tells it."""

from types import SimpleNamespace

import numpy as np
import pytest

from assistant_gui.audio.portaudio import _Running

HELD_S = 0.04


@pytest.fixture
def running():
    running = _Running(None, lambda _: None, lambda: None)
    for _ in range(100):
        called(running, HELD_S)
    return running


def called(running, held, status=None):
    """The device asks for more and has sound for *held* seconds left."""
    times = SimpleNamespace(currentTime=1000.0, outputBufferDacTime=1000.0 + held)
    running.callback(np.zeros((10, 1), np.int16), 10, times, status)


def test_a_device_that_is_served_in_time_has_no_troubles(running):
    called(running, HELD_S * 0.8)

    assert (running.troubles, running.close_calls) == (0, 0)


def test_one_that_has_little_left_was_nearly_served_too_late(running):
    called(running, HELD_S * 0.3)

    assert (running.troubles, running.close_calls) == (0, 1)


def test_one_that_says_so_was_served_too_late(running):
    called(running, HELD_S, status="output underflow")

    assert running.troubles == 1


def test_a_microphone_holds_nothing(running):
    called(running, -1000.0)

    assert running.close_calls == 0
