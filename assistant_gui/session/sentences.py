"""Cutting an answer that is still being written into pieces worth saying."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FIRST_ALPHANUMERICS = 10
"""The first piece may end at a comma once it has this much in it, so that the voice starts early."""

FIRST_LONG = 45
"""Characters of a first clause without any pause, after which it also ends before a conjunction."""

LONGEST = 240
"""Characters after which a piece ends at a space, punctuation or not."""

_END = re.compile(
    r"[.!?…]+[\"')\]”’*_~]*(?=\s)|[。！？；][。！？；”’」』）*]*(?=[\s\S])|…{2}[”’」』）]*(?=[\u4e00-\u9fff])|\n+"
)
_PAUSE = re.compile(r"[,;:][\"'”’*_]*(?=\s)|[，、：]|\s[-–—](?=\s)|—(?=\w)")
_CONJUNCTION = re.compile(r"\s(?=(?:and|but|because|which|while|although|so|when|where|if|or)\s)")
_NEVER_AN_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|Rev|Gen|Sen|vs|e\.g|i\.e|cf|ca|approx|incl|z\.B|d\.h|bzw|ca)|(?:^|[\s(])(?!I\b)[A-Z])\.$"
    r"|(?:^|\n)[ \t]*\d+\.$",
    re.IGNORECASE,
)
_PERHAPS_AN_END = re.compile(
    r"(?:\b(?:etc|Jr|Sr|Inc|Ltd|Co|Corp|a\.m|p\.m|U\.S|U\.K|Ph\.D|usw|Nr)\.|\.{3}|…)[\"')\]”’]*$", re.IGNORECASE
)
"""Only when a capital follows."""
_BEFORE_NUMBERS = re.compile(r"\b(?:No|Nos|Fig|Figs|p|pp|Vol|Ch|Sec|Eq|Art)\.$", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]*(```+|~~~+)")
_MAY_BECOME_A_FENCE = re.compile(r"[ \t]*(?:`{0,2}|~{0,2})$")
_TABLE_ROW = re.compile(r"[ \t]*\|")
_AFTER_TABLE = re.compile(r"\n(?![ \t]*\|)(?=[ \t]*[^ \t])")
_OPENED = re.compile(r"\*\*|`|(?<!\w)\[|\]|\(|\)")


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    upto: int
    """How many characters of the whole answer are behind us once this was said."""
    start: int = 0
    """Where in the whole answer :attr:`text` begins."""
    ends_line: bool = False
    """Nothing follows it in its line, as in a heading or a list."""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Yield sentences as soon as they are complete; the first may be only a clause.

    A block of code is one sentence, and so is a table.
    """
    pending, said, first = "", 0, True
    line_begins = True
    for piece in pieces:
        pending += piece
        while passed := _passed(pending, first=first, line_begins=line_begins):
            for sentence in _worth_saying(pending[:passed], said):
                first = False
                yield sentence
            line_begins = pending[passed - 1] == "\n"
            said, pending = said + passed, pending[passed:]
    while pending:
        passed = _passed(pending + "\n\n.", first=first, line_begins=line_begins)
        passed = min(passed, len(pending)) or len(pending)
        yield from _worth_saying(pending[:passed], said)
        first, line_begins = False, pending[passed - 1] == "\n"
        said, pending = said + passed, pending[passed:]


def _passed(text: str, *, first: bool, line_begins: bool) -> int:
    """How much of *text* can be handed on, or 0 while nothing is complete."""
    if not text:
        return 0
    if line_begins:
        if fence := _FENCE.match(text):
            return _end_of_code(text, fence)
        if _MAY_BECOME_A_FENCE.match(text):
            return 0
        if _TABLE_ROW.match(text):
            end = _AFTER_TABLE.search(text)
            return end.end() if end else 0
    line = text.find("\n") + 1
    return _cut(text[:line] if line else text, first=first)


def _end_of_code(text: str, fence: "re.Match[str]") -> int:
    line = text.find("\n", fence.end())
    if "`" in text[fence.end() : line if line >= 0 else len(text)]:
        return _cut(text[: line + 1] if line >= 0 else text, first=False)  # code within a line
    end = re.compile(rf"\n[ \t]*{fence[1]}[`~]*[ \t]*\n").search(text, max(line, 0)) if line >= 0 else None
    return end.end() if end else 0


def _cut(text: str, *, first: bool) -> int:
    """Where the first complete sentence of *text*, which ends at a line's end at the latest, ends; 0 while there is none."""
    cuts = [end.end() for end in _END.finditer(text) if _ends(text, end.end())][:1]
    if first:
        pauses = (pause.end() for pause in _PAUSE.finditer(text) if _worth_a_breath(text[: pause.start()]))
        cuts += [at for at in pauses if not _is_open(text[:at])][:1]
        if len(text) > FIRST_LONG:
            before = (hit.end() for hit in _CONJUNCTION.finditer(text, FIRST_LONG // 2))
            cuts += [at for at in before if not _is_open(text[:at])][:1]
    if cuts:
        return min(cuts)
    if len(text) > LONGEST:
        return text.rfind(" ", 1, LONGEST) + 1 or LONGEST
    return 0


def _ends(text: str, at: int) -> bool:
    """A sentence ends at *at*, where a mark that may end one stands."""
    before, after = text[:at], text[at:].lstrip()
    if before.endswith("\n"):
        return True
    if _NEVER_AN_END.search(before):
        return False
    if _BEFORE_NUMBERS.search(before):
        return bool(after) and not after[0].isdigit()
    if _PERHAPS_AN_END.search(before):
        return bool(after) and not after[0].islower() and not after[0].isdigit()
    return True


def _worth_a_breath(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= FIRST_ALPHANUMERICS


def _is_open(text: str) -> bool:
    """Something that *text* opens is closed behind it: to cut here would leave half of a mark."""
    found = _OPENED.findall(text)
    return (
        found.count("**") % 2 == 1
        or found.count("`") % 2 == 1
        or found.count("[") > found.count("]")
        or found.count("(") > found.count(")")
    )


def _worth_saying(text: str, before: int) -> Iterator[Sentence]:
    if any(character.isalnum() for character in text):
        start = before + len(text) - len(text.lstrip())
        yield Sentence(text.strip(), before + len(text), start, ends_line=text.rstrip(" ").endswith("\n"))
