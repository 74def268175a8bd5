"""Being served first: a sound card does not wait, everything else of ours can."""

import contextlib
import gc
import os
import sys

NICE = -10
"""Where the system permits it (root, an audio group with limits set); elsewhere nothing changes."""
SWITCHED_WITHIN = 0.001
"""Seconds after which a thread that computes gives the interpreter to the callback; 5 ms by default."""


def hurry() -> None:
    """For this process and the threads it will start: call it before the first device is opened."""
    sys.setswitchinterval(SWITCHED_WITHIN)
    gc.freeze()  # what is loaded by now stays; there is little to look through from now on
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import psutil

            psutil.Process().nice(psutil.HIGH_PRIORITY_CLASS)
        else:
            os.setpriority(os.PRIO_PROCESS, 0, NICE)
