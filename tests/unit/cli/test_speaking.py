"""speak and voices, without an engine."""

import json
import wave
from pathlib import Path

import pytest

from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.cli.speaking import speak, voices
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice
from tests.fakes import FakeVoices

ENGLISH = KnownVoice("system-voice", "gmw/en", "English", "en-gb", "male", pitched=True, usual=True)
GERMAN = KnownVoice("system-voice", "gmw/de", "German", "de")


class FakeParts:
    def __init__(self) -> None:
        self.voice = self.voices = FakeVoices([ENGLISH, GERMAN])


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


@pytest.fixture
def answered() -> list[str]:
    return []


@pytest.fixture
def out(answered: list[str]) -> Out:
    return Out(answered.append, lambda _: None, as_json=True)


def test_a_text_is_said_in_the_voice_and_the_words_of_its_language(parts, out, tmp_path: Path):
    arguments = parser().parse_args(["speak", "3.5% 增长。", "--to", str(tmp_path / "a.wav"), "--language", "zh"])

    assert speak(arguments, parts, out, Turn()) == 0

    assert parts.voices.said == ["百分之三点五 增长。"]
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() > 0


@pytest.mark.parametrize("name", ["system-voice:gmw/de", "gmw/de", "german"])
def test_a_voice_may_be_named_in_three_ways(name, parts, out, tmp_path: Path):
    arguments = parser().parse_args(
        ["speak", "Ja.", "--to", str(tmp_path / "a.wav"), "--voice", name, "--speed", "1.5"]
    )

    speak(arguments, parts, out, Turn())

    assert parts.voices.said_as == [("system-voice:gmw/de", "Ja.", "", 1.5)]


def test_a_voice_that_is_not_there_is_told(parts, out, tmp_path: Path):
    arguments = parser().parse_args(["speak", "Ja.", "--to", str(tmp_path / "a.wav"), "--voice", "nobody"])

    with pytest.raises(AssistantError, match="no voice “nobody”"):
        speak(arguments, parts, out, Turn())
    assert not (tmp_path / "a.wav").exists()


def test_the_voices_are_listed_with_what_is_known_of_them(parts, out, answered):
    voices(parser().parse_args(["voices", "list", "--json"]), parts, out, Turn())

    told = [json.loads(line) for line in answered]
    assert [each["voice"] for each in told] == ["system-voice:gmw/en", "system-voice:gmw/de"]
    assert told[0] == {
        "voice": "system-voice:gmw/en",
        "name": "English",
        "language": "en-gb",
        "gender": "male",
        "quality": "",
        "pitch": True,
        "usual": True,
    }


def test_only_those_that_read_a_language(parts, out, answered):
    voices(parser().parse_args(["voices", "list", "--language", "de"]), parts, out, Turn())

    assert [json.loads(line)["name"] for line in answered] == ["German"]
