"""Pictures in a request: ``data:`` addresses alone, of a kind and a size that is safe to decode."""

import base64
import binascii
import struct
from collections.abc import Mapping

from assistant_gui.core.content import Picture
from assistant_gui.core.language import N_
from assistant_gui.engine.errors import Refused

MOST = 16
"""In one request."""
MOST_BYTES = 8 * 2**20
"""Of one picture."""
MOST_SIDE = 4096
"""Pixels; what is larger would be scaled down by the model anyhow, and takes memory before that."""

_MEDIA = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def picture(part: Mapping[str, object]) -> Picture:
    """The picture of an ``image_url`` part. Raises :exc:`Refused`; nothing is fetched or opened, wherever it points."""
    named = part.get("image_url")
    url = named.get("url") if isinstance(named, dict) and not set(named) - {"url", "detail"} else None
    if not isinstance(url, str) or set(part) - {"type", "image_url"}:
        raise Refused(N_("The field “{field}” is not as it should be."), field="image_url")
    head, _, coded = url.partition(",")
    media = head.removeprefix("data:").removesuffix(";base64")
    if head != f"data:{media};base64" or media not in _MEDIA:
        raise Refused(
            N_("A picture must be given as a “data:” address of a PNG or JPEG picture."),
            N_("No address on the web and no file is opened here: send the picture itself."),
        )
    if len(coded) > MOST_BYTES * 4 // 3 + 4:
        raise _too_large()
    try:
        content = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    width, height = size(content) if content.startswith(_MEDIA[media]) else (0, 0)
    if not width or not height:
        raise Refused(N_("The picture is damaged, or not what it is said to be."), N_("Send another one."))
    if max(width, height) > MOST_SIDE:
        raise _too_large()
    return Picture(media, content)


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG picture, by its head; 0, 0 when it has none that can be."""
    if content.startswith(_MEDIA["image/png"]):
        return struct.unpack(">II", content[16:24]) if content[12:16] == b"IHDR" and len(content) > 24 else (0, 0)
    return _jpeg_size(content)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 1 if kind == 0xFF else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0, 0


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers that begin a picture's own data."""


def _too_large() -> Refused:
    return Refused(
        N_("The picture is too large: up to {side} pixels a side and {megabytes} MB are taken."),
        N_("Send a smaller one."),
        side=MOST_SIDE,
        megabytes=MOST_BYTES // 2**20,
    )
