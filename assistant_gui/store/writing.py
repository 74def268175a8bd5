"""The one thread that writes, from a queue: a change is acknowledged when its commit returned."""

import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from assistant_gui.core.errors import AssistantError
from assistant_gui.store.file import explaining, open_to_write

_log = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]
_Job = Callable[[], None]

_PURGE = "purge"


class Writing:
    """Owns the writing connection and the thread that alone uses it.

    Every piece of work is one transaction: all of it, or none.
    """

    def __init__(self, file: Path, *, every: float = 1.0) -> None:
        self.committed = 0
        """How many changes were waited for so far; answers that only grow are not counted."""
        self._file = file
        self._every = every
        self._connection = open_to_write(file)
        self._wake = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._unhurried: dict[str, Work[None]] = {}
        self._due = 0.0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="store writing", daemon=True)
        self._thread.start()

    def do(self, work: Work[T]) -> T:
        """Run *work* in a transaction and wait until it is committed; what it raises is raised here."""
        return self._waited_for(lambda: self._counted(work))

    def purge(self, work: Work[None]) -> None:
        """Like :meth:`later`; afterwards the -wal file is emptied, so that nothing deleted is left in it."""
        self.later(_PURGE, work)

    def later(self, key: str, work: Work[None]) -> None:
        """Run *work* within about a second, without waiting; newer work takes the place of older with its *key*."""
        with self._wake:
            if self._closing:
                return
            if not self._unhurried:
                self._due = time.monotonic() + self._every
                self._wake.notify()
            self._unhurried[key] = work

    def exchange(self, change: Callable[[], None], undo: Callable[[], None]) -> None:
        """Finish what is queued, let go of the file, *change* what lies there, and open that.

        When it cannot be opened, *undo* is run and the file of before is opened again.
        """
        self._waited_for(lambda: self._exchange(change, undo))

    def close(self) -> None:
        """Finish what is queued, then end the thread and the connection. Safe to call again."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()

    def _waited_for(self, step: Callable[[], T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("work that writes cannot wait for other work that writes")
        done: Future[T] = Future()

        def job() -> None:
            try:
                with explaining(self._file):
                    done.set_result(step())
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits, whatever it is
                done.set_exception(error)

        with self._wake:
            if self._closing:
                raise RuntimeError("the store is closed")
            self._jobs.append(job)
            self._wake.notify()
        return done.result()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            job()
        self._connection.close()

    def _next(self) -> _Job | None:
        with self._wake:
            while True:
                if self._unhurried and (self._closing or time.monotonic() >= self._due):
                    batch, self._unhurried = self._unhurried, {}
                    return lambda: self._catch_up(batch)
                if self._jobs:
                    return self._jobs.popleft()
                if self._closing:
                    return None
                self._wake.wait(max(0.0, self._due - time.monotonic()) if self._unhurried else None)

    def _exchange(self, change: Callable[[], None], undo: Callable[[], None]) -> None:
        with self._wake:
            batch, self._unhurried = self._unhurried, {}
        self._catch_up(batch)
        self._connection.close()
        self.committed += 1
        try:
            change()
            self._connection = open_to_write(self._file)
        except BaseException:
            undo()
            self._connection = open_to_write(self._file)
            raise

    def _counted(self, work: Work[T]) -> T:
        result = self._transact(work)
        self.committed += 1
        return result

    def _catch_up(self, batch: dict[str, Work[None]]) -> None:
        def all_of_it(connection: sqlite3.Connection) -> None:
            for work in batch.values():
                work(connection)

        try:
            self._transact(all_of_it)
            if _PURGE in batch:
                self._connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
        except (sqlite3.Error, AssistantError):  # nobody waits; the next change that is waited for will say it
            _log.exception("%d changes could not be kept", len(batch))

    def _transact(self, work: Work[T]) -> T:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._connection)
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.rollback()
            raise
        return result
