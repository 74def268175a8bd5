"""Trimming and pacing of what a voice gave."""

import numpy as np
import pytest

from assistant_gui.engine.tts.pcm import breath_s, finished

RATE_HZ = 22_050


def voiced(lead_s: float, voice_s: float, tail_s: float) -> np.ndarray:
    tone = 0.5 * np.sin(2 * np.pi * 200 * np.arange(int(voice_s * RATE_HZ)) / RATE_HZ)
    whole = np.concatenate([np.zeros(int(lead_s * RATE_HZ)), tone, np.zeros(int(tail_s * RATE_HZ))])
    return whole.astype(np.float32)


def seconds_of(pcm: bytes) -> float:
    return len(pcm) / 2 / 24_000


def test_silence_at_the_edges_becomes_one_breath():
    pcm = finished(voiced(0.3, 1.0, 0.6), RATE_HZ, "So, yes,")

    assert seconds_of(pcm) == pytest.approx(1.0 + 0.05 + breath_s(","), abs=0.02)


def test_the_voice_starts_at_once():
    samples = np.frombuffer(finished(voiced(0.3, 1.0, 0.0), RATE_HZ, "Yes."), "<i2")

    assert np.flatnonzero(np.abs(samples) > 1000)[0] < 0.03 * 24_000


def test_a_voice_that_gave_only_silence_gives_nothing():
    assert finished(np.zeros(5000, np.float32), RATE_HZ, "Yes.") == b""
    assert finished(np.zeros(0, np.float32), RATE_HZ, "Yes.") == b""


@pytest.mark.parametrize(("text", "seconds"), [("a,", 0.12), ("a.", 0.25), ('"a!"', 0.25), ("好。", 0.25), ("a", 0.06)])
def test_the_breath_depends_on_the_last_mark(text, seconds):
    assert breath_s(text) == seconds


def test_too_loud_is_cut_not_wrapped():
    samples = np.frombuffer(finished(voiced(0, 0.2, 0) * 4, RATE_HZ, "a"), "<i2")

    assert samples.max() == 32767
    assert samples.min() == -32767
