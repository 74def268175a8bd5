"""Which of the system's voices reads a text."""

import shutil
import sys
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.engine.tts.manner import Listed, Manner
from assistant_gui.engine.tts.system_voice import listed, need_room, voice_for
from assistant_gui.engine.tts.voice import WorkerVoice, system_voice

WITHOUT = """
import sys
sys.modules["pyttsx3.drivers._espeak"] = None
from assistant_gui.engine.tts.system_voice import main
main()
"""


@dataclass
class Known:
    """As pyttsx3 lists it."""

    id: str
    languages: list[str] = field(default_factory=list)
    name: str = ""
    gender: str | None = None


Usage = namedtuple("Usage", "total used free")
VOICES = listed(
    [
        Known("english", ["en-gb"], "English", "VoiceGenderFemale"),
        Known("mandarin", ["zh_CN"], gender="Male"),
        Known("japanese", ["ja"]),
        Known("german-odd", ["de-x-odd"]),
        Known("german", ["de"]),
        Known("odd", ["\x05"]),
        Known("german", ["de"]),
    ],
    "english",
    pitched=True,
)


@pytest.mark.parametrize(
    ("text", "language", "voice"),
    [
        ("Hello there", "", ""),
        ("今天天气很好", "", "mandarin"),
        ("東京へ行きます", "", "japanese"),
        ("The word 好 means good, as everybody knows", "", ""),
        ("Das ist nicht die Zeit", "", "german"),
        ("OK", "de", "german"),
        ("OK", "en-US", ""),
        ("Привет", "", ""),
        ("123", "", ""),
    ],
)
def test_the_language_chooses_the_voice(text, language, voice):
    assert voice_for(text, language, VOICES) == voice


def test_voices_are_listed_once_with_what_is_known_of_them():
    assert [one.id for one in VOICES] == ["english", "mandarin", "japanese", "german-odd", "german", "odd"]
    assert VOICES[0] == Listed("english", "English", "en-gb", "female", pitched=True, usual=True)
    assert VOICES[1] == Listed("mandarin", "mandarin", "zh-cn", "male", pitched=True)
    assert VOICES[-1].language == ""


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
        lengths[speed].add(len(b"".join(voice.speak("Good morning. It is early.", Manner(speed), Turn()))) // 4800)

    assert all(max(found) - min(found) <= 1 for found in lengths.values()), lengths
    assert min(lengths[0.5]) > min(lengths[1.0]) > min(lengths[2.0])


def test_a_full_disk_is_said_before_espeak_waits_for_ever(tmp_path, monkeypatch):
    need_room(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))  # nobody fills the disk for a test

    with pytest.raises(AssistantError, match="too full to speak"):
        need_room(tmp_path)


def test_another_voice_and_another_pitch_sound_otherwise(voice):
    named = {one.language: one.id for one in voice.voices()}

    def said(manner: Manner) -> bytes:
        return b"".join(voice.speak("Good morning.", manner, Turn()))

    usual = said(Manner())
    assert abs(len(said(Manner(voice=named["de"]))) - len(usual)) > 480
    assert hertz(said(Manner(pitch=1.5))) > 1.15 * hertz(usual)
    assert hertz(said(Manner(pitch=0.5))) < 0.9 * hertz(usual)


def hertz(pcm: bytes) -> float:
    """How high a voice is."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    spectrum = np.abs(np.fft.rfft(samples, 2 * len(samples))) ** 2
    likeness = np.fft.irfft(spectrum)[24_000 // 300 : 24_000 // 90]
    return 24_000 / (np.argmax(likeness) + 24_000 // 300)
