"""A foreign picture -> one that a model can be shown: upright, small, and nothing in it but what is to be seen."""

import base64
import binascii
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant_gui.core.attached import MOST_BYTES
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

if TYPE_CHECKING:
    from PIL import Image

LONGEST_SIDE = 1280
"""Pixels. Models look at up to about so many, and a token is some 28 of them a side."""
MOST_PIXELS = 100_000_000
PROCESSOR_SECONDS = 60
_FORMS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_SHARP = ("PNG", "GIF", "BMP")
"""Drawn rather than photographed: letters in them stay sharp."""
_LARGE_BYTES = 2**20
"""A sharp one that is larger than this becomes a JPEG after all."""
_QUALITY = 90

Told = dict[str, object]


def told(coded: str) -> Iterator[Told]:
    """``media`` and ``picture`` (base64) of the picture in *coded*. Raises AssistantError when it is none."""
    try:
        content = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    media, made = fit(content)
    yield {"media": media, "picture": base64.b64encode(made).decode()}


def fit(content: bytes) -> tuple[str, bytes]:
    """The media type and the bytes of *content*, fit to be sent. Raises AssistantError when it cannot be read.

    What a camera wrote beside it (when and where it was taken) is left behind, and
    of a moving picture all but the first.
    """
    from PIL import Image, ImageOps

    if len(content) > MOST_BYTES:
        raise _unreadable()
    Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before anything is decoded
    try:
        with Image.open(io.BytesIO(content), formats=_FORMS) as opened:
            form = opened.format
            if opened.width * opened.height > MOST_PIXELS:
                raise _unreadable()
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than that
            upright = ImageOps.exif_transpose(opened)
            upright = _opaque(upright)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    except AssistantError:
        raise
    except (OSError, ValueError, SyntaxError, MemoryError, ArithmeticError, LookupError, TypeError) as error:
        raise _unreadable() from error
    if form in _SHARP:
        sharp = _saved(upright, "PNG", optimize=True)
        if len(sharp) <= _LARGE_BYTES:
            return "image/png", sharp
    return "image/jpeg", _saved(upright, "JPEG", quality=_QUALITY)


def _opaque(image: "Image.Image") -> "Image.Image":
    """On white, where nothing was."""
    from PIL import Image

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def _saved(image: "Image.Image", form: str, **how: object) -> bytes:
    """Without what was beside it: only pixels are copied."""
    from PIL import Image

    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, form, **how)
    return out.getvalue()


def _unreadable() -> AssistantError:
    return AssistantError(N_("The picture is damaged, or too large to be read."), N_("Attach another one."))
