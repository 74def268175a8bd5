"""markdown-it's tokens as the blocks that are drawn; words stay words, whatever they look like."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl

from assistant_gui.core.language import translated as _
from assistant_gui.gui import maths
from assistant_gui.gui.blocks import (
    PLAIN,
    Block,
    Cell,
    Code,
    Formula,
    Inline,
    Item,
    Listing,
    Look,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from assistant_gui.gui.colouring import coloured
from assistant_gui.gui.links import safe

if TYPE_CHECKING:
    from markdown_it.token import Token

LINE_BREAK: Final = "\u2028"
"""Within a paragraph, as QTextDocument has it."""

_LONGEST_ADDRESS = 200
_STOPS = r"\s<>\"'`，。；：！？（）】」』"
_ADDRESS: Final = re.compile(rf"https?://[^{_STOPS}]*[^{_STOPS}.,;:!?)\]*_]")
_TASK: Final = re.compile(r"\[([ xX])\](?:\s+|$)")
_LOOKS: Final[Mapping[str, Callable[[Look], Look]]] = {
    "strong_open": lambda look: replace(look, bold=True),
    "em_open": lambda look: replace(look, italic=True),
    "s_open": lambda look: replace(look, struck=True),
}


def blocks(tokens: "Iterable[Token]", *, colours: bool) -> tuple[Block, ...]:
    """What *tokens* say, to be drawn; *colours*: in code."""
    return tuple(_Reader(iter(tokens), colours=colours).until(""))


class _Reader:
    """Reads tokens to the end of the block that is open."""

    def __init__(self, tokens: "Iterator[Token]", *, colours: bool) -> None:
        self._tokens = tokens
        self._colours = colours

    def until(self, closing: str) -> Iterator[Block]:
        for token in self._tokens:
            if token.type == closing:
                return
            block = self._block(token)
            if block is not None:
                yield block

    def _block(self, token: "Token") -> Block | None:
        match token.type:
            case "inline":
                return Paragraph(_inlines(token))
            case "heading_open":
                return Paragraph(_inlines(next(self._tokens)), heading=int(token.tag[1:]))
            case "fence" | "code_block":
                return self._code(token)
            case "bullet_list_open":
                return Listing(tuple(self._items("bullet_list_close")))
            case "ordered_list_open":
                return Listing(tuple(self._items("ordered_list_close")), start=int(token.attrs.get("start", 1)))
            case "blockquote_open":
                return Quote(tuple(self.until("blockquote_close")))
            case "table_open":
                return Table(tuple(self._rows()))
            case "hr":
                return Rule()
            case maths.DISPLAY:
                return Paragraph((Formula(token.content, token.markup, display=True),))
        return None  # what opens and closes a paragraph, or goes without saying

    def _code(self, token: "Token") -> Code:
        words = token.info.split()
        language = words[0] if words else ""
        code = token.content.removesuffix("\n")
        return Code(language[:40], coloured(code, language.lower() if self._colours else ""), code)

    def _items(self, closing: str) -> Iterator[Item]:
        for token in self._tokens:
            if token.type == closing:
                return
            yield _item(tuple(self.until("list_item_close")))

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        cells: list[Cell] = []
        for token in self._tokens:
            match token.type:
                case "table_close":
                    return
                case "tr_open":
                    cells = []
                case "th_open" | "td_open":
                    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
                    cells.append(Cell(_inlines(next(self._tokens)), side or "left"))
                case "tr_close":
                    yield tuple(cells)


def _item(inside: tuple[Block, ...]) -> Item:
    """An item, of a task list if it begins with a box."""
    first = inside[0] if inside else None
    if not isinstance(first, Paragraph) or not first.inlines or not isinstance(first.inlines[0], Run):
        return Item(inside)
    run = first.inlines[0]
    box = _TASK.match(run.text)
    if box is None or run.look != PLAIN:
        return Item(inside)
    rest = (replace(run, text=run.text[box.end() :]), *first.inlines[1:])
    return Item((replace(first, inlines=rest), *inside[1:]), ticked=box[1] != " ")


def _inlines(token: "Token") -> tuple[Inline, ...]:
    made: list[Inline] = []
    looks = [PLAIN]
    for child in token.children or ():
        look = looks[-1]
        if child.type in _LOOKS:
            looks.append(_LOOKS[child.type](look))
        elif child.type == "link_open":
            url = safe(str(child.attrs.get("href", "")))
            looks.append(look if url is None else replace(look, link=_encoded(url)))
        elif child.nesting < 0:
            looks.pop()
        elif child.type in ("softbreak", "hardbreak"):
            made.append(Run(LINE_BREAK, look))
        elif child.type == "code_inline":
            made.append(Run(child.content, replace(look, code=True)))
        elif child.type == "image":
            made.append(_picture(child, look))
        elif child.type == maths.INLINE:
            made.append(Formula(child.content, child.markup, display=bool(child.meta.get("display"))))
        elif child.content:
            made.extend(_linked(child.content, look))
    return tuple(made)


def _linked(text: str, look: Look) -> Iterator[Run]:
    """*text* with the addresses in it as links."""
    at = 0
    for found in () if look.link else _ADDRESS.finditer(text):
        url = safe(found[0])
        if url is not None:
            if found.start() > at:
                yield Run(text[at : found.start()], look)
            yield Run(found[0], replace(look, link=_encoded(url)))
            at = found.end()
    if at < len(text):
        yield Run(text[at:], look)


def _picture(token: "Token", look: Look) -> Run:
    """Never fetched: words that say what it would show, and where it would come from."""
    address = str(token.attrs.get("src", ""))
    shown = address if len(address) <= _LONGEST_ADDRESS else address[:_LONGEST_ADDRESS] + "…"
    words = " ".join(part for part in (token.content, "".join(filter(str.isprintable, shown))) if part)
    url = safe(address)
    link = look.link or ("" if url is None else _encoded(url))
    return Run(_("[picture: {words}]").format(words=words or "?"), replace(look, link=link))


def _encoded(url: QUrl) -> str:
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
