"""The words around what a search found, cut out of a long text."""

import re
import unicodedata
from functools import lru_cache

from assistant_gui.store.words import CJK

BEFORE = 36
"""Characters of the snippet before the first place that was found."""
LENGTH = 200

Marks = tuple[tuple[int, int], ...]

_ALONE = re.compile(f"[{CJK}]")
_WITH_ACCENTS = re.compile("[\u0080-\u1fff]")
"""Letters that may have accents, or become two in small; the others can be made small all at once."""
_TOKENS = re.compile(f"[{CJK}]|[^\\W_{CJK}]+")
_BETWEEN = r"[\W_]*"
_NOT_AFTER_A_LETTER = f"(?<![^\\W_{CJK}])"
_NOT_BEFORE_A_LETTER = f"(?![^\\W_{CJK}])"


def snippet(text: str, wanted: str) -> tuple[str, Marks]:
    """What of *text* to show to whom searched for *wanted*, on one line, and which places in it to mark."""
    places = found(text, wanted)
    first, last = _cut(text, places[0][0] if places else 0)
    before, after = "…" if first > 0 else "", "…" if last < len(text) else ""
    shift = len(before) - first
    marks = tuple((start + shift, end + shift) for start, end in places if start >= first and end <= last)
    return _without_markup(before + _SPACES.sub(" ", text[first:last]) + after, marks)


def found(text: str, wanted: str) -> Marks:
    """Where the words of *wanted* are in *text*, as the index of store/words.py sees it: case and accents do not
    count, the last word may be unfinished."""
    pattern = _pattern(wanted)
    return tuple(match.span() for match in pattern.finditer(folded(text))) if pattern is not None else ()


def folded(text: str) -> str:
    """*text* in small letters without accents, character by character: every place stays where it is."""
    return "".join(map(_plain, text)) if _WITH_ACCENTS.search(text) else text.lower()


def _without_markup(line: str, marks: Marks) -> tuple[str, Marks]:
    """*line* without what is there to make words bold, slanted, code or a heading; *marks* stay on their words."""
    gone = [match.span() for match in _MARKUP.finditer(line)]

    def moved(at: int) -> int:
        return at - sum(min(end, at) - start for start, end in gone if start < at)

    return _MARKUP.sub("", line), tuple((moved(start), moved(end)) for start, end in marks)


_MARKUP = re.compile(
    r"\*\*+ | ~~ | `+"
    r"| (?<![\w*])\*(?=\w) | (?<=[\w.,!?])\*(?![\w*])"  # not 2 * 3 and not 2*3
    r"| (?<![^\ …])\#{1,6}\ ",
    re.VERBOSE,
)
_SPACES = re.compile(r"\s")  # one for one: marks are counted in characters


def _cut(text: str, found_at: int) -> tuple[int, int]:
    first = max(0, found_at - BEFORE)
    if first > 0:
        space = text.find(" ", first, found_at)
        first = space + 1 if space >= 0 else first
    return first, min(len(text), first + LENGTH)


@lru_cache(maxsize=8)
def _pattern(wanted: str) -> re.Pattern[str] | None:
    words = [_TOKENS.findall(word) for word in folded(wanted).split()]
    each = [_word(tokens, unfinished=tokens is words[-1]) for tokens in words if tokens]
    return re.compile("|".join(sorted(each, key=len, reverse=True))) if each else None


def _word(tokens: list[str], *, unfinished: bool) -> str:
    pattern = _BETWEEN.join(map(re.escape, tokens))
    before = "" if _ALONE.match(tokens[0]) else _NOT_AFTER_A_LETTER
    after = "" if unfinished or _ALONE.match(tokens[-1]) else _NOT_BEFORE_A_LETTER
    return before + pattern + after


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    if _ALONE.match(letter):  # its parts are no accents
        return letter
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter
