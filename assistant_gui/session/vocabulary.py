"""The person's own words, for the ears to listen for: those they wrote down, and those they had to put right."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from assistant_gui.core.corrections import Correction

MOST_WORDS = 60
"""Whisper reads about twice as many tokens of a prompt as this makes, and forgets the beginning of a longer one."""
FADES = 0.95
"""What a word counts less for each correction that came after."""
LEAST_LETTERS = 4
"""Shorter words in small letters are nobody's name; they were misheard for other reasons."""
MOST_IN_A_ROW = 4
"""More words than this that were put right together are another sentence, not a term: only the names in it count."""

_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+(?:['’.-][^\W_㐀-鿿]+)*")
_CHINESE = re.compile(r"[㐀-鿿]+")


def prompt(own: str, corrections: Sequence[Correction]) -> str:
    """What the ears are told before they listen; empty when there is nothing to tell.

    *own* is what the person wrote down, with commas; of *corrections* the newest come first.
    """
    kept: dict[str, str] = {}
    words = 0
    for term in [*_written(own), *learned(corrections)]:
        size = len(_WORD.findall(term))
        if term.casefold() in kept or not size:
            continue
        if words + size > MOST_WORDS:
            break
        kept[term.casefold()] = term
        words += size
    return f"{', '.join(kept.values())}." if kept else ""


def learned(corrections: Sequence[Correction]) -> list[str]:
    """The words that were put right, those that were so most often and most recently first."""
    weights: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for age, each in enumerate(corrections):
        for term in dict.fromkeys(_put_right(each)):
            key = term.casefold()
            spelled.setdefault(key, term)
            weights[key] = weights.get(key, 0.0) + FADES**age
    return [spelled[key] for key in sorted(weights, key=lambda key: -weights[key])]


def _written(own: str) -> Iterator[str]:
    return (term for each in re.split(r"[,，、;；\n]", own) if (term := " ".join(each.split())))


def _put_right(correction: Correction) -> Iterator[str]:
    heard = [word.group() for word in _WORD.finditer(correction.heard)]
    meant = list(_WORD.finditer(correction.corrected))
    matcher = SequenceMatcher(
        None, [word.casefold() for word in heard], [word.group().casefold() for word in meant], autojunk=False
    )
    for kind, _a, _b, begin, end in matcher.get_opcodes():
        if kind in ("replace", "insert"):
            begin, end = _with_the_rest_of_a_name(meant, begin, end)
            yield from _terms(correction.corrected, meant[begin:end])


def _with_the_rest_of_a_name(words: Sequence[re.Match[str]], begin: int, end: int) -> tuple[int, int]:
    """A surname that was put right is listened for together with the first name beside it."""
    if _is_name(words[begin]) and begin > 1 and _is_name(words[begin - 1]):
        begin -= 1
    if _is_name(words[end - 1]) and end < len(words) and _is_name(words[end]):
        end += 1
    return begin, end


def _terms(text: str, words: Sequence[re.Match[str]]) -> Iterator[str]:
    if len(words) <= MOST_IN_A_ROW and _telling(words):
        yield text[words[0].start() : words[-1].end()]
        return
    yield from (word.group() for word in words if _is_name(word) and _telling([word]))


def _telling(words: Iterable[re.Match[str]]) -> bool:
    """There is a name in it, or a word long enough to be a rare one."""
    return any(_CHINESE.match(word.group()) or _is_name(word) or len(word.group()) >= LEAST_LETTERS for word in words)


def _is_name(word: re.Match[str]) -> bool:
    """Somewhere a capital or a digit; but "I" is nobody's."""
    return word.group() != "I" and any(letter.isupper() or letter.isdigit() for letter in word.group())
