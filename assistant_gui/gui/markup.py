"""markdown-it's tokens as the HTML that QTextDocument draws; everything foreign arrives escaped."""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl

from assistant_gui.core.language import translated as _
from assistant_gui.gui.colouring import coloured
from assistant_gui.gui.links import host, safe
from assistant_gui.gui.theme import Palette

if TYPE_CHECKING:
    from markdown_it.token import Token

COPY_MARK: Final = "\x00"
COPY_PLACE: Final = re.compile("\x00(\\d+)\x00")
"""Where the address of a Copy link goes; no text can hold it, markdown-it replaces NUL."""

_DEEPEST_QUOTE = 3
_STOPS = r"\s<>\"'`，。；：！？（）】」』"
_ADDRESS: Final = re.compile(rf"https?://[^{_STOPS}]*[^{_STOPS}.,;:!?)\]*_]")
_TAGS: Final[Mapping[str, str]] = {
    "p": "p", "strong": "b", "em": "i", "s": "s", "ul": "ul", "li": "li", "hr": "hr",
    "h1": "h2", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h5", "h6": "h5",
    "thead": "thead", "tbody": "tbody", "tr": "tr",
}  # fmt: skip


def written(tokens: "Iterable[Token]", palette: Palette, *, colours: bool) -> tuple[str, tuple[str, ...]]:
    """The HTML, and the code blocks exactly as they were written; *colours*: in code."""
    writer = _Writer(palette, colours=colours)
    return writer.all(tokens), tuple(writer.code)


class _Writer:
    def __init__(self, palette: Palette, *, colours: bool) -> None:
        self.code: list[str] = []
        self._palette = palette
        self._colours = colours
        self._quotes = 0
        self._links: list[str] = []
        """How each open link is closed; empty for one that may not be opened."""

    def all(self, tokens: "Iterable[Token]") -> str:
        return "".join(map(self._one, tokens))

    def _one(self, token: "Token") -> str:
        if token.type == "inline":
            return self.all(token.children or ())
        write = _WRITERS.get(token.type)
        if write is not None:
            return write(self, token)
        tag = _TAGS.get(token.tag)
        if tag is None:
            return html.escape(token.content)
        if token.hidden:
            return ""
        return f"<{tag}>" if token.nesting > 0 else f"</{tag}>" if token.nesting < 0 else f"<{tag}/>"

    def text(self, token: "Token") -> str:
        if self._links:
            return html.escape(token.content)
        parts, at = [], 0
        for found in _ADDRESS.finditer(token.content):
            url = safe(found[0])
            if url is not None:
                parts.append(html.escape(token.content[at : found.start()]) + _link(url, html.escape(found[0])))
                at = found.end()
        return "".join(parts) + html.escape(token.content[at:])

    def line_break(self, token: "Token") -> str:
        return "<br/>"

    def link_open(self, token: "Token") -> str:
        url = safe(str(token.attrs.get("href", "")))
        self._links.append("" if url is None else "</a>")
        return "" if url is None else _link(url)

    def link_close(self, token: "Token") -> str:
        return self._links.pop()

    def image(self, token: "Token") -> str:
        """Never fetched: a line of text that says where it would come from."""
        url = safe(str(token.attrs.get("src", "")))
        words = " ".join(part for part in (token.content, host(url) if url is not None else "") if part)
        shown = html.escape(_("[picture: {words}]").format(words=words or "?"))
        return shown if url is None or self._links else _link(url, shown)

    def code_inline(self, token: "Token") -> str:
        return f'<code style="background-color:{self._palette.code}">{html.escape(token.content)}</code>'

    def block_of_code(self, token: "Token") -> str:
        """A box: the language and Copy above, the code below."""
        language = token.info.split()[0] if token.info.split() else ""
        code = token.content.removesuffix("\n")
        number, now = len(self.code), self._palette
        self.code.append(code)
        dark = now.name == "dark"
        body = coloured(code, language.lower() if self._colours else "", dark=dark)
        return (
            f'<table width="100%" cellspacing="0" cellpadding="10" bgcolor="{now.code}" style="margin-top:8px;margin-bottom:10px">'
            f'<tr><td style="padding-bottom:0;color:{now.muted}"><small>{html.escape(language[:40])}</small></td>'
            f'<td align="right" style="padding-bottom:0"><small>'
            f'<a href="{COPY_MARK}{number}{COPY_MARK}" style="color:{now.muted};text-decoration:none">'
            f"{html.escape(_('Copy'))}</a></small></td></tr>"
            f'<tr><td colspan="2" style="padding-top:4px"><p style="white-space:pre-wrap;margin:0">'
            f"<code>{body}</code></p></td></tr></table>"
        )

    def list_open(self, token: "Token") -> str:
        start = token.attrs.get("start", 1)
        return f'<ol start="{int(start)}">'

    def list_close(self, token: "Token") -> str:
        return "</ol>"

    def quote_open(self, token: "Token") -> str:
        """QTextDocument draws no border at one side, so a narrow cell does."""
        now = self._palette
        self._quotes += 1
        if self._quotes > _DEEPEST_QUOTE:
            return ""
        return (
            '<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:8px;margin-bottom:8px"><tr>'
            f'<td width="3" bgcolor="{now.edge}"></td>'
            f'<td style="padding-left:12px;color:{now.muted}">'
        )

    def quote_close(self, token: "Token") -> str:
        self._quotes -= 1
        if self._quotes >= _DEEPEST_QUOTE:
            return ""
        return "</td></tr></table>"

    def table_open(self, token: "Token") -> str:
        return (
            '<table border="1" cellspacing="0" cellpadding="7" style="border-collapse:collapse;border-style:solid;'
            f'border-color:{self._palette.line};margin-top:8px;margin-bottom:10px">'
        )

    def table_close(self, token: "Token") -> str:
        return "</table>"

    def cell_open(self, token: "Token") -> str:
        aligned = str(token.attrs.get("style", "")).removeprefix("text-align:")
        align = f' align="{aligned}"' if aligned in ("left", "right", "center") else ' align="left"'
        ground = f' bgcolor="{self._palette.code}"' if token.tag == "th" else ""
        return f"<{token.tag}{align}{ground}>"

    def cell_close(self, token: "Token") -> str:
        return f"</{token.tag}>"


def _link(url: QUrl, words: str = "") -> str:
    address = html.escape(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    return f'<a href="{address}">' + (f"{words}</a>" if words else "")


_WRITERS: "Final[Mapping[str, Callable[[_Writer, Token], str]]]" = {
    "text": _Writer.text,
    "softbreak": _Writer.line_break,
    "hardbreak": _Writer.line_break,
    "link_open": _Writer.link_open,
    "link_close": _Writer.link_close,
    "image": _Writer.image,
    "code_inline": _Writer.code_inline,
    "code_block": _Writer.block_of_code,
    "fence": _Writer.block_of_code,
    "ordered_list_open": _Writer.list_open,
    "ordered_list_close": _Writer.list_close,
    "blockquote_open": _Writer.quote_open,
    "blockquote_close": _Writer.quote_close,
    "table_open": _Writer.table_open,
    "table_close": _Writer.table_close,
    "th_open": _Writer.cell_open,
    "td_open": _Writer.cell_open,
    "th_close": _Writer.cell_close,
    "td_close": _Writer.cell_close,
}
