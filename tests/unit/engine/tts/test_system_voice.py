"""Which of the system's voices reads a text."""

from dataclasses import dataclass, field

import pytest

from assistant_gui.engine.tts.system_voice import voice_for


@dataclass
class Listed:
    id: str
    languages: list[str] = field(default_factory=list)


VOICES = [Listed("english", ["en-gb"]), Listed("mandarin", ["zh_CN"]), Listed("japanese", ["ja"]), Listed("odd", [])]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Hello there", ""),
        ("今天天气很好", "mandarin"),
        ("東京へ行きます", "japanese"),
        ("The word 好 means good, as everybody knows", ""),
        ("Привет", ""),
        ("123", ""),
    ],
)
def test_the_script_chooses_the_voice(text, voice):
    assert voice_for(text, VOICES) == voice
