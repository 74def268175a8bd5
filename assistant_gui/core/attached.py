"""Files that go with a question: what is kept of them, and what the model reads of them."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant_gui.core.conversation import Attachment

MOST_BYTES = 20_000_000
"""A larger file is not taken."""

_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}
_DISGUISES = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FENCES = re.compile(r"`{3,}")


PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that was read, before it is stored."""

    attachment: Attachment
    content: bytes
    cut: bool = False
    """There was more of it than is read at all."""

    @property
    def picture(self) -> bool:
        return self.attachment.media in PICTURES


def attached(name: str, media: str, content: bytes, text: str, *, cut: bool = False) -> Attached:
    """A file called *name* with its *content*, of which the model is given *text*."""
    digest = hashlib.sha256(content).hexdigest()
    return Attached(Attachment(uuid.uuid4().hex, shown_name(name), media, len(content), digest, text), content, cut)


def shown_name(name: str) -> str:
    """*name* of a file as it can be shown and stored: what turns the direction of letters could disguise its ending."""
    return _DISGUISES.sub("\ufffd", name)


def picture_media(content: bytes) -> str:
    """The media type of a picture, by its first bytes; empty when it is none that can be shown."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((media for start, media in _STARTS.items() if content.startswith(start)), "")


def with_attachments(text: str, attachments: Sequence[Attachment]) -> str:
    """*text* after what stands in *attachments*: for each its name, then its text between two fences.

    A fence is longer than any in the text, so that the text cannot pretend to end.
    What has no text (a picture) is left out.
    """
    read = [_fenced(each) for each in attachments if each.text.strip()]
    return "\n\n".join([*read, text] if text.strip() else read) if read else text


def again(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """*attachments* for another message, such as an edited question."""
    return tuple(replace(each, id=uuid.uuid4().hex) for each in attachments)


def _fenced(attachment: Attachment) -> str:
    longest = max((len(fence) for fence in _FENCES.findall(attachment.text)), default=2)
    fence = "`" * max(3, longest + 1)
    name = " ".join(attachment.name.replace("`", "'").split())
    return f"File: {name}\n{fence}\n{attachment.text.strip(chr(10))}\n{fence}"
