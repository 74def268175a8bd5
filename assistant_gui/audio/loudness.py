"""How loud the speaker is: changed without a click, and at nothing it keeps its place."""

import time
from collections.abc import Callable

import numpy as np

from assistant_gui.audio.ring import Ring, Samples

FULL, DUCKED, HELD = 1.0, 0.1, 0.0
"""As it comes; 20 dB quieter, its loudest vowels too, while somebody may be interrupting; silent, waiting where it is."""
FLINCHES_FOR = 0.3
"""Seconds; by then the desk knows whether somebody speaks."""
INSISTS_AFTER, INSISTS_WITHIN = 0.2, 0.15
"""What made it flinch goes on when it did so again and again for so long, never so long apart: no door does."""
LOUDEST = 1.5
"""Of what comes; peaks that do not fit are cut off."""


class Loudness:
    """Set from any thread, followed by the speaker's callback within one block (20 ms)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.wanted = FULL
        self._clock = clock
        self._flinched_first = self._flinched_last = self._flinches_until = float("-inf")
        self._volume = FULL
        self._now = FULL

    @property
    def held(self) -> bool:
        return self.wanted == HELD

    @property
    def volume(self) -> float:
        """What the person set, 0 to LOUDEST; at 0 it plays on in silence."""
        return self._volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._volume = min(max(0.0, volume), LOUDEST)

    @property
    def flinching(self) -> bool:
        return self._clock() < self._flinches_until

    @property
    def insisted(self) -> bool:
        """What it flinches from goes on."""
        return self.flinching and self._flinched_last - self._flinched_first >= INSISTS_AFTER

    def flinch(self) -> None:
        """Be quieter for a moment, whatever is wanted."""
        now = self._clock()
        if now - self._flinched_last > INSISTS_WITHIN:
            self._flinched_first = now
        self._flinched_last, self._flinches_until = now, now + FLINCHES_FOR

    def fill(self, ring: Ring, out: Samples) -> int:
        """Fill *out* (rows of channels) from *ring*; say how many rows were taken from it."""
        wanted, now = self.wanted, self._now
        if self.flinching:
            wanted = min(wanted, DUCKED)
        target = wanted * self._volume
        if wanted == now == HELD:
            out[:] = 0
            return 0
        count = ring.read_into(out)
        if now != FULL or target != FULL:
            slope = np.linspace(now, target, len(out), dtype=np.float32)
            louder = out * slope[:, np.newaxis]
            if max(now, target) > FULL:
                np.clip(louder, -32768, 32767, out=louder)
            out[:] = louder
            self._now = target
        return count
