"""How long to wait in a pause before it counts as the end, by what was said so far.

Work begins at every pause; only the answer's sound waits. So a hold costs nothing
until it is longer than recognising, thinking and the first words of the voice take.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """Seconds of silence after the last speech."""

    short: float = 0.35
    """A known short answer: nothing more will come."""
    whole: float = 0.6
    """It reads like a whole sentence."""
    open: float = 0.9
    """Nothing ends it."""
    unfinished: float = 1.5
    """It ends in a word that wants another."""


_SHORT = frozenset(
    word
    for words in (
        "yes no yeah nope yep ok okay sure stop wait quiet continue right thanks hello hi hey help repeat cancel",
        "是 是的 不 不是 不要 好 好的 对 停 等等 继续 谢谢 你好 可以 行",
    )
    for word in words.split()
)
_WANTS_MORE = frozenset(
    word
    for words in (
        "a an the and or but so because if when while that which who whose than as my your his her its our their",
        "of in on at to for from with by about into between without under over until this these those not very",
        "is are was were be been am do does did can could will would shall should may might must have has had",
        "i we they he she it what how why where um uh er erm hmm well like",
    )
    for word in words.split()
)
_FILLERS = re.compile(
    r"(?:\b(?:um+|uh+|er+m*|hmm+)|嗯|呃|那个|就是|然后|因为|所以|但是|如果|和|的话)[\s,.…，。]*$", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?。！？]['\"”’」』)]*$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def hold(text: str, holds: Holds | None = None) -> float:
    """Seconds to wait after *text* (what was recognised of an utterance so far) before it counts as ended."""
    holds = holds or Holds()
    said = text.strip()
    words = [word.casefold() for word in _WORD.findall(said)]
    if not words:
        return holds.open
    if len(words) <= 2 and all(word in _SHORT or word.isdecimal() for word in words):
        return holds.short
    if said.endswith(("...", "…", ",", "，", "-", "–", "—")) or _FILLERS.search(said) or _trails_off(words, said):
        return holds.unfinished
    return holds.whole if _ENDS.search(said) else holds.open


def _trails_off(words: list[str], said: str) -> bool:
    """The last word wants another. A question may end in one ("What are you looking for?"), but not on an article."""
    last = words[-1]
    if said.endswith(("?", "？")):
        return last in ("a", "an", "the", "and", "or", "my", "your", "of")
    return last in _WANTS_MORE
