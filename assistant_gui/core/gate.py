"""A door that work waits at until it is opened from elsewhere, or the turn is cut short."""

import threading

from assistant_gui.core.turn import Turn, TurnCancelled


class Gate:
    """Closed until :meth:`open`; safe from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._open = False

    def open(self) -> None:
        with self._changed:
            self._open = True
            self._changed.notify_all()

    def wait(self, turn: Turn) -> None:
        """Wait until it is open. Raises TurnCancelled when *turn* is cut short before."""
        turn.on_cancel(self._wake)
        with self._changed:
            self._changed.wait_for(lambda: self._open or turn.cancelled)
            if not self._open:
                raise TurnCancelled

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
