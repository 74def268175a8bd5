"""When not to believe Whisper: it writes words into silence, and repeats itself when it is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

PHRASES = frozenset(
    {
        *("you", "so", "okay", "bye", "bye bye", "the end"),
        *("thank you", "thank you very much", "thanks for watching", "thank you for watching", "please subscribe"),
        *("谢谢", "谢谢观看", "字幕由amara org社区提供", "subtitles by the amara org community"),
    }
)
"""What Whisper likes to hear where nobody spoke; believed only when there was speech."""

LONGEST_PATTERN = 6
"""In tokens."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a pass of Whisper says about itself."""

    no_speech: float
    """The probability of its own no-speech mark."""
    mean_logprob: float
    compression: float
    """How much the text shrinks in zlib: plain speech stays below 2.4, a loop does not."""
    looped: bool = False
    """The pass was stopped because it repeated itself."""


def lost(signs: Signs) -> bool:
    """The pass went round in circles; another one, with more room, may not."""
    return signs.looped or signs.compression > 2.4


def unsure(signs: Signs, tokens: int) -> bool:
    """A sentence that Whisper is not happy with; a few words alone never look sure."""
    return tokens >= 12 and signs.mean_logprob < -0.45


def nothing_said(signs: Signs) -> bool:
    """Whisper itself says that this is no speech, or it guesses."""
    return (signs.no_speech > 0.6 and signs.mean_logprob < -1.0) or signs.mean_logprob < -1.3


def doubtful(text: str, signs: Signs) -> bool:
    """Worth a look whether there is a voice in the sound at all."""
    known = _plain(text) in PHRASES
    return lost(signs) or signs.no_speech > 0.3 or signs.mean_logprob < -0.8 or (known and signs.no_speech > 0.05)


def echoes(text: str, prompt: str) -> bool:
    """Whether all of *text* stands in *prompt*: said by the person, or read back out of silence."""
    said = _plain(text)
    return bool(said) and f" {said} " in f" {_plain(prompt)} "


def repeats(tokens: Sequence[int], *, times: int = 3) -> int:
    """The length of the pattern that *tokens* end with *times* times over, or 0."""
    for length in range(1, LONGEST_PATTERN + 1):
        tail = list(tokens[-length * times :])
        if len(tail) == length * times and tail == tail[:length] * times:
            return length
    return 0


def without_repeats(tokens: Sequence[int]) -> list[int]:
    """*tokens* with the pattern that they end in kept once."""
    length = repeats(tokens)
    return list(tokens[: len(tokens) - 2 * length])


def _plain(text: str) -> str:
    """Words alone, with one space between them."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
