"""What is kept of a conversation: a tree of messages in which nothing is overwritten."""

from dataclasses import dataclass
from enum import StrEnum

from assistant_gui.core.manner import AS_SET, Manner


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


class Wish(StrEnum):
    """Why a message was made beside the one it stands ``instead`` of."""

    EDITED = "edited"
    """The person put the question (or what was recognised) in other words."""
    ANOTHER = "another"
    SHORTER = "shorter"
    LONGER = "longer"
    CONTINUED = "continued"
    """A cut answer, whole: its text begins with the other's."""


class Fault(StrEnum):
    """Why the person rated an answer down."""

    WRONG = "wrong"
    UNHELPFUL = "unhelpful"
    MISUNDERSTOOD = "misunderstood"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    STYLE = "style"
    UNSAFE = "unsafe"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; its content is kept under the digest, once for all messages."""

    id: str
    name: str
    media: str
    """Its media type, such as ``application/pdf``."""
    size: int
    """Of the content, in bytes."""
    digest: str
    """SHA-256 of the content, in hex."""
    text: str = ""
    """What the model is given of it; empty for an image."""


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
    finish: str = ""
    """``stop``, or ``length`` when there was no room for more; empty when it did not come to an end."""


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
    instead: str | None = None
    """The sibling that this one was made instead of, out of :attr:`wish`."""
    wish: Wish | None = None
    faults: tuple[Fault, ...] = ()
    """Why it was rated down."""
    remark: str = ""
    """The same in the person's own words."""
    removed: float | None = None
    """When the person took it away, with all that followed it; for good after 30 days."""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    title: str
    """Empty until somebody names it or the first message does."""
    created: float
    changed: float
    head: str | None = None
    """The last message of the branch that is shown."""
    named: bool = False
    """The person gave it its title."""
    folder: str | None = None
    pinned: float | None = None
    """Since when; pinned ones come first."""
    archived: float | None = None
    trashed: float | None = None
    """Since when it is in the trash; it is deleted for good after 30 days."""
    manner: Manner = AS_SET


@dataclass(frozen=True, slots=True)
class Folder:
    """Conversations that belong together."""

    id: str
    name: str
    created: float
    instructions: str = ""
    """The system prompt of the conversations in it; empty is as in the settings."""
    position: int = 0
    """In the list, from the top."""
