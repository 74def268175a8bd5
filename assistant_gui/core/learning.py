"""The words of fine-tuning: examples, plans, runs and adapters."""

from dataclasses import dataclass
from enum import StrEnum

from assistant_gui.core.plan import Plan


class Signal(StrEnum):
    """Why an answer teaches something. An unrated answer of the model itself teaches nothing."""

    CORRECTED = "corrected"
    RATED_UP = "rated_up"
    IMPORTED = "imported"
    KEPT = "kept"
    """Another answer was asked for, and the conversation went on from this one."""


SIGNAL_WEIGHT = {Signal.CORRECTED: 2.0, Signal.RATED_UP: 1.0, Signal.IMPORTED: 2.0, Signal.KEPT: 1.0}
"""How much each supervised token of an answer counts (reference: finetune notes, selection by signal)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A dialogue whose last message is the assistant's answer to be learned."""

    id: str
    """The id of the answer's message."""
    conversation: str
    messages: tuple[tuple[str, str], ...]
    """(role, text) from the first to the learned answer; roles are system, user, assistant."""
    signal: Signal


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers there are to learn from."""

    corrected: int = 0
    rated_up: int = 0
    imported: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        return self.corrected + self.rated_up + self.imported + self.kept


DIVIDED = ("examples.jsonl", "stopping.jsonl", "judging.jsonl")
"""What is learned, what says when to stop, and what judges."""

PLAIN = ("plain.jsonl", "plain-judging.jsonl")
"""Texts that are read as they are, and those of them that only judge."""

TEXTS = (*DIVIDED, *PLAIN, "replay.jsonl")
"""What was said, in a run's folder: gone when the run is over; desk and tuner both see to it."""

MOST_LISTED = 10_000
"""So many examples are listed in a manifest; it tells how MANY more there are, and lists none..."""

MARKS, MANY, MANY_CONVERSATIONS = "taught.jsonl", "many", "many_conversations"
"""...but beside it, one in a line: their ids and hashes, which stay."""


class RunStatus(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    """No process, but it can be taken up again where it was."""
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Wish(StrEnum):
    """What a person may want of a run that goes on."""

    PAUSE = "pause"
    """Write down where it is and leave the machine alone."""
    KEEP = "keep"
    """Learn no more, and make an adapter of what was learned so far."""
    CANCEL = "cancel"
    """End it without an adapter."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is; the numbers of its newest ``step`` event."""

    stage: str = ""
    """prepare, load, train, score, check, write: shown as a sentence by the edges."""
    step: int = 0
    steps: int = 0
    loss: float | None = None
    tokens_per_s: float = 0.0
    seconds_left: float | None = None
    learning_rate: float | None = None
    gradient: float | None = None
    """Its length before it is clipped."""
    memory_bytes: int = 0
    """What the run takes; 0 while that is not known."""
    scored: float = 0.0
    """The share of the scoring that is done."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What it answers in the middle of a run."""

    step: int
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What a trial step on the longest examples measured before the first real one."""

    seconds: float
    memory_bytes: int
    seconds_total: float
    """About how long all of it will take."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will take of this machine, before it begins; the trial step says more."""

    memory_bytes: int
    """What should be free."""
    free_bytes: int
    seconds: float
    """Of learning alone, about."""
    examples_at_once: int = 1
    recomputes: bool = False
    """It would not fit without computing layers twice."""

    @property
    def fits(self) -> bool:
        return self.memory_bytes <= self.free_bytes


@dataclass(frozen=True, slots=True)
class Run:
    """One training run, found again by its folder."""

    id: str
    plan: Plan
    status: RunStatus
    started: float
    """Seconds since the epoch."""
    progress: Progress = Progress()
    losses: tuple[tuple[int, float], ...] = ()
    """(step, loss) of every step so far, for the curve."""
    adapter: str = ""
    """The id of the adapter it made, when done."""
    reason: str = ""
    """One sentence, when it failed."""
    plain_losses: tuple[tuple[int, float], ...] = ()
    """Those of the steps that read plain texts."""
    validation: tuple[tuple[int, float], ...] = ()
    """(step, loss) on the conversations kept aside to say when to stop."""
    searched: tuple[tuple[float, float], ...] = ()
    """(learning rate, loss) of those that were tried."""
    probe: Probe | None = None
    samples: tuple[Sample, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adapter:
    """What a run made: small weights that go on top of their base."""

    id: str
    name: str
    base: str
    """The catalogue id of the base model."""
    created: float
    examples: int
    active: bool = False
    strength: float = 1.0
    """How much of it is added to the base, from 0 to MOST_STRENGTH; 1 is as it was learned."""
    notes: str = ""
    """The person's own words about it."""
    texts: bool = False
    """It read plain texts, beside the answers or alone."""


MOST_STRENGTH = 1.5
