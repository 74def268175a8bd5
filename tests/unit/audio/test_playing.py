"""One opened speaker, stepped by hand."""

import numpy as np
import pytest

from assistant_gui.audio.playing import Playing
from assistant_gui.audio.playlist import Block, Playlist
from tests.sound import FakeStream, device

RATE = 16_000


def block(turn, mark):
    """A tenth of a second."""
    return Block(turn, mark, RATE, np.full(RATE // 10, 1000, "<i2").tobytes())


class Played:
    """One opened device, stepped by hand."""

    def __init__(self):
        self.list = Playlist(RATE, 1.0)
        self.playing = Playing("", FakeStream(device(0, "default"), lambda _: None, lambda: None), self.list, [0.0])
        self.now = self.playing._settled_at

    def add(self, *blocks):
        for each in blocks:
            self.playing.add(each, self.now)
        self.playing.step(self.now)

    def take(self, seconds):
        self.list.ring.read_into(np.zeros((round(seconds * RATE), 1), np.int16))
        self.playing.step(self.now)


def test_an_answer_that_goes_on_after_all_of_it_was_taken_has_starved():
    played = Played()
    played.add(block(5, 50))
    played.take(0.1)

    played.add(block(5, 51), block(5, 52))

    assert played.playing.starved() == 1
    assert played.playing.starved() == 0


def test_an_answer_whose_rest_comes_in_time_has_not_starved():
    played = Played()
    played.add(block(5, 50))
    played.take(0.09)

    played.add(block(5, 51))

    assert played.playing.starved() == 0


@pytest.mark.parametrize("flushed", [True, False])
def test_the_next_answer_has_not_starved(flushed):
    played = Played()
    played.add(block(5, 50))
    played.take(0.1)
    if flushed:
        played.playing.flush(5, audible=True)

    played.add(block(6, 60))

    assert played.playing.starved() == 0
