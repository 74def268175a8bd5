"""Our own form: a zip with a manifest, a line for each thing, and every attached file once. Nothing is lost in it."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from assistant_gui import __version__
from assistant_gui.core.carrying import encoded
from assistant_gui.core.conversation import Conversation, Message
from assistant_gui.core.exchange import CONTENTS, FORMAT, LINES, MANIFEST, VERSION, Line, Opening
from assistant_gui.store.archive import Archive


def write(archive: Archive, conversations: Iterable[Conversation], out: BinaryIO, *, whole: bool) -> None:
    """With *whole*, all folders and presets are in it, otherwise only the folders that are used."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.writestr(MANIFEST, json.dumps(_manifest(), indent=2) + "\n")
        digests: dict[str, None] = {}
        with packed.open(LINES, "w", force_zip64=True) as raw, io.BufferedWriter(raw, 1 << 18) as lines:
            for line in _lines(archive, conversations, whole=whole):
                lines.write(json.dumps(encoded(line)).encode() + b"\n")
                if isinstance(line, Message):
                    digests |= dict.fromkeys(each.digest for each in line.attachments)
        for digest in digests:
            content = archive.content(digest)
            if content is not None:
                packed.writestr(CONTENTS + digest, content)


def _manifest() -> dict[str, object]:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return {"format": FORMAT, "version": VERSION, "program": __version__, "made": made}


def _lines(archive: Archive, conversations: Iterable[Conversation], *, whole: bool) -> Iterator[Line]:
    folders = {folder.id: folder for folder in archive.filing.folders()}
    if whole:
        yield from folders.values()
        yield from archive.manners.presets()
        yield from archive.decisions.agreed()
        yield from archive.votes.on_typed()
        folders = {}
    for conversation in conversations:
        folder = folders.pop(conversation.folder or "", None)
        if folder is not None:
            yield folder
        yield Opening(conversation)
        yield from archive.transfer.tree(conversation.id)
        yield from archive.manners.summaries(conversation.id)
        yield from archive.decisions.about(conversation.id)
        yield from archive.votes.about(conversation.id)
