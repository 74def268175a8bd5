"""Where in a text something private stands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant_gui.core.lessons import Private


@dataclass(frozen=True, slots=True)
class Span:
    kind: Private
    start: int
    end: int


def _always(_match: re.Match[str]) -> bool:
    return True


def spans(
    kind: Private, pattern: re.Pattern[str], text: str, valid: Callable[[re.Match[str]], bool] = _always
) -> Iterator[Span]:
    """Every match that is *valid*: its group ``it``, or all of it where there is no such group."""
    group: int | str = "it" if "it" in pattern.groupindex else 0
    for match in pattern.finditer(text):
        if valid(match):
            yield Span(kind, *match.span(group))


def before(text: str, place: int, characters: int) -> str:
    """What stands in front of *place*, in lower case."""
    return text[max(0, place - characters) : place].lower()
