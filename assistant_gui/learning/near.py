"""Texts that say nearly the same: five-letter pieces, MinHash, and only then the pieces themselves.

Nothing of a text is kept but 64 numbers of two bytes, so that a million fit into
little memory. One hash a piece fills all 64 (one permutation: the low bits choose the
place, the least of the rest stays); empty places take what their neighbour has.
"""

import re
import unicodedata
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator

PIECE = 5
"""Letters."""
ALIKE = 0.8
"""So much of all pieces of two texts must be in both."""
_PLACES = 64
_ROWS = 4
"""Places to a band: two texts with 0.8 in common share one of 16 bands all but twice in 10,000 times."""
_LOOKED_AT = 8
"""So many earlier texts of the same band are compared."""
_EMPTY = 0xFFFFFFFF
_SLACK = 0.1
"""What 64 places may be wrong by, where the pieces themselves can be asked."""

_BLANK = re.compile(r"\s+")


def plain(text: str) -> str:
    """*text* without what two ways to write it differ in: width, case, blanks."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def pieces(text: str) -> set[str]:
    said = plain(text)
    return {said[at : at + PIECE] for at in range(max(1, len(said) - PIECE + 1))}


def alike(one: str, other: str) -> bool:
    a, b = pieces(one), pieces(other)
    return len(a & b) >= ALIKE * len(a | b)


def repeats(texts: Iterable[str], sure: Callable[[int, int], bool] | None = None) -> dict[int, int]:
    """Of each text that is near to an earlier one, by their numbers, which one; that one is near to none before it.

    *sure* is asked about two texts that seem near; without it 64 numbers decide.
    """
    signatures = array("H")
    for text in texts:
        signatures.extend(_signature(text))
    found: dict[int, int] = {}
    for later, candidates in _candidates(signatures, ALIKE if sure is None else ALIKE - _SLACK):
        for candidate in candidates:
            earlier = found.get(candidate, candidate)  # what stays of those that say the same
            if sure is None or sure(earlier, later):
                found[later] = earlier
                break
    return found


def _signature(text: str) -> "array[int]":
    said = plain(text)
    least = array("I", [_EMPTY]) * _PLACES
    crc = zlib.crc32
    for at in range(max(1, len(said) - PIECE + 1)):
        mixed = (crc(said[at : at + PIECE].encode()) * 0x9E3779B1) & 0xFFFFFFFF
        mixed ^= mixed >> 15
        place, rest = mixed & (_PLACES - 1), mixed >> 6
        if rest < least[place]:
            least[place] = rest
    for place in range(_PLACES):  # from the nearest full one, with a mark of the way
        if least[place] == _EMPTY:
            step = next(step for step in range(1, _PLACES + 1) if least[place - step] < 1 << 26)
            least[place] = (1 << 26) + (least[place - step] ^ step << 20) % (1 << 26)
    return array("H", [(each ^ each >> 16) & 0xFFFF for each in least])


def _candidates(signatures: "array[int]", least: float) -> Iterator[tuple[int, list[int]]]:
    """Of each text that seems near to earlier ones, by their numbers, at most so many of those, the oldest first."""
    count = len(signatures) // _PLACES
    near = array("i", [-1]) * (count * _LOOKED_AT)
    content = memoryview(signatures).cast("B")
    for band in range(0, _PLACES, _ROWS):
        newest: dict[bytes, int] = {}
        before = array("i", [-1]) * count
        for number in range(count):
            start = 2 * (number * _PLACES + band)
            key = bytes(content[start : start + 2 * _ROWS])
            other = before[number] = newest.get(key, -1)
            newest[key] = number
            if other >= 0:
                _note(near, number, other, before, signatures, least)
    for number in range(count):
        held = near[number * _LOOKED_AT : (number + 1) * _LOOKED_AT]
        if held[0] >= 0:
            yield number, sorted(each for each in held if each >= 0)


def _note(
    near: "array[int]", number: int, other: int, before: "array[int]", signatures: "array[int]", least: float
) -> None:
    """Put into *near* which of those in the same band as *number*, from *other* back, have enough in common with it."""
    begin = number * _LOOKED_AT
    held = [each for each in near[begin : begin + _LOOKED_AT] if each >= 0]
    for _ in range(_LOOKED_AT):
        if other < 0 or len(held) == _LOOKED_AT:
            return
        if other not in held and _shared(signatures, number, other) >= least * _PLACES:
            near[begin + len(held)] = other
            held.append(other)
        other = before[other]


def _shared(signatures: "array[int]", one: int, other: int) -> int:
    a, b = one * _PLACES, other * _PLACES
    return sum(x == y for x, y in zip(signatures[a : a + _PLACES], signatures[b : b + _PLACES], strict=True))
