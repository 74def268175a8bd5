"""What to believe of a window of sound: which passes of Whisper to make, and which of them counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from assistant_gui.core.sound import SPEECH_RATE_HZ
from assistant_gui.engine.asr.guards import doubtful, echoes, lost, nothing_said, unsure
from assistant_gui.engine.asr.port import WINDOW_FRAMES, Pass, room_for

if TYPE_CHECKING:
    from assistant_gui.engine.asr.recordings import Samples

_LEAST_SPEECH_S = 0.2
_QUICKEST_CHARACTER_S = 0.02
"""Twice as fast as anybody speaks."""
_SECOND_TEMPERATURE = 0.4
"""For a second try where there was no trimmed room to blame."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Words to listen for, as if they had been said before."""

    text: str = ""
    tokens: tuple[int, ...] = ()


class Passes(Protocol):
    """Makes one pass over the window."""

    def __call__(
        self, language: str, *, frames: int, temperature: float = 0.0, prompt: tuple[int, ...] = ()
    ) -> Pass: ...


def believed(
    window: "Samples",
    language: str,
    prompt: Prompt,
    one_pass: Passes,
    text: Callable[[Pass], str],
    speech_seconds: Callable[["Samples"], float],
) -> Pass:
    """What Whisper writes of *window*; no tokens if it is not to be believed.

    *speech_seconds* is dear, so it is asked only when there is doubt.
    """
    frames = room_for(len(window) / SPEECH_RATE_HZ)
    trimmed = frames < WINDOW_FRAMES
    said = one_pass(language, frames=frames, prompt=prompt.tokens)
    if echoes(text(said), prompt.text) and speech_seconds(window) < _least_speech(text(said)):
        said = one_pass(language, frames=frames)  # the prompt was read back to us: what is left without it?
    if nothing_said(said.signs) or (doubtful(text(said), said.signs) and speech_seconds(window) < _LEAST_SPEECH_S):
        return replace(said, tokens=())
    if lost(said.signs) or (trimmed and unsure(said.signs, len(said.tokens))):
        heat = 0.0 if trimmed else _SECOND_TEMPERATURE
        again = one_pass(language or said.language, frames=WINDOW_FRAMES, temperature=heat)
        said = max(said, again, key=lambda one: (not lost(one.signs), one.signs.mean_logprob))
    return said


def _least_speech(text: str) -> float:
    return max(_LEAST_SPEECH_S, _QUICKEST_CHARACTER_S * len(text))
