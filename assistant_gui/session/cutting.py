"""Cutting files to what a model can read: how much of each, and its beginning."""

from collections.abc import Callable, Sequence

LEFT_OUT = "[The rest is left out]"
_TRIES = 6


def shares(sizes: Sequence[int], room: int) -> list[int]:
    """How much of each fits into *room* together: the small ones whole, the large ones cut to the same length."""
    given = [0] * len(sizes)
    left = max(0, room)
    for done, index in enumerate(sorted(range(len(sizes)), key=lambda each: sizes[each])):
        given[index] = min(sizes[index], left // (len(sizes) - done))
        left -= given[index]
    return given


def beginning(text: str, tokens: int, count: Callable[[str], int]) -> str:
    """The beginning of *text*, cut between words where there are any, that *count* finds no longer than *tokens*.

    Its last line says that it is not all. Nothing when not even that fits.
    """
    total = count(text)
    if total <= tokens:
        return text
    length = len(text) * tokens // max(total, 1)
    for _ in range(_TRIES):
        cut = f"{_whole_words(text[:length])}\n{LEFT_OUT}" if length else ""
        found = count(cut) if cut else 0
        if found <= tokens:
            return cut
        length = length * tokens // (found + found // 50 + 1)
    return ""


def _whole_words(text: str) -> str:
    space = max(text.rfind(" "), text.rfind("\n"))
    return text[:space].rstrip() if space > len(text) * 3 // 4 else text
