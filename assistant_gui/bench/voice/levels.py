"""How loud a recording is, moment by moment: where speech begins and ends, and where sound falls silent."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""From -1 to 1."""
Levels: TypeAlias = NDArray[np.float32]
"""dBFS of each window."""

WINDOW_S = 0.01
QUIETEST_DB = -120.0
LOUD_DB = -40.0
WINDOWS_UP = 3
"""What stays up for so many windows is sound and not a click."""
SPEECH_DB = 20.0
"""Speech is what stays within so much of its loudest; the rest is the reader's room."""


class NothingHeard(Exception):
    """Where sound was expected there was none."""


def levels(samples: Samples, rate_hz: int) -> Levels:
    """dBFS of each window of :data:`WINDOW_S`."""
    size = round(WINDOW_S * rate_hz)
    windows = samples[: len(samples) // size * size].reshape(-1, size)
    means = np.sqrt(np.mean(np.square(windows, dtype=np.float32), axis=1))
    return np.asarray(20 * np.log10(np.maximum(means, 10 ** (QUIETEST_DB / 20))), dtype=np.float32)


def first_up(levels: Levels, start: int = 0, threshold_db: float = LOUD_DB) -> int:
    """The first window from *start* that is loud, as are those after it. Raises NothingHeard."""
    up = levels[start:] > threshold_db
    stays = up[: len(up) - WINDOWS_UP + 1].copy()
    for later in range(1, WINDOWS_UP):
        stays &= up[later : len(up) - WINDOWS_UP + 1 + later]
    found = np.flatnonzero(stays)
    if not len(found):
        raise NothingHeard
    return start + int(found[0])


def speech_begin(levels: Levels) -> int:
    """The first window of speech."""
    return first_up(levels, 0, float(levels.max()) - SPEECH_DB)


def speech_end(levels: Levels) -> int:
    """The window after the last one of speech."""
    return int(np.flatnonzero(levels > levels.max() - SPEECH_DB)[-1]) + 1


def falls_below(levels: Levels, threshold_db: float, start: int, end: int) -> int:
    """The first window from *start* after which none before *end* is above. Raises NothingHeard if there is none."""
    above = np.flatnonzero(levels[start:end] > threshold_db)
    fell = start + int(above[-1]) + 1 if len(above) else start
    if fell >= min(end, len(levels)):
        raise NothingHeard
    return fell


def stays_below(levels: Levels, threshold_db: float, start: int, end: int, windows: int) -> int:
    """The first window from *start* that is not above, as are the *windows* after it. Raises NothingHeard if there is none."""
    above = start - 1
    for at in range(start, min(end, len(levels))):
        if levels[at] > threshold_db:
            above = at
        elif at - above > windows:
            return above + 1
    raise NothingHeard


def placed(part: Samples, whole: Samples) -> int:
    """At which sample of *whole* what sounds most like *part* begins."""
    size = 1 << (len(whole) + len(part) - 1).bit_length()
    alike = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)
    return int(np.argmax(alike[: max(1, len(whole) - len(part) + 1)]))


def percentile(values: Sequence[float], percent: float) -> float:
    """Between the two nearest values, in proportion."""
    return float(np.percentile(values, percent))
