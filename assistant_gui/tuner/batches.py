"""Which lessons are learned together: batches drawn at random, cut into micro-batches of like length.

Nothing here is remembered between steps: what step 17 learns follows from the
seed alone, so a run that is taken up again goes on exactly where it was.
"""

import random
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant_gui.core.lazily import Lazily
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.shelf import widths

if TYPE_CHECKING:
    import torch

NEIGHBOURS = 4
"""Batches drawn together and sorted by length: more saves padding, fewer mixes lengths better."""

TOKENS_AT_ONCE = 2048
"""The most a micro-batch holds, padding included: what bounds the memory of a step."""

WASTE = 0.12
"""The share of a micro-batch that may be padding before it is cut in two."""

IGNORED = 0
"""What stands at a padded position; it is never learned, whatever token it is, as its weight is 0."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One step of the optimiser."""

    epoch: int
    micros: tuple[tuple[Lesson, ...], ...]
    plain: bool = False
    """Of plain texts, not of answers."""

    @property
    def lessons(self) -> list[Lesson]:
        return [lesson for micro in self.micros for lesson in micro]

    @property
    def tokens(self) -> int:
        """Without padding."""
        return sum(len(lesson.ids) for lesson in self.lessons)

    @property
    def weight(self) -> float:
        """What the losses of its tokens are divided by."""
        return sum(sum(lesson.weights[1:]) for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class Room:
    """The most that one micro-batch may hold."""

    lessons: int = 0
    """0: as many as there are."""
    tokens: int = TOKENS_AT_ONCE

    def halved(self, times: int, batch: int) -> "Room":
        """Half as much, so many *times*, where a batch has *batch* lessons."""
        if not times:
            return self
        return Room(max(1, (self.lessons or batch) >> times), max(1, self.tokens >> times))


ANY_ROOM = Room()


Micros = tuple[tuple[int, ...], ...]
"""How many tokens each lesson of each micro-batch of a step has."""


class Steps(Lazily[Batch]):
    """Every step of a run, in order: a few bytes each, and read when it is made."""

    def __init__(
        self, count: int, made: Callable[[int], Batch], micros: Callable[[int], Micros], epochs: Sequence[int]
    ) -> None:
        super().__init__(range(count), made)
        self.epochs = epochs
        self._micros = micros

    def micros(self) -> Iterator[Micros]:
        """Of every step, without reading any lesson."""
        return map(self._micros, range(len(self)))

    def micros_of(self, number: int) -> Micros:
        return self._micros(number)

    def tokens(self) -> Iterator[int]:
        """Of every step, without padding."""
        return (sum(map(sum, step)) for step in self.micros())


def schedule(lessons: Sequence[Lesson], *, epochs: int, batch: int, seed: int, room: Room = ANY_ROOM) -> Steps:
    """Every step of the run, in order, planned by the lengths of the lessons alone."""
    wide = widths(lessons)
    drawn, ends, of_epoch = array("I"), array("I", [0]), array("I")
    for epoch in range(epochs):
        for numbers in _epoch(wide, epoch, batch, seed):
            drawn.extend(numbers)
            ends.append(len(drawn))
            of_epoch.append(epoch)

    def cut(step: int) -> Iterator[tuple[int, ...]]:
        return _cut(drawn[ends[step] : ends[step + 1]], wide, room)

    def made(step: int) -> Batch:
        return Batch(of_epoch[step], tuple(tuple(lessons[at] for at in micro) for micro in cut(step)))

    def micros(step: int) -> Micros:
        return tuple(tuple(wide[at] for at in micro) for micro in cut(step))

    return Steps(len(of_epoch), made, micros, of_epoch)


def alternated(replies: Steps, plain: Steps, share: float) -> Steps:
    """As many steps of *replies* as there are, and among them so many of *plain* that they are *share* of all.

    Plain steps are taken in turn, again from the first when there are no more; with a share
    of 1 the run is *plain* alone.
    """
    if not plain or share <= 0:
        return replies
    order, epochs = array("q"), array("I")
    """Which step of *replies*, or below zero, counted from -1, which of *plain*."""
    if share >= 1 or not replies:
        order, epochs = array("q", range(-1, -len(plain) - 1, -1)), array("I", plain.epochs)
    else:
        reading = 0
        for at, epoch in enumerate(replies.epochs, 1):
            while reading < round(at * share / (1 - share)):
                order.append(-1 - reading % len(plain))
                epochs.append(epoch)
                reading += 1
            order.append(at - 1)
            epochs.append(epoch)

    def made(step: int) -> Batch:
        number = order[step]
        return replies[number] if number >= 0 else replace(plain[-1 - number], plain=True, epoch=epochs[step])

    def micros(step: int) -> Micros:
        number = order[step]
        return replies.micros_of(number) if number >= 0 else plain.micros_of(-1 - number)

    return Steps(len(order), made, micros, epochs)


def _epoch(wide: Sequence[int], epoch: int, batch: int, seed: int) -> Iterator[Sequence[int]]:
    """The numbers of the lessons of each batch."""
    dice = random.Random(f"{seed}/{epoch}")  # noqa: S311 - an order, not a secret
    order = list(range(len(wide)))
    dice.shuffle(order)
    drawn = array("I", order)
    for start in range(0, len(drawn), batch * NEIGHBOURS):
        near = sorted(drawn[start : start + batch * NEIGHBOURS], key=wide.__getitem__)
        drawn[start : start + batch * NEIGHBOURS] = array("I", near)
    begins = list(range(0, len(drawn), batch))
    dice.shuffle(begins)
    for begin in begins:
        yield drawn[begin : begin + batch]


def micro_batches(lessons: Sequence[Lesson], room: Room = ANY_ROOM) -> Iterator[tuple[Lesson, ...]]:
    """Cut *lessons* so that little is padding and no part is too large."""
    for micro in _cut(range(len(lessons)), widths(lessons), room):
        yield tuple(lessons[at] for at in micro)


def _cut(numbers: Sequence[int], wide: Sequence[int], room: Room) -> Iterator[tuple[int, ...]]:
    """*wide* is how many tokens each of them has."""
    part: list[int] = []
    tokens = 0
    for number in sorted(numbers, key=wide.__getitem__, reverse=True):
        width = wide[part[0] if part else number]
        padded = width * (len(part) + 1)
        full = padded > room.tokens or len(part) == room.lessons
        if part and (full or padded - tokens - wide[number] > WASTE * padded):
            yield tuple(part)
            part, tokens = [], 0
        part.append(number)
        tokens += wide[number]
    if part:
        yield tuple(part)


def tensors(lessons: Sequence[Lesson]) -> "tuple[torch.Tensor, torch.Tensor]":
    """(tokens, weights), padded on the right: with causal attention no token sees the padding."""
    import torch

    width = max(len(lesson.ids) for lesson in lessons)
    ids = torch.full((len(lessons), width), IGNORED)
    weights = torch.zeros((len(lessons), width))
    for row, lesson in enumerate(lessons):
        ids[row, : len(lesson.ids)] = torch.tensor(lesson.ids)
        weights[row, : len(lesson.ids)] = torch.tensor(lesson.weights)
    return ids, weights
