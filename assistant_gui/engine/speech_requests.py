"""What the speech routes are asked, in OpenAI's fields; one that cannot be honoured is refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile

from assistant_gui.core.language import N_
from assistant_gui.engine.asr.recordings import silence
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.tts.manner import Manner

MOST_BYTES = 1 << 32
"""Of an upload."""
MOST_CHARACTERS = 20_000
"""Of a text to be said, a quarter of an hour and more; of a prompt there is never room for as many."""
_SLOWEST, _QUICKEST = 0.25, 4.0
_LOWEST, _HIGHEST = 0.5, 1.5
_FORMATS = ("json", "verbose_json", "text")
_NO_OPINION = {"temperature": ("", "0", "0.0")}
"""Fields that may be sent as long as they ask for nothing."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """A recording to be transcribed."""

    file: BinaryIO
    model: str
    language: str
    response_format: str
    prompt: str = ""
    """Words that may well be said; a longer text counts only with its end."""
    stream: bool = False
    """Tell what is said window by window, as server-sent events."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """A text to be said."""

    text: str
    model: str
    manner: Manner


def hearing(form: FormData) -> Hearing:
    """The fields of ``/v1/audio/transcriptions``. Raises Refused."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Refused(N_("The field {field} is missing."), field="file")
    if not file.size:
        raise silence()
    if file.size > MOST_BYTES:
        raise Refused(N_("The recording is larger than {size} MB."), N_("Cut it into parts."), size=MOST_BYTES >> 20)
    fields = {name: str(value) for name, value in form.multi_items() if name != "file"}
    response_format = fields.pop("response_format", "json")
    if response_format not in _FORMATS:
        raise Refused(N_("{field} cannot be {value} here."), field="response_format", value=response_format)
    stream = fields.pop("stream", "").lower()
    if stream not in ("", "false", "true"):
        raise Refused(N_("{field} cannot be {value} here."), field="stream", value=stream)
    model, language, prompt = _model(fields), fields.pop("language", ""), fields.pop("prompt", "")
    asked = Hearing(file.file, model, language, response_format, prompt[-MOST_CHARACTERS:], stream == "true")
    _refuse_the_rest(fields)
    return asked


def speaking(body: bytes) -> Speaking:
    """The fields of ``/v1/audio/speech``. Raises Refused."""
    try:
        fields = json.loads(body)
    except ValueError as error:
        raise Refused(N_("The request is not JSON.")) from error
    if not isinstance(fields, dict):
        raise Refused(N_("The request is not JSON."))
    model = _model(fields)
    text = fields.pop("input", None)
    if not isinstance(text, str):
        raise Refused(N_("The field {field} is missing."), field="input")
    if len(text) > MOST_CHARACTERS:
        raise Refused(N_("A text may have {most} characters at most."), most=MOST_CHARACTERS)
    for field, allowed in (("response_format", "pcm"), ("stream_format", "audio")):
        if (value := fields.pop(field, allowed)) != allowed:
            raise Refused(N_("{field} cannot be {value} here."), field=field, value=value)
    voice = _words(fields, "voice")
    manner = Manner(
        speed=_number(fields, "speed", _SLOWEST, _QUICKEST),
        pitch=_number(fields, "pitch", _LOWEST, _HIGHEST),
        voice="" if voice in ("default", model) else voice,
        language=_words(fields, "language"),
    )
    _refuse_the_rest(fields)
    return Speaking(text, model, manner)


def _words(fields: dict[str, object], name: str) -> str:
    value = fields.pop(name, "")
    if not isinstance(value, str):
        raise Refused(N_("{field} cannot be {value} here."), field=name, value=value)
    return value


def _number(fields: dict[str, object], name: str, low: float, high: float) -> float:
    value = fields.pop(name, 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise Refused(N_("{field} cannot be {value} here."), field=name, value=value)
    return float(value)


def _model(fields: dict[str, str]) -> str:
    model = fields.pop("model", "")
    if not isinstance(model, str) or not model:
        raise Refused(N_("The field {field} is missing."), field="model")
    return model


def _refuse_the_rest(fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        if str(value).lower() not in _NO_OPINION.get(name, ()):
            raise Refused(N_("The field {field} is not supported here."), field=name)
