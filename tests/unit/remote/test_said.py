"""The audio role's packets."""

import pytest

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.remote import said

HEADER = {"speech": 0.25, "echo": True, "startled": True, "insistent": False}


def test_frames_that_came_together_are_told_apart():
    first, second = b"\1" * said.FRAME_BYTES, b"\2" * said.FRAME_BYTES

    frames = list(said.frames(HEADER, first + second))

    assert frames == [
        Frame(Sound(pcm, 16_000), 0.25, echo=True, startled=True, insistent=False) for pcm in (first, second)
    ]


@pytest.mark.parametrize("names", [None, "Headset"])
def test_what_is_no_list_of_devices_is_none(names):
    assert said.devices({"microphones": names, "speakers": ["Headset"]}).microphones == ()
