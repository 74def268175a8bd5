"""A document -> what it is and its text, piece by piece, within limits; or one sentence why not."""

import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.attached import MOST_BYTES
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.reader.documents import text
from assistant_gui.reader.documents.refusals import Refusal, damaged, password, too_large

MOST_CHARACTERS = 600_000
"""What is longer is cut: no model of today reads more at once."""

PROCESSOR_SECONDS = 60

Told = dict[str, object]

_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word 97, and what Office makes of a document with a password."""
_RTF = b"{\\rtf"
_DOCX_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HTML_NAMES = (".html", ".htm", ".xhtml")
_HTML_STARTS = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class _Document:
    media: str
    pieces: Iterable[tuple[str, float]]
    """Text, and how much of the document is behind us after it, from 0 to 1."""
    without_text: Refusal
    """Why there may be none."""


def opened(path: Path) -> BinaryIO:
    """*path* as bytes. Raises AssistantError when it cannot be read at all."""
    try:
        if not path.is_file():  # a folder, a device, a pipe that never ends
            raise AssistantError(N_("There is no file {file}."), N_("Check the name."), file=path.name)
        return path.open("rb")
    except OSError as error:
        raise AssistantError(
            N_("{file} cannot be read: {reason}."),
            N_("Check that the file is yours to read."),
            file=path.name,
            reason=error.strerror or error,
        ) from error


def told(file: BinaryIO, *, most_characters: int = MOST_CHARACTERS) -> Iterator[Told]:
    """``media``, then ``text`` and ``fraction`` for each piece, and ``cut`` when the rest is left out.

    Raises AssistantError, in the middle too.
    """
    name = Path(file.name).name
    try:
        yield from _told(file.read(MOST_BYTES + 1), name, most_characters)
    except Refusal as refusal:
        raise AssistantError(refusal.message, refusal.hint, file=name) from refusal
    except (MemoryError, RecursionError) as error:
        raise AssistantError(
            N_("{file} takes too much memory to read."),
            N_("Attach a part of it, or copy the text you need and paste it."),
            file=name,
        ) from error
    except OSError as error:
        raise AssistantError(
            N_("{file} could not be read to its end: {reason}."),
            N_("Check the disk it is on, and try again."),
            file=name,
            reason=error.strerror or error,
        ) from error


def _told(content: bytes, name: str, most_characters: int) -> Iterator[Told]:
    if len(content) > MOST_BYTES:
        raise too_large()
    if not content.strip():
        raise Refusal(N_("{file} is empty."), N_("Attach a file that has something in it."))
    document = _document(content, name)
    yield {"media": document.media}
    given, empty = 0, True
    for piece, fraction in document.pieces:
        clean = text.printable(piece)
        empty = empty and not clean.strip()
        room = most_characters - given
        yield {"text": clean[:room], "fraction": fraction}
        given += len(clean)
        if given > most_characters:
            yield {"cut": most_characters}
            break
    if empty:
        raise document.without_text


def _document(content: bytes, name: str) -> _Document:
    """What it is, by its first bytes; the name decides only between kinds of text."""
    suffix = Path(name).suffix.lower()
    if content.startswith(_PDF) or (suffix == ".pdf" and _PDF in content[:1024]):
        from assistant_gui.reader.documents import pdf  # parsers are loaded for what needs them

        return _Document("application/pdf", pdf.pages(content), pdf.no_text())
    if content.startswith(_ZIP):
        from assistant_gui.reader.documents import docx

        return _Document(_DOCX_MEDIA, docx.paragraphs(content), _nothing_in_it())
    if content.startswith(_OLD_OFFICE):
        raise password() if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content else _of_old_office()
    if content.startswith(_RTF):
        raise _of_old_office()
    decoded = text.decoded(content)
    if suffix in _HTML_NAMES or content[:200].strip().lower().startswith(_HTML_STARTS):
        from assistant_gui.reader.documents import html

        return _Document("text/html", [(html.plain(decoded), 1.0)], _nothing_in_it())
    return _Document(_text_media(name), [(decoded, 1.0)], damaged())


def _text_media(name: str) -> str:
    guessed, packed = mimetypes.guess_type(name)
    usual = guessed is not None and (guessed.startswith("text/") or guessed in ("application/json", "application/xml"))
    return guessed if guessed and usual and not packed else "text/plain"


def _of_old_office() -> Refusal:
    return Refusal(
        N_("{file} is in an old format that is not read here."), N_("Save it as DOCX or PDF, and attach that.")
    )


def _nothing_in_it() -> Refusal:
    return Refusal(N_("{file} holds no text."), N_("Copy what you need of it and paste it."))
