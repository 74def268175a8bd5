"""When gaps in what is played are worth a word to the person."""

from collections import deque

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

GAPS = 8
WITHIN = 10.0
"""So many gaps in so many seconds are heard as stuttering; one now and then is not."""
QUIET_FOR = 300.0
"""Said once, it is not said again for so long."""


class Stutter:
    """Told the gaps so far, as they are counted by one audio role after another."""

    def __init__(self) -> None:
        self._gaps = 0
        self._at: deque[float] = deque(maxlen=GAPS)
        self._said_at = float("-inf")

    def noticed(self, gaps: int, now: float) -> AssistantError | None:
        """What to say at *now* (monotonic), if there is something to be said."""
        new = gaps - self._gaps if gaps >= self._gaps else gaps  # a fresh role counts from nothing
        self._gaps = gaps
        self._at.extend([now] * min(new, GAPS))
        often = len(self._at) == GAPS and now - self._at[0] <= WITHIN
        if not often or now < self._said_at + QUIET_FOR:
            return None
        self._said_at = now
        return AssistantError(
            N_("The sound stutters: this machine is too busy for it."),
            N_("Close what else is working, or choose a smaller model in the settings."),
        )
