"""What travels when conversations come from elsewhere or go there, line by line.

Folders and presets come first. An :class:`Opening` begins a conversation; the
messages after it are its own, each after the one it follows. A :class:`Content`
comes before the message it is attached to, in parts; a :class:`Summary` after it, and
so does what the person decided about it as training data, and how they voted on answers to its question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant_gui.core.comparing import Ballot
from assistant_gui.core.conversation import Conversation, Folder, Message
from assistant_gui.core.lessons import Decision, Private
from assistant_gui.core.manner import Preset
from assistant_gui.core.ports import Summary

TEXT_CHARACTERS = 4_000_000
"""A longer text is not taken: decoding a line must not hold up the window."""
PART_BYTES = 48 * 1024
"""Of a content, in one line."""
CONTENT_BYTES = 64 * 1024 * 1024


class Unit(StrEnum):
    """What was left out."""

    LINE = "line"
    CONVERSATION = "conversation"
    FILE = "file"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Opening:
    """A conversation begins."""

    conversation: Conversation
    digest: str = ""
    """Of all its messages, where the format has no ids: the same conversation is taken once."""


@dataclass(frozen=True, slots=True)
class Content:
    """A part of an attached file; the parts of one come in order."""

    digest: str
    part: bytes
    last: bool = False


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something private in a message is learned as it is."""

    message: str
    digest: str
    """Of its kind and itself: the thing is nowhere but in its message."""
    reason: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The person agreed to placeholders for a kind of private things."""

    kind: Private


@dataclass(frozen=True, slots=True)
class Voted:
    """The person voted on two answers."""

    at: float
    """Two votes of one moment are the same vote."""
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class Skipped:
    """What could not be taken, and why, as a sentence marked for translation."""

    why: str
    unit: Unit
    number: int = 0
    """Which one in the file, from 1."""
    name: str = ""
    """Of a file or an attachment."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the file has been read, from 0 to 1."""

    fraction: float


@dataclass(frozen=True, slots=True)
class Product:
    """Where the conversations come from, by the name its makers gave it."""

    name: str


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a foreign file."""

    conversations: int = 0
    """New here."""
    messages: int = 0
    """New here, those that came to conversations known already included."""
    grown: int = 0
    """Conversations that were here and got new messages."""
    duplicates: int = 0
    """Conversations that were here already, whole."""
    trashed: int = 0
    """Of those that were here, the ones that lie in the trash."""
    skipped: tuple[Skipped, ...] = ()
    """The first thousand things that were left out."""
    unnamed: int = 0
    """How many more there were."""
    product: str = ""
    stopped: bool = False
    """The person stopped it; what it counts is here."""


class Form(StrEnum):
    """What conversations can be written as."""

    OWN = "own"
    """A zip with everything: every branch, what is attached, folders and presets. It can be read in again."""
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    SHAREGPT = "sharegpt"
    MESSAGES = "messages"


SUFFIX: Mapping[Form, str] = {
    Form.OWN: ".zip",
    Form.MARKDOWN: ".md",
    Form.HTML: ".html",
    Form.JSON: ".json",
    Form.SHAREGPT: ".jsonl",
    Form.MESSAGES: ".jsonl",
}

FORMAT, VERSION = "assistant_gui conversations", 1
"""What the manifest of our own export says; a newer version is refused."""
MANIFEST, LINES, CONTENTS = "manifest.json", "conversations.jsonl", "attachments/"
"""The files in it; what is attached lies under its digest."""

Line = (
    Folder
    | Preset
    | Confirmed
    | Opening
    | Message
    | Summary
    | Decision
    | LeftAlone
    | Voted
    | Content
    | Skipped
    | Product
    | Progress
)
