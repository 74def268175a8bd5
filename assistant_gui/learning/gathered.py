"""Examples set aside on disk, so that a million can be gone through again and again with little memory."""

import json
import tempfile
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant_gui.core.lazily import Lazily
from assistant_gui.core.learning import Example, Signal


class Gathered:
    """The examples as they were when this was made. Used by one thread; close it, and nothing of them is left.

    The file has no name where the system allows that, so it is also gone when the program is killed.
    """

    def __init__(
        self, examples: Iterable[Example], folder: Path, on_progress: Callable[[int], None] = lambda seen: None
    ) -> None:
        """*on_progress* is told how many have come so far; what it raises ends this."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._starts = array("Q", [0])
        """Where each begins; 8 bytes of memory are all that an example takes."""
        try:
            for seen, example in enumerate(examples, 1):
                self._starts.append(self._starts[-1] + self._file.write(_written(example)))
                on_progress(seen)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    @property
    def examples(self) -> Sequence[Example]:
        """All of them, each read when it is asked for."""
        return Lazily(range(len(self._starts) - 1), self._one)

    def _one(self, number: int) -> Example:
        begin, end = self._starts[number], self._starts[number + 1]
        self._file.seek(begin)
        return _read(self._file.read(end - begin))


def _written(example: Example) -> bytes:
    return json.dumps([example.id, example.conversation, example.signal, example.messages], ensure_ascii=False).encode()


def _read(line: bytes) -> Example:
    name, conversation, signal, messages = json.loads(line)
    return Example(name, conversation, tuple((role, text) for role, text in messages), Signal(signal))
