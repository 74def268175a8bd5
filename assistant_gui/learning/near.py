"""Texts that say nearly the same: five-letter pieces, MinHash, and only then the pieces themselves.

Nothing of a text is kept but 64 numbers of four bytes, so that a million fit into
little memory. One hash a piece fills all 64 (one permutation: the low bits choose the
place, the least of the rest stays); empty places take what their neighbour has.
"""

import re
import unicodedata
import zlib
from array import array
from collections.abc import Callable, Iterable

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
    signatures = array("I")
    for text in texts:
        signatures.extend(_signature(text))
    pairs = _pairs(signatures, ALIKE if sure is None else ALIKE - _SLACK)
    found: dict[int, int] = {}
    for later, earlier in sorted(pairs):
        if later not in found and earlier not in found and (sure is None or sure(earlier, later)):
            found[later] = earlier
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
    return least


def _pairs(signatures: "array[int]", least: float) -> set[tuple[int, int]]:
    """(later, earlier) of all that share a band and enough places."""
    count = len(signatures) // _PLACES
    pairs: set[tuple[int, int]] = set()
    content = memoryview(signatures).cast("B")
    for band in range(0, _PLACES, _ROWS):
        newest: dict[int, int] = {}
        before = array("i", [-1]) * count
        for number in range(count):
            start = 4 * (number * _PLACES + band)
            key = hash(bytes(content[start : start + 4 * _ROWS]))
            other = before[number] = newest.get(key, -1)
            newest[key] = number
            for _ in range(_LOOKED_AT):
                if other < 0:
                    break
                if (number, other) not in pairs and _shared(signatures, number, other) >= least * _PLACES:
                    pairs.add((number, other))
                other = before[other]
    return pairs


def _shared(signatures: "array[int]", one: int, other: int) -> int:
    a, b = one * _PLACES, other * _PLACES
    return sum(x == y for x, y in zip(signatures[a : a + _PLACES], signatures[b : b + _PLACES], strict=True))
