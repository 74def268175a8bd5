"""What is left out of a run: what is said twice or nearly, and a fourth question of the same form."""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant_gui.core.lazily import after_one_another, some
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


def curated(division: Division, between: Callable[[], None] = lambda: None) -> Curated:
    """*division* without what would be learned twice; only what teaches is ever left out.

    *between* is called between examples and may raise.
    """
    every = after_one_another(division.judging, division.stopping, division.teaching)

    def texts() -> Iterator[str]:
        for example in every:
            between()
            yield last_exchange(example)

    found = near.repeats(texts(), lambda one, other: near.alike(last_exchange(every[one]), last_exchange(every[other])))
    border = len(every) - len(division.teaching)
    repeats: list[Repeat] = []
    judged: list[str] = []
    out: set[int] = {number for number in found if number >= border}
    for number in sorted(out):
        one, other = every[number], every[found[number]]
        if found[number] < border:
            judged.append(one.id)
        else:
            exact = near.plain(last_exchange(one)) == near.plain(last_exchange(other))
            repeats.append(Repeat(one.id, other.id, exact))
    crowded: list[str] = []
    forms: Counter[int] = Counter()
    for number, each in enumerate(division.teaching, border):
        form = "" if number in out else form_of(each)
        if not form:
            continue
        forms[hash(form)] += 1
        if forms[hash(form)] > SAME_FORM:
            crowded.append(each.id)
            out.add(number)
    kept = array("I", (at for at in range(len(division.teaching)) if at + border not in out))
    left = replace(division, teaching=some(division.teaching, kept))
    return Curated(left, tuple(repeats), tuple(crowded), tuple(judged))


def last_exchange(example: Example) -> str:
    """The answer that is learned and the question before it."""
    return "\n".join(text for _role, text in example.messages[-2:])


def form_of(example: Example) -> str:
    """The question with its numbers and signs made the same; empty when there is no question."""
    asked = next((text for role, text in reversed(example.messages) if role == "user"), "")
    return _NUMBERS.sub("#", _SIGNS.sub(" ", near.plain(asked))).strip()
