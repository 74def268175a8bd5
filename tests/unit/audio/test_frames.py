"""From blocks of any rate to frames, and their level."""

from itertools import pairwise

import numpy as np
import pytest

from assistant_gui.audio.frames import FRAME, Frames, level


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_a_tone_of_any_rate_is_the_same_tone_at_16_khz(rate):
    seconds = np.arange(rate) / rate
    tone = (10_000 * np.sin(2 * np.pi * 440 * seconds)).astype(np.int16)
    frames = Frames(rate)

    heard = np.concatenate(
        [frame for at in range(0, rate, rate // 50) for frame in frames.of(tone[at : at + rate // 50])]
    )

    crossings = sum(a < 0 <= b for a, b in pairwise(heard[512:].tolist()))
    assert len(heard) >= 16_000 - 3 * FRAME
    assert crossings == pytest.approx(440 * (len(heard) - 512) / 16_000, abs=2)


def test_the_level_of_nothing_is_nothing():
    assert level(np.zeros(0, np.int16)) == 0
