"""Word documents -> Markdown: paragraphs, headings, lists and tables, read as a stream.

Expat is used directly: a document type, and with it every entity that could grow
or reach outside, is refused where it begins.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from assistant_gui.core.language import N_
from assistant_gui.reader.bundle import DAMAGE
from assistant_gui.reader.documents.refusals import Refusal, damaged, password, too_large, unknown

MOST_UNPACKED_BYTES = 100_000_000
"""Of the text with its marks; a thousand pages are about 10 MB."""

_PART = "word/document.xml"
_BLOCK_BYTES = 1 << 16
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_REPEATED = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
"""Says once more, for old programs, what was said before."""


def paragraphs(content: bytes) -> Iterator[tuple[str, float]]:
    """Raises Refusal when it is something else, damaged, locked, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if _PART not in archive.namelist():
                raise _not_word(archive)
            part = archive.getinfo(_PART)
            if part.flag_bits & 1:
                raise password()
            if part.file_size > MOST_UNPACKED_BYTES:
                raise too_large()
            with archive.open(part) as source:
                yield from _read(source, part.file_size)
    except (*DAMAGE, expat.ExpatError, UnicodeError) as error:
        raise damaged() from error


def _not_word(archive: zipfile.ZipFile) -> Refusal:
    if any(name.startswith(("xl/", "ppt/")) or name == "content.xml" for name in archive.namelist()):
        return Refusal(
            N_("{file} is a kind of document that is not read here."),
            N_("Save it as PDF, DOCX or CSV, and attach that."),
        )
    return unknown()


def _read(source: IO[bytes], size: int) -> Iterator[tuple[str, float]]:
    text = _Text()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = text.start
    parser.EndElementHandler = text.end
    parser.CharacterDataHandler = text.said
    parser.StartDoctypeDeclHandler = _refuse_doctype
    done = 0
    while block := source.read(_BLOCK_BYTES):
        done += len(block)
        parser.Parse(block, False)
        if ready := text.taken():
            yield ready, done / max(size, done)
    parser.Parse(b"", True)
    yield text.taken(), 1.0


def _refuse_doctype(*_: object) -> None:
    raise damaged()


class _Text:
    """What the marks of a Word document say, in the order in which they come."""

    def __init__(self) -> None:
        self._ready: list[str] = []
        self._paragraph: list[str] = []
        self._before = ""
        self._speaks = False
        self._skipping = 0
        self._tables = 0
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._row = 0

    def taken(self) -> str:
        """All that is whole by now."""
        ready, self._ready = "".join(self._ready), []
        return ready

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _REPEATED or self._skipping:
            self._skipping += 1
            return
        match _word(name):
            case "p":
                self._paragraph, self._before = [], ""
            case "t":
                self._speaks = True
            case "tab":
                self._paragraph.append("\t")
            case "br" | "cr":
                self._paragraph.append(" " if self._tables else "\n")
            case "pStyle":
                self._before = _heading(_value(attributes)) or self._before
            case "outlineLvl":
                self._before = self._before or _heading(f"heading{int(_value(attributes) or 9) + 1}")
            case "numPr":
                self._before = self._before or "- "
            case "tbl":
                self._tables += 1
                self._row = 0 if self._tables == 1 else self._row
            case "tr" if self._tables == 1:
                self._cells = []
            case "tc" if self._tables == 1:
                self._cell = []

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        match _word(name):
            case "t":
                self._speaks = False
            case "p":
                self._end_paragraph("".join(self._paragraph))
            case "tc" if self._tables == 1:
                self._cells.append(" ".join(self._cell).replace("|", "\\|"))
            case "tr" if self._tables == 1:
                self._end_row()
            case "tbl":
                self._tables -= 1
                if not self._tables:
                    self._ready.append("\n")

    def said(self, text: str) -> None:
        if self._speaks and not self._skipping:
            self._paragraph.append(text)

    def _end_paragraph(self, text: str) -> None:
        self._paragraph = []
        if not text.strip():
            return
        if self._tables:
            self._cell.append(text.strip())
        else:
            self._ready.append(f"{self._before}{text}\n" if self._before == "- " else f"{self._before}{text}\n\n")

    def _end_row(self) -> None:
        self._row += 1
        self._ready.append(f"| {' | '.join(self._cells)} |\n")
        if self._row == 1:
            self._ready.append("|" + " --- |" * len(self._cells) + "\n")


def _word(name: str) -> str:
    """The name within Word's own vocabulary; empty outside it."""
    place, _, local = name.rpartition(" ")
    return local if place in _WORDS else ""


def _value(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == "val"), "")


def _heading(style: str) -> str:
    words = style.lower().replace(" ", "")
    if words == "title":
        return "# "
    level = words.removeprefix("heading")
    return "#" * int(level) + " " if words != level and level in tuple("123456") else ""
