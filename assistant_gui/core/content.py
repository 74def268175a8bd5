"""What one message says to a model: text, or text with pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_PICTURES = 8
"""In one prompt: the newest. Each takes some hundred tokens of the model's memory, and seconds without a card."""


@dataclass(frozen=True, slots=True)
class Picture:
    """As it is sent: PNG or JPEG, upright, no larger than a model looks at, without a word of where it was taken."""

    media: str
    """``image/png`` or ``image/jpeg``."""
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pictured:
    """Pictures, and the text that follows them."""

    text: str
    pictures: tuple[Picture, ...]


Content = str | Pictured
Messages = Sequence[tuple[str, Content]]
"""(role, what it says), oldest first."""


def text_of(content: Content) -> str:
    return content if isinstance(content, str) else content.text


def pictures_of(content: Content) -> tuple[Picture, ...]:
    return () if isinstance(content, str) else content.pictures


def all_pictures(messages: Messages) -> tuple[Picture, ...]:
    """In the order in which a model meets them."""
    return tuple(picture for _, content in messages for picture in pictures_of(content))


def pictured(text: str, pictures: Sequence[Picture]) -> Content:
    return Pictured(text, tuple(pictures)) if pictures else text
