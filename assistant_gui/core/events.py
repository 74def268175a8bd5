"""What happened: frozen values handed to ``emit``, in the order in which they happened.

The session is given ``emit: Callable[[Event], None]``; it may be called from any
thread and must return at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant_gui.core.conversation import Conversation, Message
from assistant_gui.core.errors import AssistantError


class Floor(StrEnum):
    """Who has the floor, as the voice pane shows it."""

    OFF = "off"
    """Not listening: the microphone is closed."""
    ARMED = "armed"
    """The microphone is open for the wake word; nothing else is recognised or kept."""
    LISTENING = "listening"
    HEARING = "hearing"
    """Somebody is speaking, or holds the talk button."""
    THINKING = "thinking"
    SPEAKING = "speaking"


@dataclass(frozen=True, slots=True)
class Asked:
    """The person's message is stored."""

    turn: int
    message: Message


@dataclass(frozen=True, slots=True)
class PromptRead:
    """The model has read *fraction* (0 to 1) of the prompt; nothing is written yet."""

    turn: int
    fraction: float


@dataclass(frozen=True, slots=True)
class ReplyBegan:
    """An answer is about to grow; *message* is stored, empty and ``GROWING``."""

    turn: int
    message: Message


@dataclass(frozen=True, slots=True)
class ReplyGrew:
    turn: int
    message: str
    """The id of the growing message."""
    piece: str


@dataclass(frozen=True, slots=True)
class ReplyEnded:
    """The answer as it is stored: ``WHOLE``, ``STOPPED`` or ``BROKEN``, with its figures."""

    turn: int
    message: Message


@dataclass(frozen=True, slots=True)
class Failed:
    """Something the person should know. With a *turn* that turn is over; 0 is a notice and nothing ended."""

    turn: int
    error: AssistantError


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """Nothing more comes of *turn*, however it ended: the last event of every turn."""

    turn: int


@dataclass(frozen=True, slots=True)
class FloorChanged:
    floor: Floor


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the ears made of what was said; empty when it was nothing."""

    turn: int
    text: str
    language: str = ""
    """Its code (``zh``), as it was found out or chosen; empty when that is not known."""
    ending: float | None = None
    """See :class:`~assistant_gui.core.ports.Transcript`."""


@dataclass(frozen=True, slots=True)
class Spoke:
    """The answer was really heard up to character *upto*."""

    turn: int
    message: str
    upto: int


@dataclass(frozen=True, slots=True)
class LevelMeasured:
    """How loud it is now, root mean square from 0 to 1, about 15 times a second."""

    microphone: float
    speaker: float


@dataclass(frozen=True, slots=True)
class MicrophoneKept:
    """Nobody listens, but the microphone is open, so that the first syllable is not lost; or not any more."""

    on: bool


@dataclass(frozen=True, slots=True)
class SoundWasLate:
    """The machine was too busy for sound: so many blocks were missed since the audio role began."""

    input: int
    """Of the microphone: not heard."""
    output: int
    """Of the speaker: a gap in what was played."""
    starved: int = 0
    """So often an answer stopped in the middle because the voice or the model had not got further."""


@dataclass(frozen=True, slots=True)
class DevicesListed:
    """Names as PortAudio gives them; the empty name stands for the system's default."""

    microphones: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageTimed:
    """How long one stage of a spoken exchange took, for the developer's line and ``talk --json``."""

    turn: int
    stage: str
    ms: float


@dataclass(frozen=True, slots=True)
class TurnTimed:
    """The first sound of a spoken answer was heard; *seconds* after the person's last word each stage was reached."""

    turn: int
    seconds: Mapping[str, float]


class RoleState(StrEnum):
    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    FAILED = "failed"
    """It died three times in a minute and is left alone until asked again."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """A process of ours (``language``, ``speech``, ``audio``) came, went or fell over."""

    role: str
    state: RoleState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ConversationChanged:
    """A conversation is new, renamed, or got a message."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class ConversationDeleted:
    conversation: str


@dataclass(frozen=True, slots=True)
class ConversationsChanged:
    """Many conversations changed, or where they lie: whoever lists them lists them again."""


@dataclass(frozen=True, slots=True)
class FoldersChanged:
    """A folder is new, renamed, moved or gone."""


@dataclass(frozen=True, slots=True)
class ConversationsReplaced:
    """Another file is in place (a backup was restored): nothing that was read before counts any more."""


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A stored message was rated, a better answer was put in its place, or a command had it written."""

    message: Message


@dataclass(frozen=True, slots=True)
class Summarised:
    """The beginning of *conversation* has a new summary, for the questions to come."""

    conversation: str


@dataclass(frozen=True, slots=True)
class ModelChanged:
    """From the next question on, *name* answers (an adapter was activated, a model chosen)."""

    name: str
    title: str
    """As people read it: "SmolLM2 135M + pirate"."""


Event = (
    Asked
    | PromptRead
    | ReplyBegan
    | ReplyGrew
    | ReplyEnded
    | Failed
    | TurnEnded
    | FloorChanged
    | Recognised
    | Spoke
    | LevelMeasured
    | MicrophoneKept
    | SoundWasLate
    | DevicesListed
    | StageTimed
    | TurnTimed
    | RoleChanged
    | ConversationChanged
    | ConversationDeleted
    | ConversationsChanged
    | FoldersChanged
    | ConversationsReplaced
    | MessageChanged
    | Summarised
    | ModelChanged
)
