"""What is asked of the speech routes, and what is refused."""

import io
import json

import pytest
from starlette.datastructures import FormData, UploadFile

from assistant_gui.core.errors import AssistantError
from assistant_gui.engine.speech_requests import Hearing, Speaking, hearing, speaking
from assistant_gui.engine.tts.manner import Manner


def form(content: bytes = b"RIFF", **fields: str) -> FormData:
    return FormData([("file", UploadFile(io.BytesIO(content), size=len(content))), *fields.items()])


def body(**fields: object) -> bytes:
    return json.dumps({"model": "joe", "input": "Hello", **fields}).encode()


def test_a_recording_may_come_with_nothing_but_a_model():
    asked = hearing(form(model="tiny"))

    assert (asked.model, asked.language, asked.response_format) == ("tiny", "", "json")
    assert isinstance(asked, Hearing)


def test_fields_that_ask_for_nothing_are_fine():
    assert hearing(form(model="tiny", temperature="0", stream="false")).model == "tiny"


def test_a_recording_may_be_followed_while_it_is_written_down():
    assert hearing(form(model="tiny", stream="true")).stream
    assert not hearing(form(model="tiny")).stream


def test_words_to_listen_for_may_be_given():
    assert hearing(form(model="tiny", prompt="Ananke, Themisto")).prompt == "Ananke, Themisto"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "The field model is missing."),
        ({"model": "tiny", "temperature": "0.5"}, "The field temperature is not supported here."),
        ({"model": "tiny", "stream": "perhaps"}, "stream cannot be perhaps here."),
        ({"model": "tiny", "response_format": "srt"}, "response_format cannot be srt here."),
    ],
)
def test_what_cannot_be_honoured_of_a_recording_is_refused(fields, sentence):
    with pytest.raises(AssistantError) as refusal:
        hearing(form(**fields))

    assert str(refusal.value) == sentence


def test_a_form_without_a_recording_is_refused():
    with pytest.raises(AssistantError, match="The field file is missing"):
        hearing(FormData([("model", "tiny")]))


def test_an_empty_recording_is_told_to_hold_no_sound():
    with pytest.raises(AssistantError, match="There is no sound at all"):
        hearing(form(b"", model="tiny"))


def test_a_text_may_come_with_nothing_but_a_model():
    assert speaking(body()) == Speaking("Hello", "joe", Manner())


@pytest.mark.parametrize("voice", ["", "default", "joe"])
def test_the_voice_may_be_named_after_its_model(voice):
    assert speaking(body(voice=voice, response_format="pcm", speed=2)) == Speaking("Hello", "joe", Manner(2.0))


@pytest.mark.parametrize(
    "fields",
    [
        {"model": ""},
        {"model": 3},
        {"input": None},
        {"input": "x" * 20_001},
        {"pitch": 2},
        {"pitch": "high"},
        {"language": 1},
        {"voice": ["joe"]},
        {"speed": 0.1},
        {"speed": 5},
        {"speed": True},
        {"speed": "fast"},
        {"speed": float("nan")},
        {"response_format": "mp3"},
        {"instructions": "Whisper."},
    ],
)
def test_what_cannot_be_honoured_of_a_text_is_refused(fields):
    with pytest.raises(AssistantError):
        speaking(body(**fields))


@pytest.mark.parametrize("content", [b"", b"hello", b"[1]", b"\xff"])
def test_what_is_no_object_is_refused(content):
    with pytest.raises(AssistantError, match="The request is not JSON"):
        speaking(content)
