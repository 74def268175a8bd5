"""Cutting an answer that is still being written into pieces worth saying."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FIRST_ALPHANUMERICS = 10
"""The first piece may end at a comma once it has this much in it, so that the voice starts early."""

LONGEST = 240
"""Characters after which a piece ends at a space, punctuation or not."""

FENCE = "```"

_END = re.compile(r"[.!?…]+[\"')\]”’]*(?=\s)|[。！？；]+[”’」』）]*|\n+")
_PAUSE = re.compile(r"[,;:](?=\s)|[，、：]|\s[-–—](?=\s)")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|No|Fig|approx)|\b[A-Z]|(?:^|\s)\d+)\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    upto: int
    """How many characters of the whole answer are behind us once this was said."""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Yield sentences as soon as they are complete; the first may be only a clause.

    Fenced code is passed over: nobody wants to hear it.
    """
    pending, said, in_code = "", 0, False
    for piece in pieces:
        pending += piece
        while True:
            fence = pending.find(FENCE)
            if in_code:
                passed = fence + len(FENCE) if fence >= 0 else max(len(pending) - len(FENCE) + 1, 0)
                in_code = fence < 0
            else:
                text = pending if fence < 0 else pending[:fence]
                passed = _cut(text, first=said == 0)
                if not passed and fence >= 0:
                    passed, in_code = fence + len(FENCE), True
                yield from _worth_saying(text[:passed], said + passed)
            said, pending = said + passed, pending[passed:]
            if not passed or (in_code and fence < 0):
                break
    if not in_code:
        yield from _worth_saying(pending, said + len(pending))


def _cut(text: str, *, first: bool) -> int:
    """Where the first complete sentence of *text* ends, or 0 while there is none."""
    cuts = [end.end() for end in _END.finditer(text) if not _ABBREVIATION.search(text[: end.end()])][:1]
    if first:
        cuts += [pause.end() for pause in _PAUSE.finditer(text) if _worth_a_breath(text[: pause.start()])][:1]
    if cuts:
        return min(cuts)
    if len(text) > LONGEST:
        return text.rfind(" ", 1, LONGEST) + 1 or LONGEST
    return 0


def _worth_a_breath(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= FIRST_ALPHANUMERICS


def _worth_saying(text: str, upto: int) -> Iterator[Sentence]:
    if any(character.isalnum() for character in text):
        yield Sentence(text.strip(), upto)
