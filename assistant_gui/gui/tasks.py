"""Work that may block, done elsewhere; its result comes back to the window's thread."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Tasks(Protocol):
    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AssistantError], None] | None = None,
    ) -> None:
        """Do *work* elsewhere; then call *done* with its result, or *failed*, in the window's thread.

        A failure that is not an AssistantError is a bug: it is logged and told as one.
        """
        ...


def as_error(error: Exception) -> AssistantError:
    """*error* in words for people."""
    if isinstance(error, AssistantError):
        return error
    _log.error("something broke", exc_info=error)
    return AssistantError(N_("Something broke."), N_("Try again; if it stays, the log says more."))


class InlineTasks:
    """Does the work at once, where it is asked for; for tests."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AssistantError], None] | None = None,
    ) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - told to the person, whatever it is
            if failed is not None:
                failed(as_error(error))
            return
        if done is not None:
            done(result)


class PooledTasks(QObject):
    """A few named threads. Work of one pool starts in the order in which it was asked for.

    :meth:`close` forgets what has not begun, waits for what has, and delivers nothing more.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 3) -> None:
        super().__init__(parent)
        self._work: queue.SimpleQueue[Callable[[], Callable[[], None]] | None] = queue.SimpleQueue()
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._threads = [
            threading.Thread(target=self._labour, name=f"gui task {number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AssistantError], None] | None = None,
    ) -> None:
        def labour() -> Callable[[], None]:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - told to the person, whatever it is
                told = as_error(error)
                return lambda: failed(told) if failed is not None else None
            return lambda: done(result) if done is not None else None

        if not self._closed:
            self._work.put(labour)

    def close(self) -> None:
        self._closed = True
        while not self._work.empty():
            self._work.get()
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join()

    def _labour(self) -> None:
        while (labour := self._work.get()) is not None:
            delivery = labour()
            if not self._closed:
                self._finished.emit(delivery)

    @Slot(object)
    def _deliver(self, delivery: Callable[[], None]) -> None:
        if not self._closed:
            delivery()
