"""What a person may want to know of this machine: how fast it reads, writes, hears and speaks."""

import io
import statistics
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant_gui.core.language import N_
from assistant_gui.core.ports import Figures, Piece, Sampling, Thinker, Transcript, Voice
from assistant_gui.core.sound import Sound, joined
from assistant_gui.core.turn import Turn

SENTENCE = "The quick brown fox jumps over the lazy dog while the small grey cat is sleeping in the sun."
LONG = " ".join([SENTENCE] * 40)
"""About 900 tokens to read."""


@dataclass(frozen=True, slots=True)
class Measure:
    name: str
    title: str
    value: float
    """The median of *runs* runs."""
    unit: str
    runs: int


class Hearing(Protocol):
    def transcribe(self, name: str, content: bytes, turn: Turn, language: str = "") -> Transcript: ...


def measured(thinker: Thinker, ears: Hearing, voice: Voice, model: str, runs: int) -> Iterator[Measure]:
    """Measure one thing after the other, each once unmeasured to warm up; needs some seconds each."""

    def median(name: str, title: str, unit: str, once: Callable[[int], float]) -> Measure:
        once(-1)
        return Measure(name, title, statistics.median(once(run) for run in range(runs)), unit, runs)

    yield median("first_token", N_("First word of an answer"), "ms", lambda run: _first_token(thinker, model, run))
    yield median("reading", N_("First word after a long text"), "ms", lambda run: _reading(thinker, model, run))
    yield median("writing", N_("Writing"), "tokens/s", lambda _run: _writing(thinker, model))
    yield median("speaking", N_("First sound of the voice"), "ms", lambda _run: _first_sound(voice))
    sound = joined(list(voice.speak(SENTENCE, Turn())))
    yield median("hearing", N_("Recognising five seconds of speech"), "ms", lambda _run: _hearing(ears, sound))


def _first_token(thinker: Thinker, model: str, run: int) -> float:
    return _until_piece(thinker, model, f"{run + 2}. {SENTENCE}")


def _reading(thinker: Thinker, model: str, run: int) -> float:
    return _until_piece(thinker, model, f"{run + 2}. {LONG}")


def _until_piece(thinker: Thinker, model: str, text: str) -> float:
    began = time.perf_counter()
    for part in thinker.reply(model, [("user", text)], Sampling(temperature=0, max_tokens=1), Turn()):
        if isinstance(part, Piece):
            return (time.perf_counter() - began) * 1000
    return (time.perf_counter() - began) * 1000


def _writing(thinker: Thinker, model: str) -> float:
    speed = 0.0
    prompt = [("user", "Tell me a long story about a lighthouse.")]
    for part in thinker.reply(model, prompt, Sampling(temperature=0, max_tokens=96), Turn()):
        if isinstance(part, Figures):
            speed = part.tokens_per_s
    return speed


def _first_sound(voice: Voice) -> float:
    began = time.perf_counter()
    next(iter(voice.speak("Good morning, how are you?", Turn())))
    return (time.perf_counter() - began) * 1000


def _hearing(ears: Hearing, sound: Sound) -> float:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(sound.rate_hz)
        writer.writeframes(sound.pcm[: sound.rate_hz * 2 * 5])
    began = time.perf_counter()
    ears.transcribe("bench.wav", file.getvalue(), Turn())
    return (time.perf_counter() - began) * 1000
