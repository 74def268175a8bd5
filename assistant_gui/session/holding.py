"""How long to wait in a pause before it counts as the end, by what was said so far and how it sounded.

Work begins at every pause; only the answer's sound waits. So a hold costs nothing
until it is longer than recognising, thinking and the first words of the voice take.
Whisper ends what was cut off with a full stop, so that a sentence which reads like
a whole one says little; how the voice ended says more.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of an utterance in a pause."""

    text: str
    finality: float = 0.0
    """How its end sounded: above 0 rather like the end of all, see :mod:`~assistant_gui.session.cadence`."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Seconds of silence after the last speech, and how much evidence makes which of them."""

    shortest: float = 0.3
    longest: float = 1.5
    sure: float = 0.3
    """From here on the evidence is good enough for the shortest..."""
    doubtful: float = 0.1
    """...and down to here for the longest."""
    open: float = -0.5
    """Evidence that nothing ends the sentence."""
    unfinished: float = -1.4
    """Evidence that it ends in a word which wants another."""


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


def hold(said: Said, holds: Holds | None = None) -> float:
    """Seconds to wait after what was *said* before it counts as ended."""
    holds = holds or Holds()
    text = said.text.strip()
    words = [word.casefold() for word in _WORD.findall(text)]
    if words and len(words) <= 2 and all(word in _SHORT or word.isdecimal() for word in words):
        return holds.shortest
    evidence = said.finality + _of_the_text(text, words, holds)
    sureness = (evidence - holds.doubtful) / (holds.sure - holds.doubtful)
    return holds.longest - (holds.longest - holds.shortest) * min(max(sureness, 0.0), 1.0)


def _of_the_text(text: str, words: list[str], holds: Holds) -> float:
    if text.endswith(("...", "…", ",", "，", "-", "–", "—")) or _FILLERS.search(text):
        return holds.unfinished
    if words and _trails_off(words, text):
        return holds.unfinished
    return 0.0 if _ENDS.search(text) else holds.open


def _trails_off(words: list[str], said: str) -> bool:
    """The last word wants another. A question may end in one ("What are you looking for?"), but not on an article."""
    last = words[-1]
    if said.endswith(("?", "？")):
        return last in ("a", "an", "the", "and", "or", "my", "your", "of")
    return last in _WANTS_MORE
