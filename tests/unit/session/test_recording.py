"""Recording a moment of the microphone."""

import pytest

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import SPEECH_RATE_HZ, Sound
from assistant_gui.core.turn import Turn
from assistant_gui.session.recording import recorded
from tests.fakes import FakeMicrophone


def frame(value):
    return Frame(Sound(bytes([value, 0]) * 512, SPEECH_RATE_HZ), 0.0, echo=False)


@pytest.fixture
def microphone():
    microphone = FakeMicrophone()
    microphone.say(*map(frame, range(1, 10)))
    return microphone


def test_what_is_heard_is_kept_for_so_long_and_no_longer(microphone):
    sound = recorded(microphone, 0.09, Turn())

    assert sound.pcm == b"".join(frame(value).sound.pcm for value in (1, 2, 3))
    assert microphone.closed.is_set()


def test_it_may_be_cut_short(microphone):
    turn = Turn()
    turn.cancel()

    assert recorded(microphone, 5.0, turn).seconds < 1.0
