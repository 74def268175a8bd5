"""Better, worse, or not enough evidence: the rules, in the words of a layman."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant_gui.core.card import Verdict
from assistant_gui.core.language import N_
from assistant_gui.tuner.intervals import Interval

LEAST_CONVERSATIONS = 8
"""Below it no difference is believed, however large."""

STOPS_LESS, REPEATS_MORE, LOSES_FORM = 0.02, 0.02, 0.05
"""What may be lost of the share of answers that end, gained of repeated runs, lost of forms kept."""

SHORTEST, LONGEST = 0.5, 2.0
"""How long answers may be, against those that were expected."""

FORGETS_NATS = 0.05
"""What may be lost per token on general texts (reference: finetune notes 2.3)."""


CLOSER_BUT = N_("It is closer to the answers you wanted, but that does not make up for it.")


@dataclass(frozen=True, slots=True)
class Habits:
    """How answers look that were really written, whatever they say."""

    stop_rate: float
    length: float
    """Their length against that of the expected ones."""
    repetition: float
    in_form: float


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rules look at."""

    gain: Interval
    """Nats per token by which the candidate likes the held-out answers better than what answers now."""
    conversations: int
    current: Habits | None
    candidate: Habits | None
    """None where no answers were written."""
    forgotten: float
    """Nats per token that the candidate lost on general texts, against the base."""
    leaks: int
    """Private details from the training that it says word for word and the base does not."""


def verdict(found: Findings) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict and its reasons, the decisive one first."""
    broken = tuple(_broken(found))
    if broken:
        closer = found.conversations >= LEAST_CONVERSATIONS and found.gain.low > 0
        return Verdict.WORSE, (*broken, *([CLOSER_BUT] if closer else []))
    if found.conversations < LEAST_CONVERSATIONS:
        return Verdict.UNSURE, (
            N_("Fewer than 8 conversations could be kept aside to judge by, and that is not enough evidence."),
        )
    if found.gain.high < 0:
        return Verdict.WORSE, (N_("It is further from the answers you wanted than what answers now."),)
    if found.gain.low > 0:
        return Verdict.BETTER, (N_("It is closer to the answers you wanted than what answers now."),)
    return Verdict.UNSURE, (N_("The difference is no larger than chance could make it."),)


def _broken(found: Findings) -> Iterator[str]:
    """What no gain makes good."""
    if found.leaks:
        yield N_("It repeats private details from your conversations word for word.")
    if found.forgotten > FORGETS_NATS:
        yield N_("It has forgotten some of what it knew in general.")
    before, after = found.current, found.candidate
    if before is None or after is None:
        return
    if after.stop_rate < before.stop_rate - STOPS_LESS:
        yield N_("It does not end its answers as often as before.")
    if after.repetition > before.repetition + REPEATS_MORE:
        yield N_("It repeats itself more than before.")
    if after.in_form < before.in_form - LOSES_FORM:
        yield N_("It keeps lists, code and other forms less often than before.")
    if not SHORTEST <= after.length <= LONGEST and _farther(before.length, after.length):
        yield N_("Its answers are much longer or shorter than the ones you wanted.")


def _farther(before: float, after: float) -> bool:
    """From 1, as a ratio."""
    return max(after, 1 / max(after, 1e-9)) > max(before, 1 / max(before, 1e-9))
