"""How much of the files has been read, counted where the bytes pass."""

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from assistant_gui.core.exchange import Line, Opening, Progress

_STEP = 0.01


class Meter:
    """:attr:`total` is set by whoever knows what will be read; until then nothing is told."""

    def __init__(self) -> None:
        self.total = 0
        self._read = 0

    @property
    def fraction(self) -> float:
        return min(1.0, self._read / self.total) if self.total else 0.0

    def counted(self, file: BinaryIO) -> BinaryIO:
        """*file*, whose bytes are counted as they are read; going back takes them off again."""
        return cast(BinaryIO, io.BufferedReader(_Counting(file, self), 1 << 16))

    def add(self, count: int) -> None:
        self._read += count

    def told(self, lines: Iterator[Line]) -> Iterator[Line]:
        """*lines*, and at every hundredth of the way how far it is; nothing when all is read at once."""
        before = 0.0
        for line in lines:
            if isinstance(line, Opening) and before + _STEP <= self.fraction < 1.0:
                before = self.fraction
                yield Progress(before)
            yield line


class _Counting(io.RawIOBase):
    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        super().__init__()
        self._file = file
        self._meter = meter

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, place: "memoryview") -> int:  # type: ignore[override]
        read = self._file.read(len(place))
        place[: len(read)] = read
        self._meter.add(len(read))
        return len(read)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        before = self._file.tell()
        after = self._file.seek(offset, whence)
        self._meter.add(after - before)
        return after

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()
