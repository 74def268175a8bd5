"""Reading beside the writer: connections that cannot write, each used by one thread at a time."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from assistant_gui.store.file import explaining, open_to_read

T = TypeVar("T")
Row = tuple[object, ...]
Place = str | int | float | None


class Reading:
    """As many connections as threads have ever read at the same moment; a query sees one snapshot."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Condition()
        self._free: list[sqlite3.Connection] = []
        self._in_use = 0
        self._resting = False
        self._closed = False

    def all(self, of: Callable[[Row], T], query: str, places: Sequence[Place] = ()) -> list[T]:
        """What *of* makes of each row."""
        with self._borrowed() as connection, explaining(self.file):
            return [of(row) for row in connection.execute(query, places)]

    def one(self, of: Callable[[Row], T], query: str, places: Sequence[Place] = ()) -> T | None:
        found = self.all(of, query, places)
        return found[0] if found else None

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Within it nobody holds the file open to read; who wants to read waits."""
        with self._lock:
            self._lock.wait_for(lambda: not self._resting)
            self._resting = True
            self._lock.wait_for(lambda: not self._in_use)
            free, self._free = self._free, []
        for connection in free:
            connection.close()
        try:
            yield
        finally:
            with self._lock:
                self._resting = False
                self._lock.notify_all()

    def close(self) -> None:
        """Close the connections; one in use is closed by its thread as it is given back."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for connection in free:
            connection.close()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        connection = self._taken()
        try:
            if connection is None:
                connection = open_to_read(self.file)
            yield connection
        finally:
            self._give_back(connection)

    def _taken(self) -> sqlite3.Connection | None:
        with self._lock:
            self._lock.wait_for(lambda: not self._resting)
            if self._closed:
                raise RuntimeError("the store is closed")
            self._in_use += 1
            return self._free.pop() if self._free else None

    def _give_back(self, connection: sqlite3.Connection | None) -> None:
        with self._lock:
            self._in_use -= 1
            self._lock.notify_all()
            if connection is not None and not self._closed:
                self._free.append(connection)
                return
        if connection is not None:
            connection.close()
