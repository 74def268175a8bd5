"""Whisper's tokens -> stretches of speech with a beginning and an end."""

from collections.abc import Sequence
from dataclasses import dataclass

_FRAME_S = 0.02
_LEAST_ADVANCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    start: float
    end: float
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What one window gave."""

    stretches: tuple[Stretch, ...]
    upto: float
    """Seconds of the window that are done; the next window begins there."""


def stretches(tokens: Sequence[int], first_mark: int, seconds: float, *, last: bool) -> Read:
    """Cut *tokens* at their time marks (``>= first_mark``) within a window of *seconds*.

    Speech that the window's end cut off is left to the next window, unless this is
    the *last* or ends in a pause. What is said to begin after the sound ends was made up and is dropped.
    """
    done: list[Stretch] = []
    start, text = 0.0, list[int]()
    for token in tokens:
        if token < first_mark:
            text.append(token)
            continue
        mark = (token - first_mark) * _FRAME_S
        if text:
            done.append(Stretch(start, mark, tuple(text)))
            text = []
        start = mark
    opened = len(tokens) > 1 and tokens[-1] >= first_mark and tokens[-2] >= first_mark  # speech goes on after it
    upto = seconds
    if text and (last or not done):
        done.append(Stretch(start, seconds, tuple(text)))
    elif done and (text or opened):
        upto = start
    real = [Stretch(one.start, min(one.end, seconds), one.tokens) for one in done if one.start < seconds]
    return Read(tuple(real), min(upto, seconds) if upto >= _LEAST_ADVANCE_S else seconds)
