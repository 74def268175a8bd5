"""Chinese, from the sound to the captions: Whisper base hears, a scripted language engine answers.

The clips are those of pytest-audioeval (MIT), which is installed for this alone.
"""

import io
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import soundfile

from assistant_gui.core.events import Recognised, ReplyEnded
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.recogniser import Recogniser
from assistant_gui.engine.asr.recordings import Recording
from assistant_gui.gui.voice.viewmodel import VoiceModel
from assistant_gui.remote.engine import as_wav
from assistant_gui.store.archive import Archive
from tests.fakes import FakePreferences, FakeTalk
from tests.rooms import Room

PACKAGE = find_spec("pytest_audioeval")
CLIPS = Path(next(iter(PACKAGE.submodule_search_locations or ["."])) if PACKAGE else ".", "samples", "audio", "zh")
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(PACKAGE is None, reason="pytest-audioeval is not installed"),
    pytest.mark.filterwarnings("ignore:unclosed file .*tiktoken:ResourceWarning"),  # whisper leaves its words open
]

ANSWER = ["你好！", "很高兴", "认识你。"]


class Ears:
    """The recogniser without its process."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    def recognise(self, sound: Sound, turn: Turn):
        return self._recogniser.recognise(Recording(io.BytesIO(as_wav(sound))), "", turn)


@pytest.fixture
def room(tmp_path, models) -> Iterator[Room]:
    archive = Archive(tmp_path / "a.sqlite3")
    recogniser = Recogniser(models / "whisper-base" / "model.bin", device="cpu")
    room = Room(archive, ears=Ears(recogniser))
    room.thinker.pieces = ANSWER
    yield room
    room.assistant.close()
    archive.close()


def said(name: str) -> Sound:
    samples, rate_hz = soundfile.read(CLIPS / name, always_2d=True)
    return Sound((samples[:, 0] * 32767).astype("<i2").tobytes(), rate_hz)


def until(room: Room, kind: type, seen: list) -> None:
    while not seen or not isinstance(seen[-1], kind):
        seen.append(room.told.get(timeout=60))


def test_what_is_said_and_answered_in_chinese_stands_in_the_captions(qapp, room):
    model = VoiceModel(FakeTalk(), FakePreferences())
    events: list = []

    room.assistant.hear("", said("nihao_shijie.wav")).commit()
    until(room, ReplyEnded, events)
    for event in events:
        model.on_event(event)

    (heard,) = [event for event in events if isinstance(event, Recognised)]
    assert (heard.text, heard.language) == ("你好世界", "zh")
    assert model.captions.said == "你好世界"
    assert model.captions.answer == "".join(ANSWER)
    assert room.voice.said[0].startswith("你好")
