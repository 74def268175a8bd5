"""Making the speaker quieter, silent, and loud again without losing its place."""

import numpy as np
import pytest

from assistant_gui.audio.loudness import DUCKED, FLINCHES_FOR, FULL, HELD, LOUDEST, Loudness
from assistant_gui.audio.ring import Ring


@pytest.fixture
def ring():
    ring = Ring(1000)
    ring.write(np.full(900, 1000, np.int16))
    return ring


def block(loudness: Loudness, ring: Ring) -> np.ndarray:
    out = np.zeros((100, 2), np.int16)
    loudness.fill(ring, out)
    return out[:, 0]


def test_it_changes_in_a_slope_and_stays_there(ring):
    loudness = Loudness()
    loudness.wanted = DUCKED
    slope = block(loudness, ring)

    assert slope[0] == 1000
    assert (np.diff(slope) <= 0).all()
    assert block(loudness, ring)[50] == pytest.approx(1000 * DUCKED, abs=1)


def test_held_it_takes_nothing_and_goes_on_where_it_was(ring):
    loudness = Loudness()
    loudness.wanted = HELD
    block(loudness, ring)
    place = ring.read

    assert not block(loudness, ring).any()
    assert ring.read == place
    loudness.wanted = FULL
    assert block(loudness, ring)[-1] == 1000
    assert ring.read == place + 100


def test_the_volume_is_of_all_that_is_played(ring):
    loudness = Loudness()
    loudness.volume = 0.5
    block(loudness, ring)

    assert set(block(loudness, ring)) == {500}


def test_louder_than_it_comes_is_cut_off_and_does_not_turn_round():
    ring = Ring(1000)
    ring.write(np.full(600, 30_000, np.int16))
    loudness = Loudness()
    loudness.volume = 1.5
    block(loudness, ring)

    assert set(block(loudness, ring)) == {32_767}


def test_at_no_volume_it_plays_on_in_silence(ring):
    loudness = Loudness()
    loudness.volume = 0.0
    block(loudness, ring)
    before = ring.read

    assert not any(block(loudness, ring))
    assert ring.read > before


def test_the_volume_has_bounds():
    loudness = Loudness()

    loudness.volume = 9.0

    assert loudness.volume == LOUDEST


def test_a_flinch_is_quieter_for_a_moment_and_over_by_itself(ring):
    clock = [0.0]
    loudness = Loudness(lambda: clock[0])
    loudness.flinch()
    block(loudness, ring)
    startled = block(loudness, ring)
    clock[0] = FLINCHES_FOR
    block(loudness, ring)

    assert startled[50] == pytest.approx(1000 * DUCKED, abs=1)
    assert block(loudness, ring)[50] == 1000


def test_a_flinch_makes_nothing_louder_that_is_held(ring):
    loudness = Loudness(lambda: 0.0)
    loudness.wanted = HELD
    loudness.flinch()
    block(loudness, ring)

    assert not block(loudness, ring).any()


@pytest.mark.parametrize(
    ("at", "insisted"), [([0.0], False), ([0.0, 0.1, 0.21], True), ([0.0, 0.2, 0.4], False), ([0.0, 0.1, 0.19], False)]
)
def test_it_is_insisted_when_it_flinches_again_and_again_and_not_from_single_knocks(at, insisted):
    clock = [0.0]
    loudness = Loudness(lambda: clock[0])
    for clock[0] in at:
        loudness.flinch()

    assert loudness.insisted is insisted


def test_what_is_over_insists_no_more():
    clock = [0.0]
    loudness = Loudness(lambda: clock[0])
    for clock[0] in (0.0, 0.1, 0.25):
        loudness.flinch()

    clock[0] = 0.25 + FLINCHES_FOR

    assert not loudness.insisted
