"""Which of the system's voices reads a text."""

import shutil
import sys
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.engine.tts.system_voice import need_room, voice_for
from assistant_gui.engine.tts.voice import WorkerVoice, system_voice

WITHOUT = """
import sys
sys.modules["pyttsx3.drivers._espeak"] = None
from assistant_gui.engine.tts.system_voice import main
main()
"""


@dataclass
class Listed:
    id: str
    languages: list[str] = field(default_factory=list)


Usage = namedtuple("Usage", "total used free")
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


@pytest.mark.skipif(sys.platform != "linux", reason="the hint names apt")
def test_without_espeak_the_way_to_get_it_is_told():
    voice = WorkerVoice([sys.executable, "-c", WITHOUT])

    assert "sudo apt install espeak-ng" in voice.missing()


@pytest.fixture
def voice() -> Iterator[WorkerVoice]:
    voice = system_voice()
    yield voice
    voice.close()


def test_the_same_sentence_is_whole_every_time(voice):
    manners = [1.0, 1.0, 2.0, 1.0, 0.5, 1.0] * 3

    lengths = {speed: set() for speed in manners}
    for speed in manners:
        lengths[speed].add(len(b"".join(voice.speak("Good morning. It is early.", speed, Turn()))) // 4800)

    assert all(max(found) - min(found) <= 1 for found in lengths.values()), lengths
    assert min(lengths[0.5]) > min(lengths[1.0]) > min(lengths[2.0])


def test_a_full_disk_is_said_before_espeak_waits_for_ever(tmp_path, monkeypatch):
    need_room(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))  # nobody fills the disk for a test

    with pytest.raises(AssistantError, match="too full to speak"):
        need_room(tmp_path)
