"""What is left out of a run: what is said twice or nearly, and a fourth question of the same form."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant_gui.core.learning import Example
from assistant_gui.core.lessons import Repeat
from assistant_gui.learning import near
from assistant_gui.learning.division import Division

SAME_FORM = 3
"""So many examples whose questions differ in numbers and signs alone."""

_SIGNS = re.compile(r"[^\w]+|_")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Curated:
    division: Division
    repeats: tuple[Repeat, ...]
    crowded: tuple[str, ...]
    judged: tuple[str, ...]
    """Left out because something that is kept aside says nearly the same."""


def curated(division: Division) -> Curated:
    """*division* without what would be learned twice; only what teaches is ever left out."""
    aside = (*division.judging, *division.stopping)
    every: Sequence[Example] = (*aside, *division.teaching)
    texts = [last_exchange(each) for each in every]
    found = near.repeats(texts, lambda one, other: near.alike(texts[one], texts[other]))
    border = len(aside)
    repeats: list[Repeat] = []
    judged: list[str] = []
    out: set[int] = {number for number in found if number >= border}
    for number in sorted(out):
        if found[number] < border:
            judged.append(every[number].id)
        else:
            exact = near.plain(texts[number]) == near.plain(texts[found[number]])
            repeats.append(Repeat(every[number].id, every[found[number]].id, exact))
    crowded: list[str] = []
    forms: Counter[str] = Counter()
    for number in range(border, len(every)):
        if number in out:
            continue
        form = form_of(every[number])
        forms[form] += 1
        if form and forms[form] > SAME_FORM:
            crowded.append(every[number].id)
            out.add(number)
    teaching = tuple(each for number, each in enumerate(division.teaching, border) if number not in out)
    return Curated(replace(division, teaching=teaching), tuple(repeats), tuple(crowded), tuple(judged))


def last_exchange(example: Example) -> str:
    """The answer that is learned and the question before it."""
    return "\n".join(text for _role, text in example.messages[-2:])


def form_of(example: Example) -> str:
    """The question with its numbers and signs made the same; empty when there is no question."""
    asked = next((text for role, text in reversed(example.messages) if role == "user"), "")
    return _NUMBERS.sub("#", _SIGNS.sub(" ", near.plain(asked))).strip()
