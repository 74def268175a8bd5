"""The speech routes: what is said in a recording, and a text said aloud."""

import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format
from assistant_gui.core.ports import Transcript
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.asr.recogniser import Recogniser
from assistant_gui.engine.asr.recordings import Recording
from assistant_gui.engine.errors import NotServed, Refused, as_told, told
from assistant_gui.engine.speech_requests import Hearing, hearing, speaking
from assistant_gui.engine.transcribing import streamed, telling
from assistant_gui.engine.tts.manner import Manner
from assistant_gui.engine.tts.voice import WorkerVoice, piper_voice, system_voice

T = TypeVar("T")
M = TypeVar("M", Recogniser, WorkerVoice)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Heard:
    seconds: float
    transcript: Transcript


class Speech:
    """The models that listen and the voices, by the names they were ordered under."""

    def __init__(self, ears: Mapping[str, Recogniser], voices: Mapping[str, WorkerVoice]) -> None:
        self._ears = dict(ears)
        self._voices = dict(voices)
        self._missing: dict[str, str] = {}
        """Why a model cannot be used, by its name, once that is known."""
        self._error: AssistantError | None = None
        self._warm = threading.Event()
        self._loader: threading.Thread | None = None

    def routes(self) -> list[Route]:
        return [
            Route("/health", self._health),
            Route("/v1/models", self._models),
            Route("/v1/audio/transcriptions", self._transcriptions, methods=["POST"]),
            Route("/v1/audio/speech", self._speech, methods=["POST"]),
            Route("/v1/audio/voices", self._listed),
        ]

    def begin(self) -> None:
        """Start every voice and load the first model that listens, on a thread; others load when they are asked."""
        self._loader = threading.Thread(target=self._load, name="load speech", daemon=True)
        self._loader.start()

    def close(self) -> None:
        """End the voices. What is still being recognised ends with the process."""
        for voice in self._voices.values():
            voice.close()

    def _load(self) -> None:
        voices = threading.Thread(target=self._start_voices, name="start voices", daemon=True)
        voices.start()
        for name, ears in list(self._ears.items())[:1]:
            try:
                ears.warm()
            except Exception as error:  # noqa: BLE001 - kept, and told to whoever asks for health
                self._error = as_told(error)
                self._missing[name] = str(self._error)
        voices.join()
        self._warm.set()

    def _start_voices(self) -> None:
        for name, voice in self._voices.items():
            self._missing[name] = voice.missing()

    async def _health(self, request: Request) -> Response:
        if self._error is not None:
            return JSONResponse({"status": "error", "error": told(self._error)})
        return JSONResponse({"status": "ok" if self._warm.is_set() else "loading"})

    async def _models(self, request: Request) -> Response:
        kinds = dict.fromkeys(self._ears, "hearing") | dict.fromkeys(self._voices, "voice")
        shape = {"object": "model", "created": 0, "owned_by": "assistant"}
        listed = [
            {"id": name, **shape, "kind": kind, "missing": self._missing.get(name, ""), "library": self._library(name)}
            for name, kind in kinds.items()
        ]
        return JSONResponse({"object": "list", "data": listed})

    def _library(self, name: str) -> str:
        """What runs a model that listens, once that is known."""
        return self._ears[name].library if name in self._ears else ""

    async def _transcriptions(self, request: Request) -> Response:
        async with AsyncExitStack() as upload:
            asked = hearing(await upload.enter_async_context(request.form(max_files=1, max_fields=20)))
            ears = _named(self._ears, asked.model)
            if asked.stream:
                recording = await run_sync(Recording, asked.file)  # here an error still becomes a status
                turn = Turn()
                events = telling(ears, recording, asked.language, turn, prompt=asked.prompt)
                return StreamingResponse(streamed(events, turn, upload.pop_all()), media_type="text/event-stream")
            heard = await _while_connected(request, lambda turn: _recognised(ears, asked, turn))
        return _as_asked(heard, asked.response_format) if heard else Response(status_code=499)

    async def _speech(self, request: Request) -> Response:
        asked = speaking(await request.body())
        turn = Turn()
        voice = _named(self._voices, asked.model)
        await run_sync(_must_be_able, voice, asked.manner)
        blocks = voice.speak(asked.text, asked.manner, turn)
        first = await run_sync(_next, blocks)  # here an error still becomes a status
        return StreamingResponse(_sounding(first, blocks, turn), media_type="audio/pcm")

    async def _listed(self, request: Request) -> Response:
        """Those of the models that are known by now; with ``wait`` of all of them."""
        if request.query_params.get("wait"):
            for voice in self._voices.values():
                await run_sync(voice.missing)
        listed = {name: voice.listed for name, voice in self._voices.items()}
        data = [{"model": name, **one.told()} for name, voices in listed.items() for one in voices or ()]
        return JSONResponse({"object": "list", "data": data, "complete": None not in listed.values()})


def _must_be_able(voice: WorkerVoice, manner: Manner) -> None:
    """Raises Refused when *voice* has not the one that is named, or cannot change its pitch."""
    if not manner.voice and manner.pitch == 1.0:
        return
    listed = voice.voices()
    named = [one for one in listed if one.id == manner.voice] if manner.voice else listed
    if not named:
        raise Refused(
            N_("There is no voice “{voice}” here."), N_("Choose another in the settings."), voice=manner.voice
        )
    if manner.pitch != 1.0 and not any(one.pitched for one in named):
        raise Refused(N_("This voice cannot speak higher or lower."))


def opened(orders: Mapping[str, object]) -> Speech:
    """The models in *orders*, none of them loaded. Raises AssistantError for a format that neither hears nor speaks."""
    threads, device = int(str(orders.get("threads") or 0)), str(orders.get("device") or "auto")
    ears: dict[str, Recogniser] = {}
    voices: dict[str, WorkerVoice] = {}
    models = orders.get("models")
    for one in models if isinstance(models, list) else []:
        name, path = str(one["name"]), str(one.get("path") or "")
        match one.get("format"):
            case Format.WHISPER | Format.CT2_WHISPER:
                ears[name] = Recogniser(Path(path), device=device, threads=threads)
            case Format.PIPER:
                voices[name] = piper_voice(Path(path))
            case Format.SYSTEM:
                voices[name] = system_voice()
            case other:
                raise AssistantError(
                    N_("{name} is of the form “{form}”, which can neither listen nor speak."), name=name, form=other
                )
    return Speech(ears, voices)


def _recognised(ears: Recogniser, asked: Hearing, turn: Turn) -> _Heard:
    recording = Recording(asked.file)
    transcript = ears.recognise(recording, asked.language, turn, prompt=asked.prompt)
    return _Heard(recording.heard, transcript)


async def _while_connected(request: Request, work: Callable[[Turn], T]) -> T | None:
    """Do *work* on a thread; when the client goes away it is cancelled, and there is nothing to answer."""
    turn = Turn()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        turn.cancel()

    failed: Exception | None = None
    done: T | None = None
    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        try:
            done = await run_sync(work, turn)
        except TurnCancelled:
            _log.info("a client went away, its recording is left")
        except Exception as error:  # noqa: BLE001 - raised again below, where no group wraps it
            failed = error
        group.cancel_scope.cancel()
    if failed is not None:
        raise failed
    return done


async def _sounding(first: bytes, blocks: Iterator[bytes], turn: Turn) -> AsyncIterator[bytes]:
    """Ends before the next part when the client goes away."""
    try:
        block = first
        while block:
            yield block
            block = await run_sync(_next, blocks)
    finally:
        turn.cancel()


def _next(blocks: Iterator[bytes]) -> bytes:
    return next(blocks, b"")


def _as_asked(heard: _Heard, response_format: str) -> Response:
    transcript = heard.transcript
    if response_format == "text":
        return PlainTextResponse(transcript.text)
    if response_format == "json":
        return JSONResponse({"text": transcript.text})
    segments = [
        {"id": number, "start": one.start, "end": one.end, "text": one.text}
        for number, one in enumerate(transcript.segments)
    ]
    told = {
        "task": "transcribe",
        "text": transcript.text,
        "language": transcript.language,
        "duration": round(heard.seconds, 3),
        "segments": segments,
    }
    ending = {} if transcript.ending is None else {"ending": round(transcript.ending, 3)}
    return JSONResponse(told | ending)


def _named(models: Mapping[str, M], name: str) -> M:
    if name not in models:
        raise NotServed(N_("There is no model “{name}” here that can do this."), name=name)
    return models[name]
