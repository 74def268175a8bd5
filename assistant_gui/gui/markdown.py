"""Answers as blocks to draw: Markdown, and nothing that could run, load or open by itself.

A text is cut where no block can go on (at blank lines, between the items of a
long list, within long code) into pieces that are read and remembered one by one,
so a growing answer costs only its last piece each time, and what was streamed
is the same as what is shown at once.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assistant_gui.gui.blocks import Block, Code, Paragraph, Run
from assistant_gui.gui.cutting import Part, Piece, pieces, references
from assistant_gui.gui.markup import LINE_BREAK, blocks
from assistant_gui.gui.maths import formulas

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_DEEPEST = 24
"""Quotes and lists within each other, as markdown-it counts them (two for a list)."""

_REMEMBERED = 600
_MOST_SPACES = 200
_SPACES: Final = re.compile(f"[ \\t\u00a0]{{{_MOST_SPACES},}}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A piece of a text, ready to be drawn."""

    source: str
    blocks: tuple[Block, ...]


def warm() -> None:
    """Import what rendering needs; from any thread, so that the first answer need not wait."""
    Renderer().rendered("**a** $x$\n\n```python\n1\n```", growing=False)


class Renderer:
    """Reads and remembers; used in one thread."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Piece, bool, str], Rendered] = OrderedDict()

    @cached_property
    def _parser(self) -> "MarkdownIt":
        from markdown_it import MarkdownIt  # heavy: only when there is something to render

        options = {"html": False, "maxNesting": _DEEPEST}
        return MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).use(formulas)

    def rendered(self, text: str, *, growing: bool) -> tuple[Rendered, ...]:
        """*text* in pieces. While it is *growing*, the code at its end waits for its colours."""
        return self.part(Part(text), growing=growing)

    def part(self, part: Part, *, growing: bool) -> tuple[Rendered, ...]:
        """The pieces of a part of a text."""
        cut = part.pieces or pieces(part.text)
        named = part.named or references(part.text)
        last = len(cut) - 1
        return tuple(self._piece(piece, named, open_end=growing and at == last) for at, piece in enumerate(cut))

    def _piece(self, piece: Piece, named: str, *, open_end: bool) -> Rendered:
        key = (piece, open_end, named if "[" in piece.text else "")
        made = self._known.get(key)
        if made is not None:
            self._known.move_to_end(key)
            return made
        made = Rendered(piece.text, self._blocks(piece, named, open_end=open_end))
        if not open_end:  # what grows is new each time
            self._known[key] = made
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return made

    def _blocks(self, piece: Piece, named: str, *, open_end: bool) -> tuple[Block, ...]:
        if piece.plain:
            return (plain(piece.text),)
        environment: dict[str, object] = {}
        if named and "[" in piece.text:
            self._parser.parse(named, environment)
        made = blocks(self._parser.parse(piece.text, environment), colours=not open_end)
        if piece.code is not None and len(made) == 1 and isinstance(made[0], Code):
            return (replace(made[0], text=piece.code, first=piece.first, last=piece.last),)
        return made


def plain(text: str) -> Paragraph:
    """*text* as it is, but for endless spaces, which would take Qt as long as they are wide."""
    return Paragraph((Run(_SPACES.sub(" " * _MOST_SPACES, text.strip("\n").replace("\n", LINE_BREAK))),))
