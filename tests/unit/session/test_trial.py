"""Trying out the microphone and the speaker."""

import pytest

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.trial import Trial
from tests.fakes import FakeMicrophone

FRAME = Frame(Sound(b"\1\0" * 512, 16_000), 0.0, echo=False)


class FakeEnds(FakeMicrophone):
    def __init__(self):
        super().__init__()
        self.done = []

    def play(self, sound, turn, on_played=None):
        self.done.append(("play", sound))

    def drain(self, turn):
        self.done.append("drain")

    def flush(self, turn):
        self.done.append("flush")

    def check(self, turn):
        self.done.append("check")


@pytest.fixture
def ends():
    return FakeEnds()


@pytest.fixture
def trial(ends):
    return Trial(ends, lambda: ends.done.append("rest"), lambda: ends.done.append("go on"))


def test_what_is_recorded_is_played_until_it_was_heard(trial, ends):
    ends.say(*[FRAME] * 5)
    turn = Turn()

    trial.begin()
    sound = trial.record(0.09, turn)
    trial.play(sound, turn)
    trial.check(turn)
    trial.end()

    assert sound.seconds == pytest.approx(0.096)
    assert ends.done == ["rest", ("play", sound), "drain", "check", "go on"]


def test_a_recording_that_is_given_up_is_none(trial):
    turn = Turn()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        trial.record(3.0, turn)


def test_a_playback_that_is_given_up_falls_silent(trial, ends):
    turn = Turn()
    trial.play(FRAME.sound, turn)

    turn.cancel()

    assert ends.done[-1] == "flush"
