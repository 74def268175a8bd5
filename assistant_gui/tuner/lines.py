"""The lines of a file by their numbers: of each no more is held than where it begins."""

from array import array
from collections.abc import Iterator
from pathlib import Path

BLOCK_BYTES = 1 << 16
"""Read at once, as the next line that is wanted is mostly the next one."""


class Lines:
    """Blank lines are passed over. The file is only open while it is read. Used by one thread."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._begins, self._ends = array("Q"), array("Q")
        self._block, self._block_begins = b"", 0
        at = 0
        with file.open("rb") as lines:
            for line in lines:
                if line.strip():
                    self._begins.append(at)
                    self._ends.append(at + len(line))
                at += len(line)

    def __len__(self) -> int:
        return len(self._begins)

    def __getitem__(self, number: int) -> bytes:
        begin, end = self._begins[number], self._ends[number]
        if not self._block_begins <= begin <= end <= self._block_begins + len(self._block):
            with self._file.open("rb", buffering=0) as file:
                file.seek(begin)
                self._block, self._block_begins = file.read(max(BLOCK_BYTES, end - begin)), begin
        return self._block[begin - self._block_begins : end - self._block_begins]

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))
