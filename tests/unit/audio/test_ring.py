"""The store between a callback and a thread."""

import numpy as np
import pytest

from assistant_gui.audio.ring import Ring


def samples(*values):
    return np.array(values, np.int16)


def out(ring, count, channels=1):
    block = np.full((count, channels), 77, np.int16)
    came = ring.read_into(block)
    return came, block[:, 0].tolist()


def test_what_goes_in_comes_out():
    ring = Ring(8)

    ring.write(samples(1, 2, 3))

    assert out(ring, 3) == (3, [1, 2, 3])


def test_too_little_is_filled_up_with_silence():
    ring = Ring(8)

    ring.write(samples(1, 2))

    assert out(ring, 4) == (2, [1, 2, 0, 0])


def test_it_goes_round():
    ring = Ring(4)
    ring.write(samples(1, 2, 3))
    out(ring, 3)

    ring.write(samples(4, 5, 6))

    assert out(ring, 3) == (3, [4, 5, 6])


def test_only_what_there_is_room_for_is_taken():
    ring = Ring(4)

    assert ring.write(samples(1, 2, 3, 4, 5, 6)) == 4
    assert ring.write(samples(7)) == 0
    assert out(ring, 4) == (4, [1, 2, 3, 4])


def test_every_channel_gets_the_same():
    ring = Ring(8)
    ring.write(samples(1, 2))
    block = np.zeros((2, 2), np.int16)

    ring.read_into(block)

    assert block.tolist() == [[1, 1], [2, 2]]


def test_all_can_be_taken_at_once():
    ring = Ring(4)
    ring.write(samples(1, 2, 3))

    assert ring.taken().tolist() == [1, 2, 3]
    assert ring.taken().tolist() == []


def test_the_most_recent_are_remembered():
    ring = Ring(8)
    ring.write(samples(1, 2, 3, 4))
    out(ring, 3)

    assert ring.recent(2).tolist() == [2, 3]
    assert ring.recent(99).tolist() == [1, 2, 3]


def test_a_cut_fades_and_ends():
    ring = Ring(16)
    ring.write(samples(*[1000] * 10))
    out(ring, 2)

    ring.cut(4)

    came, heard = out(ring, 8)
    assert came == 4
    assert heard[:4] == sorted(heard[:4], reverse=True)
    assert heard[3:] == [0] * 5


@pytest.mark.parametrize("late", [0, 3, 9])
def test_after_a_cut_that_came_late_it_goes_on(late):
    ring = Ring(16)
    ring.write(samples(*[1000] * 10))
    out(ring, late)
    ring.cut(2)
    out(ring, 16)

    ring.write(samples(5, 6))

    assert out(ring, 2) == (2, [5, 6])
