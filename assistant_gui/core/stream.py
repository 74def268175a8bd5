"""Running an iterator ahead of its reader, on a thread of its own."""

import queue
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class _Raised:
    def __init__(self, error: BaseException) -> None:
        self.error = error


class _End:
    pass


class ahead(Generic[T]):  # noqa: N801 - reads as a verb where it is used: for x in ahead(...)
    """Iterate *source* on its own thread, at most *depth* items ahead of the reader.

    What *source* raises is raised at the reader. :meth:`close` (or leaving the
    ``with`` block, or a ``closing``) stops the thread at its next item, closes
    *source* there, and joins.
    """

    def __init__(self, source: Iterable[T], *, depth: int) -> None:
        self._source = source
        self._items: queue.Queue[T | _Raised | _End] = queue.Queue(maxsize=depth)
        self._closed = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        if self._over:
            raise StopIteration
        item = self._items.get()
        if isinstance(item, _End):
            self._over = True
            raise StopIteration
        if isinstance(item, _Raised):
            self._over = True
            raise item.error
        return item

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._closed.set()
        self._over = True
        while self._thread.is_alive():
            try:
                self._items.get_nowait()
            except queue.Empty:
                self._thread.join(0.01)

    def _run(self) -> None:
        try:
            for item in self._source:
                self._items.put(item)
                if self._closed.is_set():
                    break
            self._items.put(_End())
        except BaseException as error:  # noqa: BLE001 - handed to the reader, whatever it is
            self._items.put(_Raised(error))
        finally:
            close = getattr(self._source, "close", None)
            if close is not None:
                close()
