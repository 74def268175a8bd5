"""Some of many things, evenly from all of them."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def spread(things: Sequence[T], most: int) -> list[T]:
    """At most *most*, two or more, of *things*: the first, the last, and those in between at even distances."""
    if len(things) <= most:
        return list(things)
    return [things[round(at * (len(things) - 1) / (most - 1))] for at in range(most)]
