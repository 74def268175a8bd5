"""Finding our own sound in what a microphone heard."""

import numpy as np
import pytest

from assistant_gui.audio.sweeps import found, sweeps

RATE = 16_000
ROOM = np.random.default_rng(2).standard_normal(5 * RATE)


def heard(delay=0.1, gain=0.25, noise=20.0):
    far = np.concatenate((sweeps(RATE), np.zeros(RATE, np.int16)))
    late = np.concatenate((np.zeros(round(delay * RATE)), far))[: len(far)]
    near = np.clip(gain * late + noise * ROOM[: len(far)], -32768, 32767).astype(np.int16)
    return (noise * ROOM[:8000]).astype(np.int16), near, far


@pytest.mark.parametrize("delay", [0.01, 0.12, 0.6])
def test_the_delay_is_found(delay):
    room, near, far = heard(delay)

    checked = found(room, near, far, near, cancelling=False)

    assert checked.heard
    assert checked.delay == pytest.approx(delay, abs=0.001)


def test_it_is_found_below_the_noise():
    room, near, far = heard(gain=0.005, noise=60.0)

    assert found(room, near, far, near, cancelling=False).heard


def test_noise_alone_is_not_taken_for_it():
    room, near, far = heard(gain=0.0, noise=300.0)

    assert not found(room, near, far, near, cancelling=False).heard


def test_silence_is_not_taken_for_it():
    nothing = np.zeros(4 * RATE, np.int16)

    checked = found(nothing, nothing, sweeps(RATE), nothing, cancelling=False)

    assert not checked.heard
    assert checked.noise_dbfs < -90


def test_levels_are_told_before_and_after_cancelling():
    room, near, far = heard(noise=20.0)
    cleaned = (near * 0.1).astype(np.int16)

    checked = found(room, near, far, cleaned, cancelling=True)

    assert checked.noise_dbfs == pytest.approx(20 * np.log10(20 / 32768), abs=0.5)
    assert checked.removed_db == pytest.approx(20, abs=0.5)
    assert checked.clipped == 0


def test_what_is_too_loud_is_told():
    room, near, far = heard(gain=9.0)

    assert found(room, near, far, near, cancelling=False).clipped > 0.1
