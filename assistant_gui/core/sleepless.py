"""A clock that goes on while the machine sleeps, and that nobody sets."""

import time

_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
"""On Linux the usual clock stands still in sleep; on macOS only Python's own does."""


def sleepless() -> float:
    """Seconds since some time in the past."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)
