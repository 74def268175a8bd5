"""Two answers to one question, judged by somebody who does not know which model gave which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from statistics import NormalDist
from typing import Protocol

from assistant_gui.core.fingerprint import Proof
from assistant_gui.core.turn import Turn

CERTAIN = 0.95


class Choice(StrEnum):
    """What the person says of the two answers as they stand."""

    LEFT = "left"
    RIGHT = "right"
    GOOD = "good"
    BAD = "bad"
    SKIP = "skip"


class Vote(StrEnum):
    """What is kept of it."""

    NEW = "new"
    """The one on trial was preferred."""
    OLD = "old"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    model: str
    """The name the engine knows it by."""
    title: str
    """As people read it."""
    adapter: str = ""
    """Its id; empty is the base alone."""
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    base: str
    new: Side
    """The one on trial."""
    old: Side


@dataclass(frozen=True, slots=True)
class Question:
    messages: tuple[tuple[str, str], ...]
    """(role, text) up to the question."""
    message: str = ""
    """The held-out answer that was kept for it; empty when the person typed the question."""


@dataclass(frozen=True, slots=True)
class Answers:
    question: Question
    new: str
    old: str

    @property
    def same(self) -> bool:
        """There is nothing to choose."""
        return self.new.strip() == self.old.strip()


@dataclass(frozen=True, slots=True)
class Blind:
    """Two answers as they are shown: *swapped* is decided by chance and told to nobody."""

    answers: Answers
    swapped: bool
    """The new one stands on the right."""

    @property
    def left(self) -> str:
        return self.answers.old if self.swapped else self.answers.new

    @property
    def right(self) -> str:
        return self.answers.new if self.swapped else self.answers.old

    def vote(self, choice: Choice) -> Vote | None:
        """What *choice* means, now that it may be known; None for a question that was skipped."""
        match choice:
            case Choice.LEFT:
                return Vote.OLD if self.swapped else Vote.NEW
            case Choice.RIGHT:
                return Vote.NEW if self.swapped else Vote.OLD
            case Choice.GOOD:
                return Vote.GOOD
            case Choice.BAD:
                return Vote.BAD
            case Choice.SKIP:
                return None


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as it is kept, whole: a preference that something else may learn from later."""

    adapter: str
    """The one on trial."""
    against: str
    """The other adapter; empty is the base alone."""
    base: str
    answers: Answers
    vote: Vote


@dataclass(frozen=True, slots=True)
class Count:
    """The votes on one adapter against another, or against its base."""

    new: int = 0
    old: int = 0
    good: int = 0
    bad: int = 0

    @property
    def decided(self) -> int:
        """So often one of the two was preferred."""
        return self.new + self.old

    @property
    def asked(self) -> int:
        return self.decided + self.good + self.bad

    @property
    def interval(self) -> tuple[float, float]:
        """How often, of 1, the new one is preferred, with 95 % certainty."""
        return wilson(self.new, self.decided)

    def counted(self, vote: Vote) -> "Count":
        match vote:
            case Vote.NEW:
                return replace(self, new=self.new + 1)
            case Vote.OLD:
                return replace(self, old=self.old + 1)
            case Vote.GOOD:
                return replace(self, good=self.good + 1)
            case Vote.BAD:
                return replace(self, bad=self.bad + 1)


@dataclass(frozen=True, slots=True)
class Tallied:
    """What all votes on an adapter came to so far."""

    against: str
    """The other adapter; empty is the base alone."""
    title: str
    """As people read it."""
    count: Count


@dataclass(frozen=True, slots=True)
class Proven:
    """Which weights answered for one side: measured, not told."""

    side: Side
    code: str
    """A few letters for people: the same for the same weights."""
    proof: Proof


def wilson(wins: int, of: int, certain: float = CERTAIN) -> tuple[float, float]:
    """The score interval of a share: from where to where it is with *certain* certainty.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212; recommended for few
    trials by Brown, Cai and DasGupta, Statistical Science 16 (2001), formula 4.
    """
    if not of:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + certain) / 2)
    share, spread = wins / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    # At the ends the formula says 0 and 1 exactly, which floats would miss by a rounding.
    return 0.0 if wins == 0 else max(0.0, middle - half), 1.0 if wins == of else min(1.0, middle + half)


class Votes(Protocol):
    """Where the votes are kept. Not for the window's thread."""

    def add(self, ballot: Ballot) -> None: ...
    def counts(self, adapter: str) -> dict[str, Count]:
        """What *adapter* was compared with -> the votes."""
        ...

    def asked(self, adapter: str, against: str) -> frozenset[str]:
        """The held-out answers whose questions were voted on already."""
        ...

    def preferences(self) -> Iterator[Ballot]:
        """Every vote whose conversation is still there, oldest first."""
        ...


class Comparing(Protocol):
    """Asks two models the same. Not for the window's thread; everything raises AssistantError in words for people."""

    def matches(self, adapter: str) -> tuple[Match, ...]:
        """What *adapter* can be compared with: first what answers now, or the base."""
        ...

    def questions(self, match: Match) -> Sequence[Question]:
        """Held-out ones that were not voted on yet, in an order made by chance; few enough to sit through."""
        ...

    def typed(self, match: Match, text: str) -> Question:
        """What the person asks, as the chat would ask it."""
        ...

    def ask(self, match: Match, question: Question, turn: Turn) -> Answers:
        """Both answer, by the same rules: always the likeliest next word, and no more than so many.

        Raises TurnCancelled when *turn* is cut short.
        """
        ...

    def prove(self, match: Match, turn: Turn) -> tuple[Proven, Proven]:
        """Which weights answer for the new one and for the old one, measured at the engine."""
        ...

    def vote(self, match: Match, answers: Answers, vote: Vote) -> None: ...
    def tallied(self, adapter: str) -> tuple[Tallied, ...]:
        """All votes on *adapter* so far."""
        ...
