"""Where an adapter comes from and what is known of it, as its manifest tells."""

from dataclasses import dataclass

from assistant_gui.core.settings import Value


@dataclass(frozen=True, slots=True)
class Parity:
    """Whether the engine that serves an adapter makes the same of it as the training did."""

    positions: int
    base_apart: float
    """Nats between the two engines on the base alone."""
    apart: float
    """With the adapter."""
    sure: int
    """At so many positions the training was sure of its choice."""
    contradicted: int
    """At so many of those the engine chose otherwise."""
    changed: float
    """The share of positions at which the adapter chooses otherwise than its base."""
    good: bool


@dataclass(frozen=True, slots=True)
class Lineage:
    adapter: str
    run: str = ""
    """Empty for one that was brought in."""
    parent: str = ""
    """The adapter that answered when the run began, with which this one was compared; empty is the base."""
    base_sha256: str = ""
    tokenizer_sha256: str = ""
    template_sha256: str = ""
    data_sha256: str = ""
    texts_sha256: str = ""
    """Of the plain texts that it read; empty when it read none."""
    examples: int = 0
    conversations: int = 0
    size_bytes: int = 0
    tokens: int = 0
    steps: int = 0
    settings: tuple[tuple[str, Value], ...] = ()
    """The plan it was made by, as (name, value)."""
    parity: Parity | None = None
    """None where there was nothing to compare."""
    fingerprint: str = ""
    """The code of its weights as they were measured when it was made; empty where they were not."""
