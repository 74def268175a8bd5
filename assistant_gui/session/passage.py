"""How far a sentence that is being played was heard, in characters.

No voice here tells when it says which word. So the time of a sentence is shared out
by the characters that are said, which lead back to those that are written: "1,250" is
four words said and one word written. What was begun of a word does not count as heard.
"""

from collections.abc import Sequence

USUAL_PACE = 0.065
"""Seconds a character takes, until the voice has shown its own pace."""


class Passage:
    """One sentence: characters *start* to *upto* of an answer, and the sound that says them.

    Its sound may still be growing while the beginning is heard; :meth:`grow` and
    :meth:`finish` come from one thread, :meth:`reached` from another.
    """

    def __init__(self, start: int, upto: int, pace: float = USUAL_PACE, origins: Sequence[int] | None = None) -> None:
        """*origins* is where in the answer each character that is said comes from; without it, it is said as written."""
        self.start = start
        self.upto = upto
        self._origins = range(start, upto) if origins is None else origins
        self._expected = len(self._origins) * pace
        self._seconds = 0.0
        self._whole = False

    def grow(self, seconds: float) -> float:
        """So much more sound of it is there; where in its sound that ends, in seconds."""
        self._seconds += seconds
        return self._seconds

    def finish(self) -> None:
        """All of its sound is there."""
        self._whole = True

    @property
    def pace(self) -> float:
        """Seconds that a character took."""
        return self._seconds / max(1, len(self._origins))

    def reached(self, seconds: float, answer: str) -> int:
        """How many characters of *answer* are behind us when *seconds* of this were heard."""
        total = self._seconds if self._whole else max(self._seconds, self._expected)
        if self._whole and seconds >= total:
            return self.upto
        said = round(len(self._origins) * min(1.0, seconds / total if total else 0.0))
        at = self._origins[said] if said < len(self._origins) else self.upto
        return self.start + len(_whole_words(answer[self.start : at], answer[at : at + 1]))


def _whole_words(text: str, following: str) -> str:
    """*text* without the word that goes on in *following*; where no spaces stand between words, all of it."""
    if not text or not following or following.isspace() or not _spaced(text[-1]) or not _spaced(following):
        return text
    cut = len(text)
    while cut and _spaced(text[cut - 1]):
        cut -= 1
    return text[:cut]


def _spaced(character: str) -> bool:
    """A letter of a script that sets words apart by spaces (or an apostrophe or hyphen within a word)."""
    return (character.isalnum() and character < "\u2e80") or character in "'’-"
