"""Calls that are made in order on a thread of their own, so that nobody who is told something holds up who tells it."""

import logging
import queue
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Notices:
    """Take calls from any thread; they are made between :meth:`begin` and :meth:`end`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._changing = threading.Lock()

    def put(self, call: Callable[[], None]) -> None:
        self._calls.put(call)

    def begin(self) -> None:
        """Unless it has begun already."""
        with self._changing:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Once all that was put is told; from within a call that is later."""
        with self._changing:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._calls.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call()
            except Exception:  # noqa: BLE001 - a bug of who was told; the others are told all the same
                _log.exception("who was told something broke")
