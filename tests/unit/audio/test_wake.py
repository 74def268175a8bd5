"""The wake word in real sound: said by a synthetic voice, and not said in everything else."""

import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

pytest.importorskip("pymicro_wakeword", reason="the extra wake is not installed")

from assistant_gui.audio.microphone import FRAME
from assistant_gui.audio.wake import spotter

DATA = Path(__file__).parent.parent.parent / "data"
WORDS = ("okay_nabu", "hey_jarvis", "hey_mycroft", "alexa")
RATE_HZ = 16_000


def said(text: str) -> np.ndarray:
    made = subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "140", "--stdout", text], capture_output=True, check=True)
    return at_16_khz(*soundfile.read(io.BytesIO(made.stdout), dtype="int16"))


def at_16_khz(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    one = samples if samples.ndim == 1 else samples[:, 0]
    return soxr.resample(one, rate_hz, RATE_HZ)


def spotted(word: str, sound: np.ndarray) -> int:
    """How many frames of *sound*, with a second of silence around it, were taken for the end of *word*."""
    spot, silence = spotter(word), np.zeros(RATE_HZ, np.int16)
    whole = np.concatenate((silence, sound, silence))
    return sum(spot(whole[at : at + FRAME].tobytes()) for at in range(0, len(whole) - FRAME + 1, FRAME))


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="there is no voice to say it")
@pytest.mark.parametrize(
    ("word", "text"), [("okay_nabu", "Okay Nabu!"), ("hey_mycroft", "Hey Mycroft!"), ("alexa", "Alexa!")]
)
def test_it_is_heard_when_it_is_said_and_the_others_are_not(word, text):
    assert {one: spotted(one, said(text)) > 0 for one in WORDS} == {one: one == word for one in WORDS}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("file", sorted([*DATA.glob("*.wav"), *DATA.glob("*.flac")]), ids=lambda file: file.name)
def test_what_people_say_otherwise_wakes_nobody(word, file):
    assert spotted(word, at_16_khz(*soundfile.read(file, dtype="int16"))) == 0


@pytest.mark.parametrize("word", WORDS)
def test_noise_wakes_nobody(word):
    noise = np.random.default_rng(1).standard_normal(10 * RATE_HZ)

    for loudness in (100, 1000, 10_000):
        assert spotted(word, np.clip(noise * loudness, -32768, 32767).astype(np.int16)) == 0


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="there is no voice to say it")
def test_similar_words_wake_nobody():
    sound = said("Hey John, okay. Hey Jamie, he is away. Hey Microsoft! A lecture, Alex. No, not okay.")

    assert {word: spotted(word, sound) for word in WORDS} == dict.fromkeys(WORDS, 0)
