"""How late the machine itself comes to a thread that goes before all others: what no program of ours can mend."""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TICK_S = 0.005
LONGEST = 20


class Witness:
    """Made by :func:`watching`."""

    def __init__(self) -> None:
        self.longest: list[float] = []
        """Milliseconds, the longest first; nothing where the system does not let a thread go first."""

    def note(self, late_ms: float) -> None:
        if len(self.longest) < LONGEST or late_ms > self.longest[-1]:
            self.longest = sorted([*self.longest, round(late_ms, 1)], reverse=True)[:LONGEST]

    def watch(self, over: threading.Event) -> None:
        """Until it is *over*; on a thread of its own, which is made the first of all."""
        if not _goes_first():
            return
        before = time.perf_counter()
        while not over.wait(TICK_S):
            now = time.perf_counter()
            self.note((now - before - TICK_S) * 1000)
            before = now


@contextmanager
def watching() -> Iterator[Witness]:
    witness, over = Witness(), threading.Event()
    thread = threading.Thread(target=witness.watch, args=(over,), name="witness", daemon=True)
    thread.start()
    try:
        yield witness
    finally:
        over.set()
        thread.join()


def _goes_first() -> bool:
    if sys.platform != "linux":
        return False
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))  # of this thread alone
    except OSError:
        return False
    return True
