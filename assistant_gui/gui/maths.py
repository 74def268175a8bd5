"""Formulas in Markdown: ``$..$`` and ``\\(..\\)`` in a line; ``$$..$$``, ``\\[..\\]`` and environments on lines of their own."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

INLINE: Final = "formula"
DISPLAY: Final = "formula_block"
LONGEST: Final = 2_000

_PAIRS: Final = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
_ENVIRONMENT = re.compile(r"\\begin\{((?:align|aligned|equation|gather|multline|alignat|eqnarray)\*?)\}")
_TAIL = re.compile(r"[ \t]*[.,;:。，；]?[ \t]*$")
_DOLLARS = re.compile(r"\$((?:[^$\\`\n]|\\.|\n(?!\n))+?)\$", re.DOTALL)
_ABOUT_MONEY = re.compile(r"[\d.,]+(?:\s|$)[^\\^_={}+<>]*$")
"""After the opening sign: an amount and then words, with nothing that a formula would have."""


def formulas(parser: "MarkdownIt") -> None:
    """A plugin for markdown-it."""
    parser.block.ruler.before("fence", DISPLAY, _block, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.before("escape", INLINE, _inline)


def _block(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    if state.is_code_block(first):
        return False
    begin = state.bMarks[first] + state.tShift[first]
    opening = state.src[begin : begin + 2]
    environment = _ENVIRONMENT.match(state.src, begin) if opening == "\\b" else None
    if environment is not None:
        closing, inside = f"\\end{{{environment[1]}}}", begin
    elif opening in ("$$", "\\["):
        closing, inside = _PAIRS[opening], begin + 2
    else:
        return False
    for line in range(first, last):
        start, end = max(inside, state.bMarks[line]), state.eMarks[line]
        if line > first and (state.isEmpty(line) or state.sCount[line] < state.blkIndent):
            return False
        at = state.src.find(closing, start, end)
        if at >= 0:
            if not _TAIL.match(state.src[at + len(closing) : end]):
                return False
            written = state.getLines(first, line + 1, state.blkIndent, False).strip()
            tail = written.rfind(closing) + len(closing)
            source = written[:tail] if environment is not None else written[2 : tail - len(closing)]
            if not source.strip() or len(source) > LONGEST:
                return False
            if not silent:
                token = state.push(DISPLAY, "", 0)
                token.content, token.markup, token.map = source.strip(), written, [first, line + 1]
                token.block = True
                state.line = line + 1
            return True
    return False


def _inline(state: "StateInline", silent: bool) -> bool:
    found = _in_dollars(state) if state.src[state.pos] == "$" else None
    if found is None:
        found = _in_pair(state)
    if found is None:
        return False
    source, end, display = found
    if not silent:
        token = state.push(INLINE, "", 0)
        token.content, token.markup = source.strip(), state.src[state.pos : end]
        token.meta = {"display": display}
    state.pos = end
    return True


def _in_pair(state: "StateInline") -> tuple[str, int, bool] | None:
    opening = state.src[state.pos : state.pos + 2]
    closing = _PAIRS.get(opening)
    if closing is None:
        return None
    begin = state.pos + 2
    at = state.src.find(closing, begin, min(state.posMax, begin + LONGEST))
    source = state.src[begin:at]
    if at < 0 or not source.strip() or "`" in source:
        return None
    return source, at + len(closing), opening != "\\("


def _in_dollars(state: "StateInline") -> tuple[str, int, bool] | None:
    """A formula between single dollar signs, and not "$5 and $10"."""
    at = state.pos
    before, then = state.src[at - 1 : at], state.src[at + 1 : at + 2]
    if then in ("$", "") or before == "$" or (before.isascii() and before.isalnum()):
        return None
    found = _DOLLARS.match(state.src, at, min(state.posMax, at + LONGEST))
    if found is None:
        return None
    source, after = found[1], state.src[found.end() : found.end() + 1]
    if source[0].isspace() or source[-1].isspace() or after.isdigit() or after == "$":
        return None
    if " " in source.strip() and _ABOUT_MONEY.match(source):
        return None
    return source, found.end(), False
