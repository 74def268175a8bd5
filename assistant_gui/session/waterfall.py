"""How long each stage of a spoken exchange took, counted from the end of what the person said."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final

SOFT_END, RECOGNISED, COMMITTED, FIRST_TOKEN, FIRST_CLAUSE, FIRST_SOUND = STAGES = (
    "soft_end",
    "recognised",
    "committed",
    "first_token",
    "first_clause",
    "first_sound",
)
KEPT: Final = 100
"""Turns whose figures are kept."""


class Watch:
    """Stamps the stages of one attempt. Begun when the person had been silent for *silence* seconds."""

    def __init__(self, silence: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._zero = clock() - silence
        self.seconds: dict[str, float] = {}

    def stamp(self, stage: str) -> None:
        """It is reached now; only the first time counts."""
        self.seconds.setdefault(stage, self._clock() - self._zero)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of all the turns: half were quicker than *p50* seconds, nearly all than *p95* and *p99*."""

    p50: float
    p95: float
    p99: float


class Turns:
    """The last :data:`KEPT` turns."""

    def __init__(self) -> None:
        self._turns: deque[Mapping[str, float]] = deque(maxlen=KEPT)

    def __len__(self) -> int:
        return len(self._turns)

    def add(self, seconds: Mapping[str, float]) -> None:
        self._turns.append(dict(seconds))

    def all(self) -> Sequence[Mapping[str, float]]:
        """The oldest first."""
        return tuple(self._turns)

    def recall(self, before: Sequence[Mapping[str, float]]) -> None:
        """There were these *before* those that are known, the oldest first."""
        self._turns = deque([*before, *self._turns], maxlen=KEPT)

    def spread(self, stage: str = FIRST_SOUND) -> Spread | None:
        """None while there are fewer than two turns that reached *stage*."""
        times = [turn[stage] for turn in self._turns if stage in turn]
        if len(times) < 2:
            return None
        cuts = quantiles(times, n=100, method="inclusive")
        return Spread(cuts[49], cuts[94], cuts[98])

    def spreads(self) -> Mapping[str, Spread]:
        """Of each stage that at least two turns reached."""
        found = ((stage, self.spread(stage)) for stage in STAGES)
        return {stage: spread for stage, spread in found if spread is not None}

    def table(self) -> Iterable[str]:
        """Lines of CSV: a heading, then one turn a line, in seconds; in the end how they spread."""
        yield ",".join(("turn", *STAGES))
        for number, turn in enumerate(self._turns, start=1):
            yield _row(str(number), turn)
        spreads = self.spreads()
        for name in ("p50", "p95", "p99") if spreads else ():
            yield _row(name, {stage: getattr(spread, name) for stage, spread in spreads.items()})


def _row(name: str, seconds: Mapping[str, float]) -> str:
    return ",".join((name, *(f"{seconds[stage]:.3f}" if stage in seconds else "" for stage in STAGES)))
