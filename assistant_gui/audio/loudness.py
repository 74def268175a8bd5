"""How loud the speaker is: changed without a click, and at nothing it keeps its place."""

import numpy as np

from assistant_gui.audio.ring import Ring, Samples

FULL, DUCKED, HELD = 1.0, 0.16, 0.0
"""As it comes; 16 dB quieter, while somebody may be interrupting; silent, waiting where it is."""


class Loudness:
    """Set from any thread, followed by the speaker's callback within one block (20 ms)."""

    def __init__(self) -> None:
        self.wanted = FULL
        self._now = FULL

    @property
    def held(self) -> bool:
        return self.wanted == HELD

    def fill(self, ring: Ring, out: Samples) -> int:
        """Fill *out* (rows of channels) from *ring*; say how many rows were taken from it."""
        wanted, now = self.wanted, self._now
        if wanted == now == HELD:
            out[:] = 0
            return 0
        count = ring.read_into(out)
        if now != FULL or wanted != FULL:
            slope = np.linspace(now, wanted, len(out), dtype=np.float32)
            np.multiply(out, slope[:, np.newaxis], out=out, casting="unsafe")
            self._now = wanted
        return count
