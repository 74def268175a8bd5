"""Whether the answers of an adapter are less welcome than those before it.

Each answer was taken or it was not: it was rated down, or another one was asked for.
With no opinion beforehand, what is then known of the share of unwelcome answers is a
Beta distribution, and the probability that one share is above another is a finite sum.
"""

import math
import time
from collections.abc import Callable
from pathlib import Path

from assistant_gui.core.aftermath import Reception, Regret
from assistant_gui.learning.adapters import Adapters
from assistant_gui.learning.files import read_json, write_json

LEAST_ANSWERS = 30
"""With fewer, of either side, nothing is said."""

PROBABLY = 0.9

AGAIN_AFTER_S = 24 * 3600.0

TOLD = "aftermath.json"
"""In the folder of the adapters: of which one it was told, and when."""

Receptions = Callable[[str, float], tuple[Reception, Reception]]
"""The reception of an adapter's answers since a time, and of all answers in the four weeks before that."""


class Aftermath:
    """See :class:`assistant_gui.core.aftermath.Aftermath`. Not for the window's thread."""

    def __init__(self, folder: Path, receptions: Receptions, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._adapters = Adapters(folder)
        self._receptions = receptions
        self._clock = clock

    def regret(self) -> Regret | None:
        newest = self._adapters.newest()
        if newest is None:
            return None
        adapter, since = newest
        if self._told_lately(adapter.id):
            return None
        now, before = self._receptions(adapter.id, since)
        worse = probably_worse(now, before)
        if worse <= PROBABLY:
            return None
        write_json(self._folder / TOLD, {"adapter": adapter.id, "told": self._clock()})
        return Regret(adapter, now, before, worse)

    def _told_lately(self, adapter: str) -> bool:
        last = read_json(self._folder / TOLD)
        told = last.get("told")
        return (
            last.get("adapter") == adapter
            and isinstance(told, int | float)
            and 0 <= self._clock() - told < AGAIN_AFTER_S
        )


def probably_worse(now: Reception, before: Reception) -> float:
    """The probability that answers are less welcome now than *before*; 0 while there are too few to say."""
    if min(now.answers, before.answers) < LEAST_ANSWERS:
        return 0.0
    return above(
        (1 + now.unwelcome, 1 + now.answers - now.unwelcome),
        (1 + before.unwelcome, 1 + before.answers - before.unwelcome),
    )


def above(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The probability that a draw from Beta(*one*) is above one from Beta(*other*)."""
    (a, b), (c, d) = one, other
    terms = (
        _log_beta(c + step, b + d) - math.log(b + step) - _log_beta(1 + step, b) - _log_beta(c, d) for step in range(a)
    )
    return min(1.0, math.fsum(math.exp(term) for term in terms))


def _log_beta(a: int, b: int) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
