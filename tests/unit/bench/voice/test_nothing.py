"""Sounds in which nobody speaks, and what the floor makes of them."""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant_gui.bench.voice.nothing import Listened, listened, rows, sounds

DATA = Path(__file__).parents[3] / "data"


def test_the_sounds_are_the_same_each_time_and_as_long_as_asked():
    once, again = dict(sounds(2.0)), dict(sounds(2.0))

    assert len(once) >= 10
    assert all(np.array_equal(once[name], again[name]) for name in once)
    assert {len(samples) for samples in once.values()} == {32_000}


def test_somebody_who_does_speak_makes_a_message():
    samples, rate_hz = soundfile.read(DATA / "cards-001.wav", always_2d=True)
    speech = soxr.resample(samples[:, 0], rate_hz, 16_000)
    quiet = np.random.default_rng(0).normal(0, 0.0005, 48_000)

    found = listened("cards", np.concatenate([quiet, speech, quiet]), lambda _sound: "Ten of clubs.")

    assert found.messages == ("Ten of clubs.",)


def test_where_nothing_is_recognised_there_is_no_message():
    samples, rate_hz = soundfile.read(DATA / "cards-001.wav", always_2d=True)
    speech = soxr.resample(samples[:, 0], rate_hz, 16_000)
    quiet = np.random.default_rng(0).normal(0, 0.0005, 48_000)

    found = listened("cards", np.concatenate([quiet, speech, quiet]), lambda _sound: "")

    assert found.messages == ()
    assert found.attempts >= 1


def test_messages_and_attempts_are_summed():
    made, attempts = rows([Listened("a", 5.0, 3, ("you",)), Listened("b", 5.0, 0, ())])

    assert (made.value, attempts.value, made.trials) == (1, 3, 2)
