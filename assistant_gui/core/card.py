"""The result card: what a candidate adapter is worth against what answers now, on conversations it never saw."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    UNSURE = "unsure"
    """Not enough evidence."""


class Wanted(StrEnum):
    """Which way a score is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Score:
    """One measure on the same held-out answers, thrice."""

    name: str
    """nll, perplexity, bleu, chrf, rouge_l, token_f1, exact, stop_rate, length, repetition, in_form,
    forgetting, out_of_domain, memorised."""
    wanted: Wanted
    base: float
    current: float
    """Of the adapter that was active when the run began; the base's own when there was none."""
    candidate: float
    difference: float
    """candidate - current, paired by answer."""
    low: float
    high: float
    """Its 95 % interval, cluster-robust by conversation; as wide as -inf to inf where there is none."""
    answers: int
    conversations: int


@dataclass(frozen=True, slots=True)
class Card:
    """All of it, as ``card.json`` in the run folder and ``card`` in the adapter's manifest hold it."""

    verdict: Verdict
    reasons: tuple[str, ...]
    """Sentences for a layman, marked for translation, the decisive one first."""
    scores: tuple[Score, ...]
    gains: tuple[tuple[str, float], ...] = ()
    """(conversation, nats per token gained) of every held-out conversation: the dots of the plot."""
    held_out: str = ""
    """sha256 over the held-out answers' hashes: two cards with the same one can be compared."""
    held_out_examples: int = 0
    held_out_conversations: int = 0
