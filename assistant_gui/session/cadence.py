"""How a voice sounds when all is said: it fades. Somebody who goes on breaks off while it is loud."""

import math
from collections.abc import Sequence

from assistant_gui.core.ports import FRAME_SECONDS

LOUD = 10 ** (-10 / 20)
"""Within 10 dB of the loudest."""
LAST_FRAMES = 3

# Fitted on one half of the spliced turns of `bench voice --only pauses`, whose other half is reported. Pitch,
# how long was spoken and Smart Turn's opinion were tried beside them and added nothing on turns not seen before.
_PER_SECOND = 14.0
_PER_DB = 0.075
_USUAL = 0.1


def finality(levels: Sequence[float]) -> float:
    """How much the end of a voice sounds like the end of what was to be said: the odds, as a logarithm.

    *levels* are the roots of the mean squares of its frames so far, speech alone. It fades
    for some tenths of a second after the last loud frame, and by how much hardly matters.
    """
    if not levels:
        return 0.0
    loudest = sorted(levels)[int(0.9 * (len(levels) - 1))] or 1.0
    fading = next((at for at, level in enumerate(reversed(levels)) if level > LOUD * loudest), len(levels))
    last = levels[-LAST_FRAMES:]
    below = sum(20 * math.log10(max(level / loudest, 1e-4)) for level in last) / len(last)
    return _PER_SECOND * fading * FRAME_SECONDS + _PER_DB * below - _USUAL
