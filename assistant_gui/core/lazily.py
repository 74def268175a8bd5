"""A sequence whose things are made when somebody asks for them, so that a million of them take no memory."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TypeVar, overload

T = TypeVar("T")


class Lazily(Sequence[T]):
    """Of each of *numbers* what *made* makes of it, each time anew; equal to whatever holds the same things."""

    def __init__(self, numbers: Sequence[int], made: Callable[[int], T]) -> None:
        self._numbers = numbers
        self._made = made

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> "Lazily[T]": ...
    def __getitem__(self, at: "int | slice") -> "T | Lazily[T]":
        if isinstance(at, slice):
            return Lazily(self._numbers[at], self._made)
        return self._made(self._numbers[at])

    def __iter__(self) -> Iterator[T]:
        return map(self._made, self._numbers)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


def some(things: Sequence[T], numbers: Sequence[int]) -> Sequence[T]:
    """Of *things* those with these *numbers*."""
    return Lazily(numbers, things.__getitem__)


def mapped(things: Sequence[T], changed: Callable[[T], T]) -> Sequence[T]:
    """*things* as *changed* makes them."""
    return Lazily(range(len(things)), lambda number: changed(things[number]))


def after_one_another(*parts: Sequence[T]) -> Sequence[T]:
    """The things of all *parts*, in their order."""
    begins = [0, *accumulate(map(len, parts))]

    def made(number: int) -> T:
        part = bisect_right(begins, number) - 1
        return parts[part][number - begins[part]]

    return Lazily(range(begins[-1]), made)
