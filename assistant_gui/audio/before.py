"""What was heard just before somebody listens: half a second that is nowhere else, and overwritten by the next."""

import numpy as np

from assistant_gui.audio.ring import Samples

SECONDS = 0.5
"""Whoever presses the talk button may speak already: the first syllable is in it."""


class Before:
    """At the device's own rate. Used by the microphone's thread alone."""

    def __init__(self, rate_hz: int) -> None:
        self._most = round(rate_hz * SECONDS)
        self._sound: Samples = np.zeros(0, np.int16)

    def add(self, block: Samples) -> None:
        self._sound = np.concatenate((self._sound, block))[-self._most :].copy()

    def taken(self) -> Samples:
        """All of it, and nothing is left."""
        sound, self._sound = self._sound, self._sound[:0].copy()
        return sound
