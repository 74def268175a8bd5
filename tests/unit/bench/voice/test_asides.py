"""What a recording shows of an answer over which somebody coughed."""

import numpy as np
import pytest
import soxr

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.asides import cough, passed_of
from assistant_gui.bench.voice.levels import Samples
from assistant_gui.bench.voice.room import Heard
from assistant_gui.bench.voice.tones import sentences, spoken_tones
from assistant_gui.core.sound import VOICE_RATE_HZ

ANSWER = sentences(30, seed=1)
COUGH = cough(1)


def answer() -> Samples:
    pcm = np.frombuffer(spoken_tones(ANSWER), dtype="<i2") / np.float32(32768)
    return np.asarray(soxr.resample(pcm.astype(np.float32), VOICE_RATE_HZ, RATE_HZ), dtype=np.float32)


def coughed_at(seconds: float, program: Samples) -> Heard:
    person = np.zeros(len(program), np.float32)
    begins = round(seconds * RATE_HZ)
    person[begins : begins + len(COUGH.samples)] = COUGH.samples
    return Heard(person, program)


def halted(sound: Samples, at: float, silence: float, skipped: float = 0.0) -> Samples:
    begins, pause = round(at * RATE_HZ), np.zeros(round(silence * RATE_HZ), np.float32)
    return np.concatenate([sound[:begins], pause, sound[begins + round(skipped * RATE_HZ) :]])


def test_an_answer_that_waits_and_goes_on_loses_nothing() -> None:
    passed = passed_of(coughed_at(3.0, halted(answer(), 3.3, 0.8)), COUGH, ANSWER, ended=False)

    assert passed.resumed
    assert not passed.lost


def test_one_that_goes_on_elsewhere_has_lost_something() -> None:
    passed = passed_of(coughed_at(3.0, halted(answer(), 3.3, 0.8, skipped=1.5)), COUGH, ANSWER, ended=False)

    assert passed.lost


def test_one_that_waits_for_long_has_not_gone_on() -> None:
    passed = passed_of(coughed_at(3.0, halted(answer(), 3.2, 3.0)), COUGH, ANSWER, ended=False)

    assert not passed.resumed


@pytest.mark.parametrize("seed", range(5))
def test_a_cough_is_a_short_burst(seed: int) -> None:
    burst = cough(seed)

    assert 0.2 <= burst.seconds <= 0.35
    assert np.abs(burst.samples).max() == pytest.approx(0.5)
