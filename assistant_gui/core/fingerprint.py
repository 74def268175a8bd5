"""Which weights answer, measured: how likely a fixed text is to them, token by token.

Numbers are compared, never a hash of them. The same weights on another number of
threads, on a graphics card, or under a template that tells the day give numbers that
differ a little: a hash of them would be another one, and cry wolf. So two fingerprints
are the same when they are as near as the engine is to the training (the parity check),
and nearer than to any other weights that might have answered. The short code that people
see is made from what was written down once, and so stays as it is.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf

PROBE = (
    ("user", "What is a good way to begin the day?"),
    ("assistant", "Drink a glass of water, and then go for a short walk. A little light helps you to wake up."),
)
"""Nothing special, so that whatever a model learned makes it likelier or less likely. It is never changed."""

NOISE_NATS = 0.005
"""What the same weights differ by, on average, for no reason."""

TOLERANCE_NATS = 0.15
"""What is allowed where the parity check said nothing of its own."""

NOISE_SHARE = 0.1
"""What an adapter that changes much may be off by, of its distance to the next weights that are known: rounding grows
with what it adds (a random one, 12 nats from its base, came out 0.07 apart when it was asked twice)."""

_CODE_DIGITS = 2


class Proof(StrEnum):
    """What came of holding the weights that answered against those that were named."""

    SAME = "same"
    """They are those that were written down when the adapter was made."""
    OTHER = "other"
    """They are not those that were named."""
    UNKNOWN = "unknown"
    """Nothing was written down to hold them against; they are no others that are known."""


@dataclass(frozen=True, slots=True)
class Print:
    nats: tuple[float, ...]
    """The log-probability of each token of the probe's answer."""

    @property
    def code(self) -> str:
        told = " ".join(f"{each:.{_CODE_DIGITS}f}" for each in self.nats)
        return hashlib.sha256(told.encode()).hexdigest()[:4]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was written down at the parity check of an adapter."""

    base: Print
    adapter: Print
    tolerance: float = TOLERANCE_NATS


def apart(one: Print, other: Print) -> float:
    """The mean difference in nats; as far as can be when they are not of the same tokens."""
    if len(one.nats) != len(other.nats) or not one.nats:
        return inf
    return sum(abs(a - b) for a, b in zip(one.nats, other.nats, strict=True)) / len(one.nats)


def proven(measured: Print, named: Print | None, others: Sequence[Print], tolerance: float = TOLERANCE_NATS) -> Proof:
    """Whether *measured* is what was *named*, and none of the *others* that might have answered instead."""
    if named is None:
        return Proof.OTHER if _nearest(measured, others) <= NOISE_NATS else Proof.UNKNOWN
    distance = apart(measured, named)
    told_apart = [each for each in others if apart(each, named) > NOISE_NATS]
    gap = _nearest(named, told_apart)
    allowed = max(tolerance, gap * NOISE_SHARE) if told_apart and gap < inf else tolerance
    return Proof.SAME if distance <= allowed and distance <= _nearest(measured, told_apart) else Proof.OTHER


def _nearest(measured: Print, others: Iterable[Print]) -> float:
    return min((apart(measured, each) for each in others), default=inf)
