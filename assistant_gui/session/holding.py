"""How long to wait in a pause before it counts as the end, by what was said so far and how it sounded.

Work begins at every pause; only the answer's sound waits. So a hold costs nothing
until it is longer than recognising, thinking and the first words of the voice take.
Whisper ends what was cut off with a full stop, so that a sentence which reads like
a whole one says little; how it sounded says more: to the ears that recognised it, or,
where they cannot tell, by how the voice faded.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of an utterance in a pause."""

    text: str
    finality: float = 0.0
    """How its end sounded: above 0 rather like the end of all, see :mod:`~assistant_gui.session.cadence`."""
    ending: float | None = None
    """The same as the ears tell it, which is surer, see :class:`~assistant_gui.core.ports.Transcript`."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Seconds of silence after the last speech, and how much evidence makes which of them."""

    shortest: float = 0.22
    longer: float = 1.1
    """Of those who pause to think most go on within it, and whoever is done need not wait long."""
    longest: float = 1.5
    sure: float = 3.0
    """From here on the evidence (odds, as a logarithm) is good enough for the shortest..."""
    doubtful: float = -1.0
    """...and down to here for the longer."""
    beside: float = 0.5
    """What the fading counts beside the ears, which hear some of it..."""
    alone: float = 6.0
    """...and where they cannot tell."""
    open: float = -0.7
    """Evidence that nothing ends the sentence."""
    unfinished: float = -5.0
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
    words = _words(said.text)
    if words and len(words) <= 2 and all(word in _SHORT or word.isdecimal() for word in words):
        return holds.shortest
    found = evidence(said, holds)
    if found >= holds.sure:
        return holds.shortest
    return min(holds.longer, holds.longest) if found >= holds.doubtful else holds.longest


def evidence(said: Said, holds: Holds) -> float:
    """That all is said: the odds, as a logarithm, by how it sounded and by how the text ends."""
    return _of_the_sound(said, holds) + _of_the_text(said.text.strip(), holds)


def _of_the_sound(said: Said, holds: Holds) -> float:
    if said.ending is None:
        return holds.alone * said.finality
    return said.ending + holds.beside * said.finality


def _of_the_text(text: str, holds: Holds) -> float:
    words = _words(text)
    if text.endswith(("...", "…", ",", "，", "-", "–", "—")) or _FILLERS.search(text):
        return holds.unfinished
    if words and _trails_off(words, text):
        return holds.unfinished
    return 0.0 if _ENDS.search(text) else holds.open


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _trails_off(words: list[str], said: str) -> bool:
    """The last word wants another. A question may end in one ("What are you looking for?"), but not on an article."""
    last = words[-1]
    if said.endswith(("?", "？")):
        return last in ("a", "an", "the", "and", "or", "my", "your", "of")
    return last in _WANTS_MORE
