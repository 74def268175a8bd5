"""What the words of a program are, by Pygments, and their colours."""

from collections.abc import Mapping
from typing import Final

from assistant_gui.gui.blocks import Look, Run

LONGEST = 8_000
"""Longer code stays without colours: a lexer's worst case must not stop the window."""

_LONGEST_LINE = 2_000

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
_CODE: Final = Look(code=True)


def coloured(code: str, language: str) -> tuple[Run, ...]:
    """*code* in runs of one kind when *language* is known; exactly its characters either way."""
    plain = (Run(code, _CODE),)
    if not language or len(code) > LONGEST or max(map(len, code.split("\n"))) > _LONGEST_LINE:
        return plain
    from pygments.lexers import get_lexer_by_name  # heavy: only when there is code
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return plain
    runs: list[tuple[str, str]] = []
    for token, piece in lexer.get_tokens(code):
        kind = _known(str(token)[6:])
        if runs and (runs[-1][0] == kind or piece.isspace()):
            runs[-1] = (runs[-1][0], runs[-1][1] + piece)
        else:
            runs.append((kind, piece))
    if "".join(piece for _, piece in runs) != code:
        return plain
    return tuple(Run(piece, Look(code=True, kind=kind)) for kind, piece in runs)


def colour_of(kind: str, *, dark: bool) -> str:
    """The colour of a *kind* that :func:`coloured` named."""
    return (_DARK if dark else _LIGHT)[kind]


def _known(kind: str) -> str:
    while kind and kind not in _LIGHT:
        kind = kind.rpartition(".")[0]
    return kind
