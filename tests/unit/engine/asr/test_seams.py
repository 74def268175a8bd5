"""Where a long recording is cut; tones stand for speech."""

import numpy as np
import pytest

from assistant_gui.engine.asr.seams import PAUSE_S, seam

RATE_HZ = 16_000
WINDOW_S = 30


def window(*pauses: tuple[float, float], hum: float = 0.0):
    """Half a minute of speech with *pauses*, each from one second to another."""
    samples = 0.3 * np.sin(2 * np.pi * 200 * np.arange(WINDOW_S * RATE_HZ) / RATE_HZ)
    for start, end in pauses:
        samples[round(start * RATE_HZ) : round(end * RATE_HZ)] = 0
    return (samples + hum * np.random.default_rng(0).normal(size=len(samples))).astype(np.float32)


@pytest.mark.parametrize("hum", [0.0, 0.01])
def test_it_is_in_the_last_pause(hum):
    cut = seam(window((10, 12), (25, 25.4), (27.5, 27.9), hum=hum))

    assert 27.5 < cut.at / RATE_HZ < 27.9
    assert cut.quiet


def test_a_gap_within_a_word_is_none():
    cut = seam(window((25, 25.4), (29, 29 + PAUSE_S / 3)))

    assert 25 < cut.at / RATE_HZ < 25.4


def test_where_nobody_takes_breath_it_is_in_the_quietest_place_and_says_so():
    samples = window()
    samples[27 * RATE_HZ : 28 * RATE_HZ] *= 0.5

    cut = seam(samples)

    assert 27 < cut.at / RATE_HZ < 28
    assert not cut.quiet


def test_a_pause_long_before_the_end_does_not_count():
    assert seam(window((5, 10))).at / RATE_HZ > 23
