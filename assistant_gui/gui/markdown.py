"""Answers as safe rich text: Markdown to the HTML that QTextDocument draws, and nothing else.

Every tag here is written by this module from markdown-it's tokens; whatever the
model wrote arrives escaped. No raw HTML, no pictures, no styles of its own;
links lead to http, https and mailto only. A text is cut at blank lines into
pieces that are rendered (and remembered) one by one, so a growing answer costs
only its last piece each time, and what was streamed looks the same at the end.
"""

import html
import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant_gui.gui.markup import COPY_MARK, COPY_PLACE, written
from assistant_gui.gui.theme import LIGHT, Palette

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LONGEST = 256_000
"""Longer texts are shown as they are."""

_LONGEST_PIECE = 16_000
_MOST_MARKS = 600
"""More brackets and stars than this in one piece is an attack, or a table nobody reads: shown as it is."""

_MOST_LINES = 300
"""A longer table or list would take longer to lay out than a window may be still."""

_REMEMBERED = 400
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_GOES_ON = re.compile(r"[ \t]|[-*+] |\d{1,9}[.)] |>|\|")
"""A line that may belong to what stood before the blank line."""
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:", re.MULTILINE)

COPY = "copy:"
"""The address of the Copy link of a code block; its number in :attr:`Rendered.code` follows."""


@dataclass(frozen=True, slots=True)
class Rendered:
    html: str
    code: tuple[str, ...]
    """The code blocks, exactly as they were written."""


def warm() -> None:
    """Import what rendering needs; from any thread, so that the first answer need not wait."""
    Renderer().rendered("**a**\n\n```python\n1\n```", LIGHT, growing=False)


class Renderer:
    """Renders and remembers; used in one thread."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str, bool], Rendered] = OrderedDict()

    @cached_property
    def _parser(self) -> "MarkdownIt":
        from markdown_it import MarkdownIt  # heavy: only when there is something to render

        return MarkdownIt("commonmark", {"html": False, "maxNesting": 12}).enable(["table", "strikethrough"])

    def rendered(self, text: str, palette: Palette, *, growing: bool) -> Rendered:
        """*text* as HTML. While it is *growing*, the code at its end waits for its colours."""
        if len(text) > LONGEST:
            return Rendered(_plain(text), ())
        pieces = _pieces(text)
        code: list[str] = []
        parts: list[str] = []
        for number, piece in enumerate(pieces):
            made = self._piece(piece, palette, open_end=growing and number == len(pieces) - 1)
            parts.append(_numbered(made.html, len(code)))
            code.extend(made.code)
        return Rendered("".join(parts), tuple(code))

    def _piece(self, piece: str, palette: Palette, *, open_end: bool) -> Rendered:
        key = (piece, palette.name, open_end)
        made = self._known.get(key)
        if made is None:
            if _too_much(piece):
                made = Rendered(_plain(piece), ())
            else:
                made = Rendered(*written(self._parser.parse(piece), palette, colours=not open_end))
            if not open_end:  # what grows is new each time
                self._known[key] = made
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return made


def _pieces(text: str) -> list[str]:
    """*text* cut at blank lines where no block can go on across them."""
    if _REFERENCE.search(text):
        return [text]
    pieces: list[list[str]] = [[]]
    fence = ""
    blank = False
    for line in text.split("\n"):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        else:
            if blank and line.strip() and pieces[-1] and not _GOES_ON.match(line):
                pieces.append([])
            opening = _FENCE.match(line)
            if opening:
                fence = opening[1]
        blank = not line.strip()
        pieces[-1].append(line)
    return ["\n".join(piece) for piece in pieces]


def _too_much(piece: str) -> bool:
    if _FENCE.match(piece):
        return False
    marks = sum(map(piece.count, "[]*_`<&!"))
    return len(piece) > _LONGEST_PIECE or marks > _MOST_MARKS or piece.count("\n") > _MOST_LINES


def _numbered(body: str, first: int) -> str:
    """Number the Copy links of a piece on from *first*."""
    return COPY_PLACE.sub(lambda found: f"{COPY}{first + int(found[1])}", body) if COPY_MARK in body else body


def _plain(text: str) -> str:
    return f'<p style="white-space:pre-wrap">{html.escape(text.replace(COPY_MARK, ""))}</p>'
