"""How much of its window Whisper is given."""

import pytest

from assistant_gui.engine.asr.port import room_for


@pytest.mark.parametrize(("seconds", "frames"), [(0.5, 512), (7.0, 512), (10.0, 628), (12.0, 728)])
def test_short_speech_gets_little_room_but_never_less_than_ten_seconds(seconds, frames):
    assert room_for(seconds) == frames


@pytest.mark.parametrize("seconds", [12.1, 30.0])
def test_long_speech_gets_the_whole_window(seconds):
    assert room_for(seconds) == 1500
