"""Pictures that lie in an export beside its conversations, found by what the messages call them."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant_gui.core.attached import MOST_BYTES, picture_media
from assistant_gui.core.conversation import Message
from assistant_gui.core.exchange import PART_BYTES, Content
from assistant_gui.reader.bundle import DAMAGE, Bundle

_ID = re.compile(r"^(file[-_][A-Za-z0-9]{8,})(?=[-_.#]|$)")
"""ChatGPT calls its files by an id, with the name they had behind it or ``.dat``."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is there, as it will be attached."""

    media: str
    size: int
    digest: str


class Beside:
    """Those of one zip or folder; each is read when a message names it, and again when it is told."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._names: dict[str, str] = {}
        self._entries: dict[str, str] = {}
        self._told: set[str] = set()
        for name in bundle.names():
            base = PurePosixPath(name).name
            self._names.setdefault(base, name)
            if found := _ID.match(base):
                self._names.setdefault(found[1], name)

    def find(self, keys: Sequence[str]) -> Picture | None:
        """The picture that is called one of *keys*; None when it is not there, or is none."""
        name = next((self._names[key] for key in map(_bare, keys) if key in self._names), None)
        content = self._content(name) if name else b""
        media = picture_media(content)
        if not name or not media:
            return None
        digest = hashlib.sha256(content).hexdigest()
        self._entries[digest] = name
        return Picture(media, len(content), digest)

    def contents(self, message: Message) -> Iterator[Content]:
        """What is attached to *message*, each once."""
        for attachment in message.attachments:
            digest = attachment.digest
            if digest in self._told or digest not in self._entries:
                continue
            self._told.add(digest)
            content = self._content(self._entries[digest])
            for at in range(0, len(content), PART_BYTES):
                yield Content(digest, content[at : at + PART_BYTES], last=at + PART_BYTES >= len(content))

    def _content(self, name: str) -> bytes:
        """Empty when it is damaged, or larger than is taken."""
        if self._bundle.size(name) > MOST_BYTES:
            return b""
        try:
            with self._bundle.open(name) as file:
                return file.read(MOST_BYTES)
        except (*DAMAGE, OSError, RuntimeError):
            return b""


def _bare(key: str) -> str:
    """*key* as files are called: ``file-service://file-1#page`` is ``file-1``."""
    return key.rpartition("://")[2].partition("#")[0]
