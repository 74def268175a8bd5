"""Finding a line by a few of its letters, in their order: "nch" finds "New chat"."""

_START, _NEXT, _ANYWHERE = 8, 5, 1
"""What a letter is worth at the start of a word, right after the letter before, and elsewhere."""


def likeness(typed: str, text: str) -> int:
    """How well *typed* describes *text*; 0 when it does not. Spaces and case do not matter."""
    letters = "".join(typed.casefold().split())
    words = text.casefold()
    if not letters:
        return 1
    return max((_from(letters, words, start) for start, letter in enumerate(words) if letter == letters[0]), default=0)


def _from(letters: str, words: str, start: int) -> int:
    """What *letters* are worth when the first of them is the one at *start*."""
    worth, before, at = 0, start - 1, start
    for letter in letters:
        at = _best(words, letter, at)
        if at < 0:
            return 0
        worth += _START if _begins_a_word(words, at) else _NEXT if at == before + 1 else _ANYWHERE
        before, at = at, at + 1
    return worth


def _best(words: str, letter: str, at: int) -> int:
    """Where *letter* comes next from *at*: right there, else at the start of a word, else anywhere."""
    if words.startswith(letter, at):
        return at
    starts = (place for place in range(at, len(words)) if words[place] == letter and _begins_a_word(words, place))
    return next(starts, words.find(letter, at))


def _begins_a_word(words: str, at: int) -> bool:
    return at == 0 or not words[at - 1].isalnum()
