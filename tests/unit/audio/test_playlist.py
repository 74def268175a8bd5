"""What is played, and how far it got, counted in samples."""

import numpy as np
import pytest

from assistant_gui.audio.playlist import Block, Playlist

RATE = 16_000


def block(turn, mark, seconds, value=1000, rate=RATE):
    return Block(turn, mark, rate, np.full(round(seconds * rate), value, "<i2").tobytes())


def heard(playlist, seconds):
    out = np.zeros((round(seconds * playlist.rate_hz), 1), np.int16)
    playlist.ring.read_into(out)
    return out[:, 0]


def marks(blocks):
    return [each.mark for each in blocks]


@pytest.fixture
def playlist():
    return Playlist(RATE, 1.0)


def test_blocks_begin_and_end_in_order(playlist):
    playlist.add(block(1, 10, 0.1))
    playlist.add(block(1, 11, 0.1))
    playlist.feed()
    assert playlist.progress() == ([], [])

    heard(playlist, 0.05)
    begun, ended = playlist.progress()
    assert (marks(begun), marks(ended)) == ([10], [])

    heard(playlist, 0.1)
    playlist.feed()
    begun, ended = playlist.progress()
    assert (marks(begun), marks(ended)) == ([11], [10])

    heard(playlist, 0.1)
    playlist.feed()
    assert marks(playlist.progress()[1]) == [11]
    assert playlist.empty


def test_more_than_the_ring_holds_waits_for_room(playlist):
    playlist.add(block(1, 10, 2.5))
    for _ in range(3):
        playlist.feed()
        assert heard(playlist, 0.8).all()
        assert playlist.progress()[1] == []
    playlist.feed()
    heard(playlist, 0.1)
    playlist.feed()

    assert marks(playlist.progress()[1]) == [10]


@pytest.mark.parametrize("rate", [24_000, 22_050, 8_000])
def test_every_sample_of_another_rate_is_played(rate):
    playlist = Playlist(48_000, 2.0)
    for mark in range(5):
        playlist.add(block(1, mark, 0.1, rate=rate))
    playlist.feed()
    heard(playlist, 0.46)
    playlist.feed()  # lets the resampler's rest out

    assert playlist.ring.written == pytest.approx(24_000, abs=50)


def test_a_block_too_short_for_the_resampler_is_played_and_ends():
    playlist = Playlist(48_000, 2.0)
    playlist.add(block(1, 7, 0.002, rate=24_000))
    playlist.feed()
    heard(playlist, 0.05)
    playlist.feed()

    begun, ended = playlist.progress()

    assert marks(begun) == marks(ended) == [7]


def test_an_empty_block_ends_in_its_turn(playlist):
    playlist.add(block(1, 10, 0.1))
    playlist.add(block(1, 11, 0))
    playlist.feed()
    assert playlist.progress()[1] == []

    heard(playlist, 0.2)
    playlist.feed()

    assert marks(playlist.progress()[1]) == [10, 11]


def test_a_flush_silences_the_turn_that_sounds(playlist):
    playlist.add(block(1, 10, 0.5))
    playlist.feed()
    heard(playlist, 0.1)

    assert playlist.flush(1)

    assert not heard(playlist, 0.1)[160:].any()
    assert playlist.empty


def test_a_flush_of_what_is_held_silent_leaves_nothing_to_be_heard_afterwards(playlist):
    playlist.add(block(1, 10, 0.5))
    playlist.feed()
    heard(playlist, 0.1)

    assert playlist.flush(1, audible=False)

    assert not heard(playlist, 0.1).any()


def test_a_flush_of_what_waits_leaves_alone_what_sounds(playlist):
    playlist.add(block(1, 10, 0.1))
    playlist.add(block(2, 20, 0.1))
    playlist.feed()

    assert not playlist.flush(2)

    assert heard(playlist, 0.1).all()
    playlist.feed()
    assert marks(playlist.progress()[1]) == [10]
    assert playlist.empty


def test_another_turn_waits_until_the_first_has_sounded(playlist):
    playlist.add(block(1, 10, 0.1))
    playlist.add(block(2, 20, 0.1, value=500))
    playlist.feed()
    heard(playlist, 0.1)
    playlist.feed()
    playlist.progress()
    playlist.feed()

    assert set(heard(playlist, 0.1)) == {500}


def test_what_was_not_heard_can_be_taken_elsewhere(playlist):
    playlist.add(block(1, 10, 0.4))
    playlist.add(block(1, 11, 0.1))
    playlist.feed()
    heard(playlist, 0.3)

    left = playlist.unplayed()

    assert marks(left) == [10, 11]
    assert len(left[0].pcm) == pytest.approx(0.1 * RATE * 2, abs=4)
