"""How long this person pauses in mid-sentence and how their sentences end, learned from those after which they went on or did not."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from statistics import quantiles

from assistant_gui.core.ports import Numbers
from assistant_gui.session.holding import Holds, Said, evidence, hold

KEPT = 200
ENOUGH = 20
"""With fewer pauses than these nothing is known of them yet."""
SHORTEST = 0.25
"""A shorter one is a breath or the closure of a p, not a pause to think."""
SPARE = 1.1
LEAST, MOST = 0.9, 2.2
"""Seconds of the longest hold, whoever speaks."""
ENDINGS = (2.7, 2.9, 3.4, 4.0, 4.8, 5.4, 6.0, 6.6, 7.2, 8.0)
"""Evidence at the ends of the recordings that it was chosen by: believed until a handful of the person's own outweigh it."""
SHIFT = 4.0
"""By so much less evidence than with those may be enough: a voice, a room and a microphone shift it all."""


class Patience:
    """Holds as :func:`~assistant_gui.session.holding.hold` does, and no longer or shorter than this person needs.

    It is asked and told from one thread at a time; :meth:`keep` may come from another.
    """

    def __init__(self, pauses: Numbers, endings: Numbers, holds: Holds | None = None) -> None:
        self._kept_pauses, self._kept_endings = pauses, endings
        self._holds = holds or Holds()
        self._pauses = deque(_plausible(pauses.read()), maxlen=KEPT)
        self._endings = deque(endings.read(), maxlen=KEPT)
        self._learned = False

    def hold(self, said: Said) -> float:
        holds = replace(self._holds, longest=self.longest)
        if said.ending is None:  # how a voice fades is another scale, and nobody's ends shift it
            return hold(said, holds)
        shift = self.sure - holds.sure
        return hold(said, replace(holds, sure=holds.sure + shift, doubtful=holds.doubtful + shift))

    @property
    def longest(self) -> float:
        """Nineteen of twenty of the person's pauses are shorter."""
        if len(self._pauses) < ENOUGH:
            return self._holds.longest
        return min(max(SPARE * quantiles(self._pauses, n=20)[-1], LEAST), MOST)

    @property
    def sure(self) -> float:
        """Four of five of the person's ends have more evidence: as many as of those it was chosen by."""
        usual = self._holds.sure
        return min(max(quantiles([*ENDINGS, *self._endings], n=5)[0], usual - SHIFT), usual)

    def went_on(self, pause: float) -> None:
        """The person went on after so many seconds, whether they were waited for or cut in on."""
        learned = list(_plausible([pause]))
        self._pauses.extend(learned)
        self._learned = self._learned or bool(learned)

    def was_over(self, said: Said) -> None:
        """The person had said all when they had *said* so much."""
        if said.ending is not None:
            self._endings.append(evidence(said, self._holds))
            self._learned = True

    def keep(self) -> None:
        """Keep what was learned for the next start."""
        if self._learned:
            self._kept_pauses.keep(list(self._pauses))
            self._kept_endings.keep(list(self._endings))


def _plausible(pauses: Iterable[float]) -> Iterable[float]:
    return (pause for pause in pauses if SHORTEST <= pause <= 2 * MOST)
