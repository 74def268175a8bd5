"""From the sound card's blocks to frames at 16 kHz, and how loud they are."""

from collections.abc import Callable, Iterator

import numpy as np
import soxr

from assistant_gui.audio.gate import FRAME
from assistant_gui.audio.ring import Samples
from assistant_gui.core.sound import SPEECH_RATE_HZ

Clean = Callable[[Samples], Samples]
"""Blocks at 16 kHz in, and out again without the echo, perhaps a little later."""


class Frames:
    """Cuts mono sound of any rate into frames at 16 kHz, cleaned if there is what cleans."""

    def __init__(self, rate_hz: int, clean: Clean | None = None) -> None:
        self._clean = clean
        self._resampler = (
            soxr.ResampleStream(rate_hz, SPEECH_RATE_HZ, 1, dtype="int16", quality="MQ")
            if rate_hz != SPEECH_RATE_HZ
            else None
        )
        self._rest: Samples = np.zeros(0, np.int16)

    def of(self, block: Samples) -> Iterator[Samples]:
        """The frames that *block* completes."""
        if self._resampler is not None:
            block = self._resampler.resample_chunk(block)
        if self._clean is not None:
            block = self._clean(block)
        sound = np.concatenate((self._rest, block))
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        return iter(sound[:whole].reshape(-1, FRAME))


def level(samples: Samples) -> float:
    """Root mean square, 0 to 1."""
    if not samples.size:
        return 0.0
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float32)))) / 32768
