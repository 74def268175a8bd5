"""Which lessons are learned together: batches drawn at random, cut into micro-batches of like length.

Nothing here is remembered between steps: what step 17 learns follows from the
seed alone, so a run that is taken up again goes on exactly where it was.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant_gui.tuner.examples import Lesson

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


def schedule(lessons: Sequence[Lesson], *, epochs: int, batch: int, seed: int, room: Room = ANY_ROOM) -> list[Batch]:
    """Every step of the run, in order."""
    return [step for epoch in range(epochs) for step in _epoch(lessons, epoch, batch, seed, room)]


def alternated(replies: Sequence[Batch], plain: Sequence[Batch], share: float) -> list[Batch]:
    """As many steps of *replies* as there are, and among them so many of *plain* that they are *share* of all.

    Plain steps are taken in turn, again from the first when there are no more; with a share
    of 1 the run is *plain* alone.
    """
    if not plain or share <= 0:
        return list(replies)
    if share >= 1 or not replies:
        return [replace(each, plain=True) for each in plain]
    mixed: list[Batch] = []
    reading = 0
    for at, reply in enumerate(replies, 1):
        while reading < round(at * share / (1 - share)):
            mixed.append(replace(plain[reading % len(plain)], plain=True, epoch=reply.epoch))
            reading += 1
        mixed.append(reply)
    return mixed


def _epoch(lessons: Sequence[Lesson], epoch: int, batch: int, seed: int, room: Room) -> Iterator[Batch]:
    dice = random.Random(f"{seed}/{epoch}")  # noqa: S311 - an order, not a secret
    drawn = list(lessons)
    dice.shuffle(drawn)
    batches: list[tuple[Lesson, ...]] = []
    for start in range(0, len(drawn), batch * NEIGHBOURS):
        near = sorted(drawn[start : start + batch * NEIGHBOURS], key=lambda lesson: len(lesson.ids))
        batches += [tuple(near[at : at + batch]) for at in range(0, len(near), batch)]
    dice.shuffle(batches)
    for each in batches:
        yield Batch(epoch, tuple(micro_batches(each, room)))


def micro_batches(lessons: Sequence[Lesson], room: Room = ANY_ROOM) -> Iterator[tuple[Lesson, ...]]:
    """Cut *lessons* so that little is padding and no part is too large."""
    part: list[Lesson] = []
    tokens = 0
    for lesson in sorted(lessons, key=lambda each: len(each.ids), reverse=True):
        width = len(part[0].ids) if part else len(lesson.ids)
        padded = width * (len(part) + 1)
        full = padded > room.tokens or len(part) == room.lessons
        if part and (full or padded - tokens - len(lesson.ids) > WASTE * padded):
            yield tuple(part)
            part, tokens = [], 0
        part.append(lesson)
        tokens += len(lesson.ids)
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
