"""How like an expected answer a given one is: the published measures, Unicode-aware.

BLEU and chrF are sacrebleu's own, over all answers at once. ROUGE-L is the F-measure
of the longest common subsequence (Lin 2004, beta 1), token F1 and exact match are
SQuAD's (Rajpurkar et al. 2016) without its dropping of English articles; all three
are means over the answers. Words are runs of letters and digits of any script;
characters of scripts without spaces stand alone, so that Chinese is compared at all.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import regex

_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}]\p{M}*|(?:(?!\p{Han})[\p{L}\p{N}]\p{M}*)+"
)
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")


def words(text: str) -> list[str]:
    found: list[str] = _WORD.findall(normal(text))
    return found


def normal(text: str) -> str:
    """NFKC, no difference of case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bleu(given: Sequence[str], expected: Sequence[str]) -> float:
    """Corpus BLEU-4 with sacrebleu's tokens (13a, or zh where the expected answers are mostly Chinese), 0 to 100."""
    from sacrebleu.metrics.bleu import BLEU  # only when a run is scored

    return float(
        BLEU(tokenize="zh" if _mostly_unspaced(expected) else "13a").corpus_score(list(given), [list(expected)]).score
    )


def chrf(given: Sequence[str], expected: Sequence[str]) -> float:
    """chrF2 over all answers, 0 to 100."""
    from sacrebleu.metrics.chrf import CHRF

    return float(CHRF().corpus_score(list(given), [list(expected)]).score)


def rouge_l(given: str, expected: str) -> float:
    """0 to 1."""
    mine, theirs = words(given), words(expected)
    return _f1(_longest_common(mine, theirs), len(mine), len(theirs))


def token_f1(given: str, expected: str) -> float:
    """0 to 1."""
    mine, theirs = words(given), words(expected)
    return _f1((Counter(mine) & Counter(theirs)).total(), len(mine), len(theirs))


def exact(given: str, expected: str) -> float:
    """1 when both have the same words in the same order, else 0."""
    return float(words(given) == words(expected))


def repetition(text: str) -> float:
    """The share of runs of four words that were there before, 0 to 1."""
    said = words(text)
    runs = [tuple(said[at : at + 4]) for at in range(len(said) - 3)]
    return 1 - len(set(runs)) / len(runs) if runs else 0.0


def in_form(given: str, expected: str) -> bool:
    """Where *expected* is JSON, holds code, a list or a table, *given* does too."""
    return all(form.search(given) for form in _FORMS if form.search(expected))


_FORMS = (
    re.compile(r"\A\s*(?:\{.*\}|\[.*\])\s*\Z", re.DOTALL),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"^\s*(?:[-*+]|\d+[.)])\s", re.MULTILINE),
    re.compile(r"^\s*\|.*\|\s*$", re.MULTILINE),
)


def _f1(common: int, mine: int, theirs: int) -> float:
    if not mine or not theirs:
        return float(mine == theirs)
    return 2 * common / (mine + theirs)


def _longest_common(mine: Sequence[str], theirs: Sequence[str]) -> int:
    row = [0] * (len(theirs) + 1)
    for word in mine:
        before = 0
        for at, other in enumerate(theirs, 1):
            before, row[at] = row[at], before + 1 if word == other else max(row[at], row[at - 1])
    return row[-1]


def _mostly_unspaced(texts: Sequence[str]) -> bool:
    return sum(len(_UNSPACED.findall(text)) for text in texts) * 2 > sum(len("".join(text.split())) for text in texts)
