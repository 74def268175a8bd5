"""How likely a model found what is written, piece by piece."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """One token of an answer, and what might have stood in its place."""

    text: str
    probability: float
    """0 to 1, after all that stands before it."""
    instead: tuple[tuple[str, float], ...]
    """(text, probability) of the likeliest, best first; the token itself is among them if it is one."""


@dataclass(frozen=True, slots=True)
class Token:
    """As an engine tells it: perhaps only a part of a letter."""

    content: bytes
    probability: float
    instead: tuple[tuple[str, float], ...]


def legible(tokens: Iterable[Token]) -> Iterator[Weighed]:
    """Tokens that make a letter only together become one; its alternatives are those of the first."""
    held: list[Token] = []
    for token in tokens:
        held.append(token)
        content = b"".join(each.content for each in held)
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            if error.end == len(content) and len(held) < _MOST_PARTS and error.reason == "unexpected end of data":
                continue
            text = content.decode(errors="replace")
        yield _together(held, text)
        held = []
    if held:
        yield _together(held, b"".join(each.content for each in held).decode(errors="replace"))


_MOST_PARTS = 4
"""A letter is four bytes at most."""


def _together(tokens: list[Token], text: str) -> Weighed:
    probability = 1.0
    for each in tokens:
        probability *= each.probability
    return Weighed(text, probability, tokens[0].instead)
