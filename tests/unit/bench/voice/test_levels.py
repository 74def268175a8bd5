"""Loudness, moment by moment: s is speech, . is silence, and each letter is a tenth of a second."""

import numpy as np
import pytest

from assistant_gui.bench.voice.levels import (
    NothingHeard,
    Samples,
    falls_below,
    first_up,
    levels,
    percentile,
    placed,
    speech_begin,
    speech_end,
)

RATE_HZ = 8000


def sound(script: str) -> Samples:
    """A capital S is loud, s is 20 dB quieter, . is nothing."""
    loudness = {"S": 0.5, "s": 0.05, ".": 0.0}
    noise = np.random.default_rng(1).choice([-1.0, 1.0], size=(len(script), RATE_HZ // 10))
    return np.concatenate([loudness[letter] * part for letter, part in zip(script, noise, strict=True)]).astype(
        np.float32
    )


def test_a_window_is_as_loud_as_its_mean_square() -> None:
    heard = levels(sound("S."), RATE_HZ)

    assert len(heard) == 20
    assert heard[0] == pytest.approx(-6.0, abs=0.1)
    assert heard[-1] == pytest.approx(-120.0)


@pytest.mark.parametrize(("script", "begins", "ends"), [("..SS..", 20, 40), ("S.S", 0, 30), (".Ss.", 10, 20)])
def test_speech_is_where_it_is_nearly_as_loud_as_it_gets(script: str, begins: int, ends: int) -> None:
    heard = levels(sound(script), RATE_HZ)

    assert (speech_begin(heard), speech_end(heard)) == (begins, ends)


def test_a_click_is_not_the_first_sound() -> None:
    samples = sound("..S")
    samples[100] = 1.0

    assert first_up(levels(samples, RATE_HZ)) == 20


def test_where_nothing_sounds_nothing_is_found() -> None:
    with pytest.raises(NothingHeard):
        first_up(levels(sound("SS.."), RATE_HZ), 20)


def test_it_falls_silent_where_no_sound_follows() -> None:
    heard = levels(sound("SS.S..."), RATE_HZ)

    assert falls_below(heard, -50.0, 5, 70) == 40
    with pytest.raises(NothingHeard):
        falls_below(heard, -50.0, 5, 40)


def test_a_clip_is_found_in_a_noisy_recording() -> None:
    clip = sound("SsS")
    whole = sound("." * 10)
    whole[3000 : 3000 + len(clip)] += clip
    whole += np.random.default_rng(2).normal(0, 0.1, len(whole)).astype(np.float32)

    assert placed(clip, whole) == 3000


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([1, 2, 3, 4], 50) == 2.5
    assert percentile([4, 1, 3, 2], 95) == pytest.approx(3.85)
