"""How far a recording is written down, and how long the rest will take."""

from dataclasses import dataclass

from assistant_gui.core.language import translated as _
from assistant_gui.core.ports import Listened

SURE_AFTER = 2.0
"""Seconds; before that the pace of the work says little."""


@dataclass(frozen=True, slots=True)
class Progress:
    """*upto* of *total* seconds of sound are written down; *left* seconds of work remain, None while nobody knows."""

    upto: float = 0.0
    total: float = 0.0
    left: float | None = None

    @property
    def fraction(self) -> float:
        return min(1.0, self.upto / self.total) if self.total > 0 else 0.0


def progress(listened: Listened, worked: float) -> Progress:
    """*listened* after so many seconds of work."""
    left = None
    if worked >= SURE_AFTER and listened.upto > 0 and listened.total > 0:
        left = worked * max(0.0, listened.total - listened.upto) / listened.upto
    return Progress(listened.upto, listened.total, left)


def in_words(now: Progress) -> str:
    """``12:30 of 1:00:00, about 3:10 left``."""
    upto, total = clock(now.upto), clock(now.total)
    if now.total <= 0:
        return _("{upto} written down").format(upto=upto)
    if now.left is None:
        return _("{upto} of {total}").format(upto=upto, total=total)
    return _("{upto} of {total}, about {left} left").format(upto=upto, total=total, left=clock(now.left))


def clock(seconds: float) -> str:
    """``0:07``, ``12:30``, ``1:02:03``."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
