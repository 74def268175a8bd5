"""Foreign pictures: decoded from their bytes, within limits."""

import struct
import zlib

import pytest
from PySide6.QtCore import QSize

from assistant_gui.gui.pictures import picture


def png(width: int, height: int) -> bytes:
    """A PNG that says it is so large, and holds one black line at most."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * ((width + 1) * height) if width * height < 1e6 else b"\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_picture_is_scaled_into_what_is_wanted(qapp):
    assert picture(png(400, 200), QSize(64, 64)).size() == QSize(64, 32)
    assert picture(png(20, 10), QSize(64, 64)).size() == QSize(20, 10)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        png(60_000, 60_000),
        b"GIF89a" + b"\xff" * 20,
    ],
)
def test_what_is_none_or_would_take_too_much_memory_is_not_drawn(qapp, content):
    assert picture(content, QSize(64, 64)).isNull()
