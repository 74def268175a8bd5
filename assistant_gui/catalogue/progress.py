"""Adding up how far a fetch of several files is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant_gui.core.models import Fetched


@dataclass(slots=True)
class Progress:
    """One fetch; told of by one thread, in order."""

    tell: Callable[[Fetched], None]
    total_bytes: int = 0
    """0 while unknown."""
    _stage: str = "download"
    _finished: int = field(default=0)
    _last: int = field(default=-1)

    def stage(self, name: str, total_bytes: int) -> None:
        """Begin *name* (download, check or unpack), which handles *total_bytes*."""
        self._stage, self.total_bytes, self._finished, self._last = name, total_bytes, 0, -1
        self.at(0)

    def at(self, done_bytes: int) -> None:
        """*done_bytes* of the present file are done."""
        done = self._finished + done_bytes
        if self.total_bytes:
            done = min(done, self.total_bytes)
        if done != self._last:
            self._last = done
            self.tell(Fetched(done, self.total_bytes, self._stage))

    def finished(self, file_bytes: int) -> None:
        """The present file is done; the next one adds to it."""
        self.at(file_bytes)
        self._finished += file_bytes
