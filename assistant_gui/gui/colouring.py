"""Colours in code blocks, by Pygments."""

import html
from collections.abc import Mapping
from typing import Final

LONGEST = 8_000
"""Longer code stays without colours: a lexer's worst case must not stop the window."""

_LIGHT: Final[Mapping[str, str]] = {
    "Comment": "#5f6b66",
    "Keyword": "#8a2d8f",
    "Name.Function": "#1f5fa8",
    "Name.Class": "#1f5fa8",
    "Name.Decorator": "#1f5fa8",
    "Name.Tag": "#8a2d8f",
    "Name.Attribute": "#1f5fa8",
    "Name.Builtin": "#0d6a78",
    "Literal.String": "#2d6a2f",
    "Literal.Number": "#a04a00",
    "Operator.Word": "#8a2d8f",
    "Generic.Deleted": "#b3261e",
    "Generic.Inserted": "#1c6b38",
    "Generic.Heading": "#1f5fa8",
}
_DARK: Final[Mapping[str, str]] = {
    "Comment": "#93a09b",
    "Keyword": "#d7a1e6",
    "Name.Function": "#8fbff5",
    "Name.Class": "#8fbff5",
    "Name.Decorator": "#8fbff5",
    "Name.Tag": "#d7a1e6",
    "Name.Attribute": "#8fbff5",
    "Name.Builtin": "#7fd0dc",
    "Literal.String": "#a5d6a0",
    "Literal.Number": "#f0b27a",
    "Operator.Word": "#d7a1e6",
    "Generic.Deleted": "#f2877d",
    "Generic.Inserted": "#7ccf96",
    "Generic.Heading": "#8fbff5",
}


def coloured(code: str, language: str, *, dark: bool) -> str:
    """*code* as HTML, in colours when *language* is known; exactly its characters either way."""
    if not language or len(code) > LONGEST:
        return html.escape(code)
    from pygments.lexers import get_lexer_by_name  # heavy: only when there is code
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return html.escape(code)
    colours = _DARK if dark else _LIGHT
    return "".join(_span(str(kind)[6:], piece, colours) for kind, piece in lexer.get_tokens(code))


def _span(kind: str, piece: str, colours: Mapping[str, str]) -> str:
    escaped = html.escape(piece)
    while kind:
        if kind in colours:
            return f'<span style="color:{colours[kind]}">{escaped}</span>'
        kind = kind.rpartition(".")[0]
    return escaped
