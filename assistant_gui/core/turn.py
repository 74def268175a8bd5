"""One exchange between the person and the assistant, and the right to cut it short.

Every stage that works on a turn is handed the turn. A stage calls
:meth:`Turn.check` between units of work (a token, a sentence, a block of
sound); whoever hears the person speak again calls :meth:`Turn.cancel`.
Nothing else in the pipeline flows backwards.
"""

import itertools
import threading
from collections.abc import Callable

_numbers = itertools.count(1)


class TurnCancelled(Exception):
    """The person cut the turn short."""


class Turn:
    def __init__(self) -> None:
        self.number = next(_numbers)
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._farewells: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise :exc:`TurnCancelled` if the turn has been cut short."""
        if self._cancelled.is_set():
            raise TurnCancelled

    def wait(self, seconds: float) -> bool:
        """Wait until the turn is cut short, at most *seconds*; say whether it was."""
        return self._cancelled.wait(seconds)

    def on_cancel(self, farewell: Callable[[], None]) -> None:
        """Call *farewell* when the turn is cut short, or now if it already was.

        It runs on the cancelling thread, so it must be quick: drop the sound
        still queued, shut a socket down, set a flag.
        """
        with self._lock:
            if not self._cancelled.is_set():
                self._farewells.append(farewell)
                return
        farewell()

    def cancel(self) -> None:
        """Cut the turn short. Safe from any thread, any number of times."""
        with self._lock:
            self._cancelled.set()
            farewells, self._farewells = self._farewells, []
        for farewell in farewells:
            farewell()
