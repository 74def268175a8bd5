"""How long this person pauses in mid-sentence, learned from the pauses after which they went on."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from statistics import quantiles

from assistant_gui.core.ports import Pauses
from assistant_gui.session.holding import Holds, Said, hold

KEPT = 200
ENOUGH = 20
"""With fewer pauses than these nothing is known yet."""
SHORTEST = 0.25
"""A shorter one is a breath or the closure of a p, not a pause to think."""
SPARE = 1.1
LEAST, MOST = 0.9, 2.2
"""Seconds of the longest hold, whoever speaks."""


class Patience:
    """Holds as :func:`~assistant_gui.session.holding.hold` does, and no longer or shorter than this person needs.

    It is asked and told from one thread at a time; :meth:`keep` may come from another.
    """

    def __init__(self, kept: Pauses, holds: Holds | None = None) -> None:
        self._kept = kept
        self._holds = holds or Holds()
        self._pauses = deque(_plausible(kept.read()), maxlen=KEPT)
        self._learned = False

    def hold(self, said: Said) -> float:
        return hold(said, replace(self._holds, longest=self.longest))

    @property
    def longest(self) -> float:
        """Nineteen of twenty of the person's pauses are shorter."""
        if len(self._pauses) < ENOUGH:
            return self._holds.longest
        return min(max(SPARE * quantiles(self._pauses, n=20)[-1], LEAST), MOST)

    def went_on(self, pause: float) -> None:
        """The person went on after so many seconds, whether they were waited for or cut in on."""
        learned = list(_plausible([pause]))
        self._pauses.extend(learned)
        self._learned = self._learned or bool(learned)

    def keep(self) -> None:
        """Keep what was learned for the next start."""
        if self._learned:
            self._kept.keep(list(self._pauses))


def _plausible(pauses: Iterable[float]) -> Iterable[float]:
    return (pause for pause in pauses if SHORTEST <= pause <= 2 * MOST)
