"""What is kept of a conversation: a tree of messages in which nothing is overwritten."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who a message is from, in the words chat templates use."""

    SYSTEM = "system"
    PERSON = "user"
    ASSISTANT = "assistant"


class Origin(StrEnum):
    """How a message came to be."""

    TYPED = "typed"
    SPOKEN = "spoken"
    MODEL = "model"
    CORRECTION = "correction"
    """The person wrote a better answer; ``Message.corrects`` names the one it betters."""
    IMPORTED = "imported"


class State(StrEnum):
    """How far a message got."""

    GROWING = "growing"
    """Still being written; found at a start, it means that the program was killed."""
    WHOLE = "whole"
    STOPPED = "stopped"
    """The person cut it short; what was written is kept."""
    BROKEN = "broken"
    """The engine died or failed in the middle; what was written is kept and can be retried."""


class Rating(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Generator:
    """What made an answer, and how fast."""

    model: str
    """The opaque registry name the engine was asked for."""
    adapter: str = ""
    """The id of the adapter that was active, or nothing."""
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int | None = None
    tokens: int = 0
    """Tokens written."""
    tokens_per_s: float = 0.0
    ttft_ms: float = 0.0
    """From the question leaving the desk to the first piece of text arriving."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``parent`` is the message before it, so edits and retries are siblings."""

    id: str
    conversation: str
    parent: str | None
    role: Role
    text: str
    created: float
    """Seconds since the epoch."""
    origin: Origin
    state: State = State.WHOLE
    corrects: str | None = None
    generator: Generator | None = None
    rating: Rating | None = None
    spoken: bool = False
    """It was spoken aloud (an answer) or recognised from speech (a question)."""
    heard: int | None = None
    """Characters of a spoken answer that were really played; None if all, or not spoken."""


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    title: str
    """Empty until somebody names it or the first message does."""
    created: float
    changed: float
    head: str | None = None
    """The last message of the branch that is shown."""
