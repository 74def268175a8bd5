"""How much sound the speaker's device may hold: as little as the machine allows, as what it holds cannot be taken back."""

LATENCIES = (0.0, 0.08, 0.2)
"""In seconds; the first is the least there is, the others are for when it cannot keep up.

A sound server that converts the rate may ask for sound twenty times too fast with less than 80 ms.
"""
CALM_AFTER = 300.0
"""Seconds without a block that came nearly too late, and the least is tried again."""


class Buffer:
    """Of one device, until :meth:`forget`; *now* is the monotonic time."""

    def __init__(self) -> None:
        self._step = 0
        self._close_call_at = float("-inf")

    @property
    def latency(self) -> float:
        """With which the device is to be opened."""
        return LATENCIES[self._step]

    def forget(self) -> None:
        self._step, self._close_call_at = 0, float("-inf")

    def close_call(self, now: float) -> None:
        """A block came nearly too late."""
        self._close_call_at = now

    def lengthen(self, now: float) -> bool:
        """It cannot keep up: have more from now on; whether there is more to have."""
        self._close_call_at = now
        if self._step + 1 == len(LATENCIES):
            return False
        self._step += 1
        return True

    def is_another(self, now: float) -> bool:
        """Whether the device should better be opened with something else than it was."""
        return self._wanted(now) != self._step

    def change(self, now: float) -> None:
        self._step = self._wanted(now)

    def _wanted(self, now: float) -> int:
        return max(1, self._step) if now < self._close_call_at + CALM_AFTER else 0
