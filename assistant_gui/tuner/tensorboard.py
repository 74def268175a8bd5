"""The curves of a run as TensorBoard reads them.

The format is small: records of (length, its checksum, event, its checksum), an event
being a few fields of a protocol buffer. The library that writes it is a hundred times larger.
"""

import struct
import time
from collections.abc import Mapping
from pathlib import Path


class Board:
    """Appends to one file of *folder*; made anew when a run is taken up again, as TensorBoard expects."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"events.out.tfevents.{time.time_ns() // 1000}.run"
        self._write(_bytes_field(3, b"brain.Event:2"), 0)

    def numbers(self, step: int, told: Mapping[str, float]) -> None:
        values = (
            _bytes_field(1, _bytes_field(1, name.encode()) + _float_field(2, each)) for name, each in told.items()
        )
        self._write(_bytes_field(5, b"".join(values)), step)

    def _write(self, what: bytes, step: int) -> None:
        event = b"\x09" + struct.pack("<d", time.time()) + b"\x10" + _varint(step) + what
        length = struct.pack("<Q", len(event))
        with self._file.open("ab") as file:
            file.write(length + _checksum(length) + event + _checksum(event))


def _bytes_field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _float_field(number: int, value: float) -> bytes:
    return bytes([number << 3 | 5]) + struct.pack("<f", value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def _table() -> tuple[int, ...]:
    def entry(value: int) -> int:
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        return value

    return tuple(entry(value) for value in range(256))


_CRC32C = _table()


def _checksum(content: bytes) -> bytes:
    """CRC-32C, turned and shifted so that a record of records has no checksum of its own."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc = _CRC32C[(crc ^ byte) & 255] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)
