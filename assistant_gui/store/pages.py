"""The rows that lie in the pages of a database file, read without SQLite: for a file that it refuses.

The pages that hold rows of tables say so in their first byte, and each row lies
whole in one of them (with overflow pages for what is long). So one damaged page
costs its own rows and no others. What table a row is of is not written there.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Value = str | bytes | int | float | None

_USUAL_PAGE = 4096
_MAGIC = b"SQLite format 3\0"
_LEAF_OF_TABLE = 0x0D
_WAL_HEADER, _FRAME_HEADER = 32, 24


@dataclass(frozen=True, slots=True)
class Record:
    rowid: int
    values: tuple[Value, ...]
    """As stored: without generated columns, and without those that were added to the table later."""


class Pages:
    """The pages of *file* with what its *wal* committed over them."""

    def __init__(self, file: bytes, wal: bytes) -> None:
        self._file = file
        header = file[:100] if file.startswith(_MAGIC) else b""
        size = struct.unpack(">H", header[16:18])[0] if len(header) == 100 else _USUAL_PAGE
        self._size = 65536 if size == 1 else size
        if self._size < 512 or self._size & (self._size - 1):
            self._size = _USUAL_PAGE
        self._usable = self._size - (header[20] if len(header) == 100 else 0)
        self._newer = _committed(wal, self._size)

    def records(self) -> Iterator[Record]:
        """Every row that can be read, of all tables, in the order of the pages."""
        last = max([len(self._file) // self._size, *self._newer])
        for number in range(1, last + 1):
            page = self._page(number)
            start = 100 if number == 1 else 0
            if len(page) == self._size and page[start] == _LEAF_OF_TABLE:
                yield from self._on(page, start)

    def _page(self, number: int) -> bytes:
        newer = self._newer.get(number)
        return newer if newer is not None else self._file[(number - 1) * self._size : number * self._size]

    def _on(self, page: bytes, start: int) -> Iterator[Record]:
        cells = struct.unpack_from(">H", page, start + 3)[0]
        for place in range(start + 8, min(start + 8 + 2 * cells, self._size - 1), 2):
            try:
                yield self._record(page, struct.unpack_from(">H", page, place)[0])
            except (IndexError, ValueError, struct.error):
                continue  # this one is damaged, its neighbours may be whole

    def _record(self, page: bytes, place: int) -> Record:
        length, place = _varint(page, place)
        rowid, place = _varint(page, place)
        payload = self._payload(page, place, length)
        return Record(rowid if rowid < 1 << 63 else rowid - (1 << 64), tuple(_values(payload)))

    def _payload(self, page: bytes, place: int, length: int) -> bytes:
        if length > len(self._file) + len(self._newer) * self._size:
            raise ValueError("longer than the file")
        most = self._usable - 35
        here = length
        if length > most:
            least = (self._usable - 12) * 32 // 255 - 23
            here = least + (length - least) % (self._usable - 4)
            here = here if here <= most else least
        parts = [page[place : place + here]]
        left = length - here
        following = struct.unpack_from(">I", page, place + here)[0] if left else 0
        while left:
            overflow = self._page(following) if following else b""
            if len(overflow) < self._size:
                raise ValueError("the rest is gone")
            parts.append(overflow[4 : 4 + min(left, self._usable - 4)])
            left -= len(parts[-1])
            following = struct.unpack_from(">I", overflow)[0]
        return b"".join(parts)


def pages_of(file: Path) -> Pages:
    """Reads the whole of *file* and its -wal."""
    wal = file.with_name(file.name + "-wal")
    return Pages(file.read_bytes() if file.exists() else b"", wal.read_bytes() if wal.exists() else b"")


def _committed(wal: bytes, size: int) -> dict[int, bytes]:
    """The newest committed form of each page in *wal*; frames of an earlier round have other salts."""
    committed: dict[int, bytes] = {}
    if len(wal) < _WAL_HEADER or struct.unpack_from(">I", wal, 8)[0] != size:
        return committed
    salts = wal[16:24]
    waiting: dict[int, bytes] = {}
    for place in range(_WAL_HEADER, len(wal) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        number, pages_after = struct.unpack_from(">II", wal, place)
        if wal[place + 8 : place + 16] != salts or not number:
            break
        waiting[number] = wal[place + _FRAME_HEADER : place + _FRAME_HEADER + size]
        if pages_after:
            committed.update(waiting)
            waiting = {}
    return committed


def _values(payload: bytes) -> Iterator[Value]:
    end, place = _varint(payload, 0)
    content = end
    while place < end:
        kind, place = _varint(payload, place)
        value, content = _value(payload, content, kind)
        yield value


def _value(payload: bytes, place: int, kind: int) -> tuple[Value, int]:
    if kind in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(kind)], place
    if kind == 7:
        return struct.unpack_from(">d", payload, place)[0], place + 8
    if kind >= 12:
        length = (kind - 12) // 2
        content = payload[place : place + length]
        if len(content) < length:
            raise ValueError("cut off")
        return content.decode("utf-8", "replace") if kind % 2 else content, place + length
    length = (0, 1, 2, 3, 4, 6, 8)[kind]
    if place + length > len(payload):
        raise ValueError("cut off")
    return int.from_bytes(payload[place : place + length], "big", signed=True), place + length


def _varint(content: bytes, place: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = content[place + step]
        if step == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + step + 1
    raise ValueError("no number")
