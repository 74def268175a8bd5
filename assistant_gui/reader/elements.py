"""A JSON list or mapping of any length, one element at a time; no more than one is held."""

import json
import re
from collections.abc import Iterator
from typing import TextIO

from assistant_gui.core.language import N_
from assistant_gui.reader.values import Unreadable

ELEMENT_CHARACTERS = 64 * 1024 * 1024
_PIECE = 1 << 20
_BLANK = re.compile(r"[ \t\r\n]*")
_DIGITS = 400
"""A whole number with more of them is nobody's; decoding one takes time that grows with its square."""
_BROKEN = N_("the file is damaged here, or it breaks off; what comes after it is lost")
_NOT_TEXT = N_("it is not UTF-8 text")
_ESCAPED = re.compile("[\udc80-\udcff]")
"""What bytes that are no text become."""
_TOO_LONG = N_("it is too long, and what comes after it could not be read")
_TOO_DEEP = N_("it is nested too deeply, and what comes after it could not be read")


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _DIGITS else 0.0


_DECODER = json.JSONDecoder(parse_int=_whole)


def value_of(written: str) -> object:
    """The one JSON value that *written* is. Raises Unreadable."""
    try:
        return _DECODER.decode(written)
    except RecursionError:
        raise Unreadable(N_("it is nested too deeply")) from None
    except (ValueError, MemoryError):
        raise Unreadable(N_("it is not JSON")) from None


def is_text(written: str) -> bool:
    """Whether nothing in what was decoded with ``surrogateescape`` had to be escaped."""
    return _ESCAPED.search(written) is None


def elements(file: TextIO, *, most: int = ELEMENT_CHARACTERS, piece: int = _PIECE) -> Iterator[object]:
    """The elements of the list, or the values of the mapping, that *file* holds. Raises Unreadable where it is damaged: no more can come.

    *file* decodes with ``surrogateescape``: an element in which that was needed comes as an :exc:`Unreadable`.

    An element is tried again only when there is twice as much of it, so that
    reading takes time in proportion to the length.
    """
    reading = _Reading(file, most, piece)
    named = reading.next_is("{")
    end = "}" if named else "]"
    if not named:
        reading.expect("[")
    if reading.next_is(end):
        return
    while True:
        if named:
            reading.value()
            reading.expect(":")
        yield reading.value()
        if reading.next_is(end):
            return
        reading.expect(",")


class _Reading:
    def __init__(self, file: TextIO, most: int, piece: int) -> None:
        self._file = file
        self._most = most
        self._piece = piece
        self._held = ""
        self._at = 0

    def value(self) -> object:
        self._skip_blank()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except json.JSONDecodeError:
                left = len(self._held) - self._at
                if left > self._most:
                    raise Unreadable(_TOO_LONG) from None
                if not self._more(max(self._piece, left)):
                    raise Unreadable(_BROKEN) from None
            except RecursionError:
                raise Unreadable(_TOO_DEEP) from None
            except MemoryError:
                raise Unreadable(_TOO_LONG) from None
            else:
                if isinstance(value, int | float) and not self._ends(end) and self._more(self._piece):
                    continue  # it may have more digits
                start, self._at = self._at, end
                return Unreadable(_NOT_TEXT) if _ESCAPED.search(self._held, start, end) else value

    def _ends(self, at: int) -> bool:
        return self._held[at : at + 1] in (",", "]", " ", "\n", "\r", "\t")

    def next_is(self, sign: str) -> bool:
        """Pass *sign* if it is next."""
        self._skip_blank()
        if self._held[self._at : self._at + 1] != sign:
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.next_is(sign):
            raise Unreadable(_BROKEN)

    def _skip_blank(self) -> None:
        while True:
            found = _BLANK.match(self._held, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._held) or not self._more(self._piece):
                return

    def _more(self, characters: int) -> bool:
        read = self._file.read(characters)
        if read:
            self._held = self._held[self._at :] + read
            self._at = 0
        return bool(read)
