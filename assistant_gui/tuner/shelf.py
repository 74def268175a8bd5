"""Lessons on disk: a million of them take 12 bytes of memory each, and are read when they are learned."""

import tempfile
import weakref
from array import array
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from assistant_gui.core.lazily import Lazily
from assistant_gui.tuner.lesson import Lesson

IN_MEMORY_BYTES = 1 << 20
"""So few are no file."""

_TOKEN, _WEIGHT = "I", "d"


class Shelf(Lazily[Lesson]):
    """Lessons in their order. The file has no name where the system allows that: with the process it is gone."""

    def __init__(self, lessons: Iterable[Lesson], folder: Path | None = None) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES, dir=None if folder is None else str(folder))  # noqa: SIM115 - closed with this
        weakref.finalize(self, self._file.close)
        self._begins = array("Q", [0])
        self.widths = array("I")
        """How many tokens each has."""
        for lesson in lessons:
            self._begins.append(self._begins[-1] + self._file.write(_written(lesson)))
            self.widths.append(len(lesson.ids))
        super().__init__(range(len(self.widths)), self._one)

    def _one(self, number: int) -> Lesson:
        begin, end = self._begins[number], self._begins[number + 1]
        self._file.seek(begin)
        return _read(self._file.read(end - begin))


def widths(lessons: Sequence[Lesson]) -> "array[int]":
    """How many tokens each has; nothing is read for it."""
    return lessons.widths if isinstance(lessons, Shelf) else array("I", (len(each.ids) for each in lessons))


def longest(*some: Sequence[Lesson]) -> Lesson:
    """The first of those with the most tokens."""
    found = [(max(wide), -part) for part, each in enumerate(some) if (wide := widths(each))]
    most, part = max(found)
    return some[-part][widths(some[-part]).index(most)]


def _written(lesson: Lesson) -> bytes:
    """Its sizes, its tokens, its weights as runs of the same, its name."""
    runs = [(len(list(same)), weight) for weight, same in groupby(lesson.weights)]
    name = lesson.id.encode()
    return b"".join(
        [
            array(_TOKEN, [len(lesson.ids), len(runs), *lesson.ids, *(count for count, _ in runs)]).tobytes(),
            array(_WEIGHT, [weight for _, weight in runs]).tobytes(),
            name,
        ]
    )


def _read(record: bytes) -> Lesson:
    words = array(_TOKEN)
    size = words.itemsize
    words.frombytes(record[: 2 * size])
    tokens, runs = words
    words.frombytes(record[2 * size : (2 + tokens + runs) * size])
    end = (2 + tokens + runs) * size
    values = array(_WEIGHT)
    values.frombytes(record[end : end + runs * values.itemsize])
    weights: list[float] = []
    for count, weight in zip(words[2 + tokens :], values, strict=True):
        weights += [weight] * count
    return Lesson(record[end + runs * values.itemsize :].decode(), tuple(words[2 : 2 + tokens]), tuple(weights))
