"""Engines as the desk sees them: a thinker and ears behind the OpenAI API."""

import base64
import io
import itertools
import json
import uuid
import wave
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.content import Content, Messages, Pictured
from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.ports import (
    CannotCount,
    Counted,
    Figures,
    Listened,
    Piece,
    Reading,
    Sampling,
    Segment,
    Transcript,
)
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.remote.waiting import unless_cut_short
from assistant_gui.remote.watching import watched
from assistant_gui.remote.wire import (
    WHOLE_SECONDS,
    Address,
    Body,
    ContextFull,
    EngineLost,
    Exchange,
    ask,
    engine_lost,
    server_sent,
    told,
)

Connect = Callable[[], Address]
"""Where the engine is; starts it if need be, and waits until it listens."""

UPLOAD_BYTES = 1 << 18
"""A recording is sent in blocks of this size."""


class RemoteThinker:
    """A language engine, ours or anybody's."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def reply(
        self,
        model: str,
        messages: Messages,
        sampling: Sampling,
        turn: Turn,
        *,
        goes_on: bool = False,
    ) -> Iterator[Piece | Reading | Figures]:
        """See :class:`~assistant_gui.core.ports.Thinker`. A prompt that is too long is halved, from its beginning."""
        address = reached(self._connect, turn)
        while True:
            try:
                yield from self._streamed(address, model, messages, sampling, turn, goes_on=goes_on)
            except ContextFull:
                begun = list(messages[-1:]) if goes_on else []
                shorter = [*_without_the_oldest_half(messages[: len(messages) - len(begun)]), *begun]
                if len(shorter) == len(messages):
                    raise
                messages = shorter
            else:
                return

    def _streamed(
        self,
        address: Address,
        model: str,
        messages: Messages,
        sampling: Sampling,
        turn: Turn,
        *,
        goes_on: bool,
    ) -> Iterator[Piece | Reading | Figures]:
        wanted: dict[str, object] = {
            "model": model,
            "messages": in_parts(messages),
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_tokens": sampling.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if sampling.seed is not None:
            wanted["seed"] = sampling.seed
        if goes_on:
            wanted |= {"add_generation_prompt": False, "continue_final_message": True}
        finish = "stop"
        with Exchange(address, "POST", "/v1/chat/completions", Body.json(wanted), turn) as response:
            for chunk in server_sent(response, turn):
                if isinstance(error := chunk.get("error"), dict):
                    raise told(error)
                for choice in objects(chunk.get("choices")):
                    finish = str(choice.get("finish_reason") or finish)
                    delta = choice.get("delta")
                    if isinstance(delta, dict) and (text := delta.get("content")):
                        yield Piece(str(text))
                if isinstance(progress := chunk.get("prompt_progress"), dict):
                    yield Reading(number(progress, "processed") / max(number(progress, "total"), 1))
                if isinstance(timings := chunk.get("timings"), dict):
                    yield Figures(int(number(timings, "predicted_n")), number(timings, "predicted_per_second"), finish)


class RemoteCounter:
    """Tokens counted by a language engine of ours; a foreign one has no such route."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def count(self, model: str, messages: Messages, turn: Turn) -> Counted:
        wanted: dict[str, object] = {"model": model, "messages": in_parts(messages)}
        address = reached(self._connect, turn)
        try:
            answered = ask(address, "/count", Body.json(wanted), turn)
        except AssistantError as error:
            raise CannotCount from error
        each = answered.get("each")
        sizes = [size for size in each if isinstance(size, int)] if isinstance(each, list) else []
        if len(sizes) != len(messages):
            raise CannotCount
        return Counted(tuple(sizes), int(number(answered, "lead")), int(number(answered, "context")))


ASKED_AGAIN = 2
NOTICED_S = 0.5
"""A death is noticed within so long; until then the dead one would be asked again."""
LOADED_S, SLOWEST = 60.0, 10.0
"""A model may first have to be loaded, and takes at most so many times as long as the sound; else it hangs."""


class RemoteEars:
    """Speech recognition behind ``/v1/audio/transcriptions``."""

    def __init__(
        self,
        connect: Connect,
        choice: Callable[[], tuple[str, str]],
        prompt: Callable[[], str] = lambda: "",
        give_up: Callable[[Address], None] = lambda _: None,
    ) -> None:
        """*give_up* is told of an engine that hangs over something, which then is to die."""
        self._connect = connect
        self._choice = choice
        """The model and the language ("" finds out)."""
        self._prompt = prompt
        """The person's own words, to listen for."""
        self._give_up = give_up

    def recognise(self, sound: Sound, turn: Turn) -> Transcript:
        within = LOADED_S + SLOWEST * sound.seconds
        return self.transcribe("speech.wav", as_wav(sound), turn, within=within)

    def transcribe(
        self, name: str, content: bytes, turn: Turn, language: str = "", *, within: float = WHOLE_SECONDS
    ) -> Transcript:
        """Recognise the bytes of a sound file, whichever of the usual formats it is in.

        An engine that dies over it, or hangs, is asked again when it is back: what was said cannot be said again.
        """
        for _ in range(ASKED_AGAIN):
            try:
                return self._transcribed(name, content, turn, language, within)
            except EngineLost:
                turn.wait(NOTICED_S)
                turn.check()
        return self._transcribed(name, content, turn, language, within)

    def _transcribed(self, name: str, content: bytes, turn: Turn, language: str, within: float) -> Transcript:
        form = _form(self._fields(language), name, [content], len(content))
        address = reached(self._connect, turn)
        with watched(address, self._give_up, within):
            return _transcript(ask(address, "/v1/audio/transcriptions", form, turn))

    def transcribe_file(self, file: Path, turn: Turn, language: str = "") -> Transcript:
        for heard in self.follow(file, turn, language):
            if isinstance(heard, Transcript):
                return heard
        raise engine_lost()

    def follow(self, file: Path, turn: Turn, language: str = "") -> Iterator[Segment | Listened | Transcript]:
        """See :class:`~assistant_gui.core.ports.Scribe`. The file is sent as it is, a block after the other."""
        with using(file):
            source, size = file.open("rb"), file.stat().st_size
        with source:
            fields = self._fields(language) | {"stream": "true"}
            form = _form(fields, file.name, _blocks(source, turn), size)
            address = reached(self._connect, turn)
            with Exchange(address, "POST", "/v1/audio/transcriptions", form, turn) as response:
                if not str(response.headers.get("Content-Type")).startswith("text/event-stream"):
                    yield from _at_once(_transcript(json.loads(response.read())))  # a server that does not stream
                    return
                yield from _told_of(server_sent(response, turn))

    def _fields(self, language: str) -> dict[str, str]:
        model, usual = self._choice()
        fields = {"model": model, "response_format": "verbose_json"}
        if language or usual:
            fields["language"] = language or usual
        if prompt := self._prompt():
            fields["prompt"] = prompt
        return fields


def _told_of(events: Iterator[dict[str, object]]) -> Iterator[Segment | Listened | Transcript]:
    segments: list[Segment] = []
    for event in events:
        if isinstance(error := event.get("error"), dict):
            raise told(error)
        match event.get("type"):
            case "transcript.text.segment":
                segments.append(_segment(event))
                yield segments[-1]
            case "transcript.progress":
                yield Listened(number(event, "processed"), number(event, "total"))
            case "transcript.text.done":
                yield Transcript(str(event.get("text", "")), str(event.get("language", "")), tuple(segments))
            case _:
                pass


def _at_once(whole: Transcript) -> Iterator[Segment | Listened | Transcript]:
    yield from whole.segments
    yield whole


def _transcript(answered: Mapping[str, object]) -> Transcript:
    segments = tuple(_segment(each) for each in objects(answered.get("segments")))
    ending = answered.get("ending")
    return Transcript(
        str(answered.get("text", "")),
        str(answered.get("language", "")),
        segments,
        float(ending) if isinstance(ending, int | float) else None,
    )


def _segment(told: Mapping[str, object]) -> Segment:
    return Segment(number(told, "start"), number(told, "end"), str(told.get("text", "")))


def as_wav(sound: Sound) -> bytes:
    """*sound* as the bytes of a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(sound.rate_hz)
        writer.writeframes(sound.pcm)
    return file.getvalue()


def reached(connect: Connect, turn: Turn) -> Address:
    """Where the engine is. A turn that is cut short does not wait for one that starts; the start goes on."""
    return unless_cut_short(connect, turn, "reaching an engine")


def in_parts(messages: Messages) -> list[dict[str, object]]:
    """As the OpenAI API has them: text alone as it is, pictures as parts before it."""
    return [{"role": role, "content": _parts(content)} for role, content in messages]


def _parts(content: Content) -> str | list[dict[str, object]]:
    if not isinstance(content, Pictured):
        return content
    shown: list[dict[str, object]] = [
        {
            "type": "image_url",
            "image_url": {"url": f"data:{each.media};base64,{base64.b64encode(each.content).decode()}"},
        }
        for each in content.pictures
    ]
    return [*shown, {"type": "text", "text": content.text}] if content.text else shown


def _without_the_oldest_half(messages: Messages) -> list[tuple[str, Content]]:
    """Keeps the system message and the last question."""
    system = [message for message in messages[:1] if message[0] == "system"]
    said = list(messages[len(system) :])
    kept = said[(len(said) + 1) // 2 :] if len(said) > 1 else said
    while len(kept) > 1 and kept[0][0] != "user":
        kept = kept[1:]
    return [*system, *(kept or said[-1:])]


def _form(fields: Mapping[str, str], name: str, content: Iterable[bytes], size: int) -> Body:
    """multipart/form-data with *fields* and one file, of which *content* is *size* bytes."""
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        b"".join(parts)
        + (
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename={json.dumps(name)}\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
    )
    tail = f"\r\n--{border}--\r\n".encode()
    whole = itertools.chain([head], content, [tail])
    return Body(whole, f"multipart/form-data; boundary={border}", len(head) + size + len(tail))


def _blocks(source: BinaryIO, turn: Turn) -> Iterator[bytes]:
    while block := source.read(UPLOAD_BYTES):
        turn.check()
        yield block


def objects(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def number(thing: Mapping[str, object], key: str) -> float:
    value = thing.get(key)
    return float(value) if isinstance(value, int | float) else 0.0
