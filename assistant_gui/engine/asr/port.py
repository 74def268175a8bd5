"""What the recogniser needs of a Whisper, whichever library runs it."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.guards import Signs

if TYPE_CHECKING:
    from whisper.tokenizer import Tokenizer

    from assistant_gui.engine.asr.recordings import Samples

FRAMES_PER_S = 50
"""Of the encoder; one is 20 ms."""
WINDOW_S = 30.0
WINDOW_FRAMES = 1500
SAMPLES_PER_FRAME = 320
TRIMMED_UP_TO_S = 12.0
LONGEST_TOKENS = 224
LONGEST_PROMPT = 223
"""Tokens; with the mark before it half of what the decoder can hold."""
_LEAST_FRAMES = 512
"""With less room than 10 s Whisper falls into loops."""
_SPARE_FRAMES = 128


@dataclass(frozen=True, slots=True)
class Pass:
    """What Whisper wrote."""

    tokens: tuple[int, ...]
    """Text and time marks mixed, as the model wrote them."""
    language: str
    signs: Signs
    ending: float | None = None
    """How much it sounds as if all were said, see :mod:`~assistant_gui.engine.asr.ending`."""


class Whisper(Protocol):
    """One open model, used by one thread at a time."""

    @property
    def library(self) -> str: ...
    @property
    def multilingual(self) -> bool: ...

    def tokenizer(self, language: str) -> "Tokenizer": ...

    def one_pass(
        self,
        samples: "Samples",
        language: str,
        turn: Turn,
        *,
        frames: int,
        temperature: float = 0.0,
        prompt: tuple[int, ...] = (),
    ) -> Pass:
        """Read *samples* into *frames* frames of the encoder and write down what is said.

        An empty *language* is found out. Raises TurnCancelled.
        """


def room_for(seconds: float) -> int:
    """How many frames the encoder should read for a recording of *seconds*."""
    if seconds > TRIMMED_UP_TO_S:
        return WINDOW_FRAMES
    return max(_LEAST_FRAMES, math.ceil(seconds * FRAMES_PER_S) + _SPARE_FRAMES)


def frames_of(samples: int) -> int:
    """How many frames so much sound fills, the last one perhaps in part."""
    return math.ceil(samples / SAMPLES_PER_FRAME)


def most_tokens(seconds: float, language: str) -> int:
    """English takes at most six tokens a second, other scripts twice that and more; time marks come on top."""
    return min(LONGEST_TOKENS, int((6 if language == "en" else 15) * seconds) + 12)
