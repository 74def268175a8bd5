"""Where words stand in a conversation, counted without drawing any of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from assistant_gui.core.conversation import Message, Role

_MARKS: Final = re.compile(
    r"^ {0,3}(?:`{3,}|~{3,}).*$|\*\*|~~|__|`+|(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?\)", re.MULTILINE
)
"""What Markdown writes and nobody sees: marks, and where links lead."""


@dataclass(frozen=True, slots=True)
class Hit:
    message: str
    place: int
    """Which of the hits in that message, from 0."""


class Hits:
    """The hits in a conversation, from its top; made anywhere, never changed."""

    def __init__(self, counted: Sequence[tuple[int, str, int]] = ()) -> None:
        """*counted*: of each message with hits its place in the conversation, its id, and how many."""
        self._places = [place for place, _id, _count in counted]
        self._ids = [name for _place, name, _count in counted]
        self._ends = [*accumulate(count for _place, _id, count in counted)]

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, number: int) -> Hit:
        at = bisect_right(self._ends, number)
        return Hit(self._ids[at], number - (self._ends[at - 1] if at else 0))

    def from_message(self, place: int) -> int:
        """The number of the first hit in the message at *place* or below it; the last hit when there is none."""
        at = bisect_left(self._places, place)
        if at == len(self._places):
            return len(self) - 1
        return self._ends[at - 1] if at else 0

    def number(self, hit: Hit) -> int | None:
        """Which one *hit* is now, if it is still there."""
        if hit.message not in self._ids:
            return None
        at = self._ids.index(hit.message)
        first = self._ends[at - 1] if at else 0
        return first + hit.place if first + hit.place < self._ends[at] else None


def hits(messages: Sequence[Message], query: str) -> Hits:
    """Where *query* stands in *messages*, whatever its case."""
    wanted = re.compile(re.escape(query), re.IGNORECASE)
    marked = _MARKS.sub("", query) != query
    counted = []
    for place, message in enumerate(messages):
        if not wanted.search(message.text) and (marked or message.role != Role.ASSISTANT):
            continue
        seen = message.text if marked or message.role != Role.ASSISTANT else _MARKS.sub("", message.text)
        count = sum(1 for _found in wanted.finditer(seen))
        if count:
            counted.append((place, message.id, count))
    return Hits(counted)
