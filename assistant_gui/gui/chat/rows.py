"""Which part of which message stands in which row of the message list: a long message takes several."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.cutting import Part, is_short, parts, plain_parts


class Rows:
    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._parts: list[tuple[Part, ...]] = []
        """Of each message; none for a short one, whose only part is made when it is asked for."""
        self._texts: list[str] = []
        self._firsts: list[int] = [0]
        """The first row of each message, and the end."""
        self.insert(0, lines)

    def __len__(self) -> int:
        return self._firsts[-1]

    def of(self, message: int) -> range:
        """The rows of the message at this place; none when there is no such message."""
        return range(*self._firsts[message : message + 2]) if message < len(self._parts) else range(0)

    def message(self, row: int) -> int:
        return bisect_right(self._firsts, row) - 1

    def part(self, row: int) -> Part:
        message = self.message(row)
        cut = self._parts[message]
        return cut[row - self._firsts[message]] if cut else Part(self._texts[message])

    def insert(self, message: int, lines: Iterable[Line]) -> range:
        """The new rows."""
        new = list(lines)
        cut = [_cut(line) for line in new]
        self._parts[message:message] = cut
        self._texts[message:message] = [line.message.text for line in new]
        first = self._firsts[message]
        self._number()
        return range(first, first + sum(map(_count, cut)))

    def remove(self, first: int, last: int) -> range:
        """Forget the messages *first* to *last*; their rows."""
        gone = range(self._firsts[first], self._firsts[last + 1])
        del self._parts[first : last + 1]
        del self._texts[first : last + 1]
        self._number()
        return gone

    def change(self, message: int, line: Line) -> tuple[range, range]:
        """Cut the message anew, as its text may be another; its rows before and now."""
        before = self.of(message)
        text, before_text = line.message.text, self._texts[message]
        grew = len(text) > len(before_text) and text.startswith(before_text)
        self._parts[message] = _cut(line, self._parts[message] if grew else ())
        self._texts[message] = text
        if _count(self._parts[message]) != len(before):
            self._number()
        return before, self.of(message)

    def _number(self) -> None:
        self._firsts = [*accumulate(map(_count, self._parts), initial=0)]


def _cut(line: Line, known: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    text = line.message.text
    if is_short(text):
        return ()
    return parts(text, known) if line.answer else plain_parts(text)


def _count(cut: tuple[Part, ...]) -> int:
    return len(cut) or 1
