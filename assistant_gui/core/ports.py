"""What the session and the window need of the rest, as Protocols.

Everything here may block and may be called from any thread but the window's
(the window goes through ``gui/tasks.py``). Fakes are in ``tests/fakes.py``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant_gui.core.attached import Attached
from assistant_gui.core.content import Messages, Picture
from assistant_gui.core.conversation import Attachment, Conversation, Fault, Message, Rating
from assistant_gui.core.corrections import Corrections
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Event
from assistant_gui.core.filing import Filing
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Example, Tally
from assistant_gui.core.likelihood import Token
from assistant_gui.core.manner import AS_SET, Manner, Preset
from assistant_gui.core.models import Fetched, Machine, Model
from assistant_gui.core.search import Hit
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn."""

    temperature: float = 0.7
    top_p: float = 0.95
    max_tokens: int = 512
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Text as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The prompt is being read: *fraction* of it is done."""

    fraction: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The last item of a reply: what it cost."""

    tokens: int
    tokens_per_s: float
    finish: str
    """``stop``, or ``length`` when max_tokens ran out."""


class Thinker(Protocol):
    """A language model somewhere."""

    def reply(
        self,
        model: str,
        messages: Messages,
        sampling: Sampling,
        turn: Turn,
        *,
        goes_on: bool = False,
    ) -> Iterator[Piece | Reading | Figures]:
        """Answer *messages*, or if it *goes_on*, write what follows the last of them, an answer.

        Raises TurnCancelled within 200 ms of a cancel, AssistantError when the engine
        cannot; EngineLost (an AssistantError) when it died in the middle.
        """
        ...


class Scales(Protocol):
    """A language model somewhere that tells how likely it finds given words."""

    def weigh(self, model: str, messages: Messages, most: int, turn: Turn) -> Iterator[Token | Reading]:
        """Every token of the last of *messages*, an answer, with the *most* likeliest beside it; raises as a reply does."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Transcript:
    text: str
    language: str
    segments: tuple[Segment, ...] = ()
    ending: float | None = None
    """How much it sounds as if all were said: the odds, as a logarithm; None when the ears cannot tell."""


@dataclass(frozen=True, slots=True)
class Listened:
    """So much of a recording is written down."""

    upto: float
    total: float
    """In seconds; 0 while it is not known."""


class Scribe(Protocol):
    """Writes down what is said in files, of any length."""

    def follow(self, file: Path, turn: Turn, language: str = "") -> Iterator[Segment | Listened | Transcript]:
        """What is said in *file* as it is recognised, and all of it at the end.

        Raises AssistantError when it holds no sound that can be read, TurnCancelled when *turn* is cut short.
        """
        ...


class CannotCount(AssistantError):
    """The engine does not count tokens, or not now."""

    def __init__(self) -> None:
        super().__init__(N_("The engine does not count tokens."))


class CannotLook(AssistantError):
    """A picture is damaged, or too large to be read."""

    def __init__(self, file: str) -> None:
        super().__init__(N_("{file} is damaged, or too large to be read."), N_("Attach another one."), file=file)


@dataclass(frozen=True, slots=True)
class Counted:
    """In tokens."""

    each: tuple[int, ...]
    """What each message takes of a prompt."""
    lead: int
    """What every prompt takes beside its messages."""
    context: int
    """How many fit the model as it was opened, the answer included."""


class Counter(Protocol):
    """A tokeniser somewhere."""

    def count(self, model: str, messages: Messages, turn: Turn) -> Counted:
        """Raises CannotCount when the engine is there and cannot; any other AssistantError when it is not there."""
        ...


class Eyes(Protocol):
    """What makes pictures fit to be sent."""

    def look(self, attachment: Attachment, content: Callable[[], bytes | None], turn: Turn) -> Picture | None:
        """*attachment* as a model is shown it; None when it is none, or cannot be read.

        *content* is asked for only if it was not looked at before. Raises TurnCancelled.
        """
        ...


class Ears(Protocol):
    def recognise(self, sound: Sound, turn: Turn) -> Transcript: ...


class Voice(Protocol):
    def speak(self, text: str, turn: Turn, language: str = "") -> Iterator[Sound]:
        """*text*, which is in *language* if that is known, as blocks of sound at VOICE_RATE_HZ."""
        ...


class Voices(Protocol):
    """All that can speak."""

    def voices(self, turn: Turn | None = None) -> list[KnownVoice]:
        """Raises AssistantError when the engine that has them is not there."""
        ...

    def speak_as(
        self, key: str, text: str, turn: Turn, *, language: str = "", speed: float | None = None
    ) -> Iterator[Sound]:
        """*text* with the voice *key*, or if it is empty as the settings say; *speed* is theirs unless given."""
        ...


class Speaker(Protocol):
    """Where the answer comes out."""

    def play(self, sound: Sound, turn: Turn, on_played: Callable[[], None] | None = None) -> None:
        """Queue *sound*; blocks while about two seconds are queued. *on_played* runs when it was heard."""
        ...

    def flush(self, turn: Turn) -> None:
        """Drop what is queued of *turn* and fall silent at once."""
        ...

    def drain(self, turn: Turn) -> None:
        """Wait until all of *turn* was heard. Raises TurnCancelled, or AssistantError without a device."""
        ...


FRAME_SECONDS = 0.032


@dataclass(frozen=True, slots=True)
class Frame:
    """32 ms of microphone: 512 samples at 16 kHz."""

    sound: Sound
    speech: float
    """The voice activity model's probability that somebody speaks."""
    echo: bool
    """The speaker was playing, or stopped less than 300 ms ago."""
    startled: bool = False
    """Just now something was louder than the speaker's sound ever is in the microphone."""
    insistent: bool = False
    """And it goes on: it is no door."""


class Microphone(Protocol):
    def frames(self, turn: Turn, word: str = "") -> Iterator[Frame]:
        """Open the microphone and yield frames until *turn* is cancelled; then close it.

        With a wake *word* the first one comes when it was said.
        """
        ...


class Numbers(Protocol):
    """What was measured of how a person speaks, from one start to the next."""

    def read(self) -> list[float]: ...
    def keep(self, numbers: Sequence[float]) -> None: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """The dialogue up to and with *message*, in short."""

    message: str
    text: str
    model: str
    """What wrote it."""


class Manners(Protocol):
    """How each conversation is to be answered, kept with the conversations."""

    def change(self, conversation: str, manner: Manner) -> Conversation:
        """Answer *conversation* in this *manner* from the next question on."""
        ...

    def instructions(self, folder: str | None) -> str:
        """The system prompt of *folder*; empty without one."""
        ...

    def presets(self) -> list[Preset]:
        """The person's own, by name."""
        ...

    def keep(self, preset: Preset) -> None:
        """Store a new preset, or the new form of one with the same id."""
        ...

    def forget(self, preset: str) -> None: ...
    def summaries(self, conversation: str) -> list[Summary]:
        """Of its messages on whichever branch, oldest first."""
        ...

    def summarise(self, summary: Summary) -> None:
        """Store *summary*, in place of an older one of the same message."""
        ...


@dataclass(frozen=True, slots=True)
class Removal:
    """A message that was taken away, as it takes to bring it back."""

    message: str
    head: str | None
    """The end of what was shown before."""


class Archive(Protocol):
    """The conversations on disk. A write is acknowledged when the call returns."""

    @property
    def manners(self) -> Manners: ...

    @property
    def filing(self) -> Filing: ...

    @property
    def corrections(self) -> Corrections: ...

    def conversations(self) -> list[Conversation]:
        """Newest change first; not those in the trash."""
        ...

    def conversation(self, id: str) -> Conversation | None: ...
    def create(self, title: str = "", manner: Manner = AS_SET, folder: str | None = None) -> Conversation: ...
    def rename(self, id: str, title: str) -> Conversation: ...
    def entitle(self, id: str, title: str) -> Conversation | None:
        """Give it a title that was made up; None when the person gave it one, or it is gone."""
        ...

    def delete(self, id: str) -> None: ...
    def thread(self, id: str) -> list[Message]:
        """The shown branch, from the first message to the head."""
        ...

    def message(self, id: str) -> Message | None: ...
    def siblings(self, id: str) -> list[Message]:
        """All answers (or versions) under the same parent, oldest first, itself included."""
        ...

    def places(self, conversation: str) -> Mapping[str, tuple[int, int]]:
        """Of every message that has another version beside it: which it is, from 1, of how many."""
        ...

    def add(self, message: Message, contents: Mapping[str, bytes] = ...) -> None:
        """Store a new message and make it the head of its conversation.

        *contents* of its attachments, by digest; those that are stored already need not be given.
        """
        ...

    def content(self, digest: str) -> bytes | None:
        """Of an attached file."""
        ...

    def grow(self, id: str, text: str) -> None:
        """Keep what a growing answer has become; not waited for."""
        ...

    def settle(self, message: Message) -> None:
        """Store the final form of a message that was added as ``GROWING``."""
        ...

    def rate(self, id: str, rating: Rating | None) -> Message: ...
    def correct(self, id: str, text: str) -> Message:
        """Put the person's better answer beside *id* (same parent) and show it; the original stays."""
        ...

    def edit(self, id: str, text: str) -> Message:
        """Put question *id* in other words beside it (same parent) and show that; the original stays."""
        ...

    def explain(self, id: str, faults: Sequence[Fault], remark: str = "") -> Message:
        """Keep why answer *id* was rated down."""
        ...

    def remove(self, id: str) -> Removal:
        """Take *id* and what followed it away; a version beside it is shown, or else what is before it."""
        ...

    def restore(self, removal: Removal) -> None: ...
    def branch(self, id: str, title: str = "") -> Conversation:
        """A new conversation with all that led to message *id*, and *id* itself."""
        ...

    def duplicate(self, id: str, title: str = "") -> Conversation:
        """A new conversation with all of conversation *id*, also what is not shown of it."""
        ...

    def choose(self, id: str) -> None:
        """Show the branch that goes through message *id*."""
        ...

    def find(self, text: str, *, limit: int = 100) -> list[Hit]:
        """Conversations with every word of *text* in their title, then messages that hold them, newest first."""
        ...

    def examples(self) -> Iterator[Example]:
        """Every answer that carries a signal, with the dialogue before it."""
        ...

    def tally(self) -> Tally: ...


class Shelf(Protocol):
    """The models: what there is, what is here, fetching and removing."""

    def models(self) -> list[Model]: ...
    def model(self, id: str) -> Model:
        """Raises AssistantError for a name that is not in the catalogue."""
        ...

    def get(self, id: str, on_progress: Callable[[Fetched], None], turn: Turn) -> Model:
        """Fetch, check and install; TurnCancelled keeps the part so that it resumes."""
        ...

    def verify(self, id: str) -> None:
        """Hash every file again. Raises AssistantError naming the first that is wrong."""
        ...

    def remove(self, id: str) -> None: ...
    def machine(self) -> Machine: ...
    def recommended(self) -> list[Model]:
        """Three chat models for this machine: small, middle, best that fits."""
        ...


class Files(Protocol):
    """Files on their way into a question."""

    def read(self, file: Path, turn: Turn, on_progress: Callable[[float], None] = ...) -> Attached:
        """Raises AssistantError when it cannot be read, TurnCancelled when *turn* is cut short."""
        ...

    def tokens(self, text: str) -> int:
        """Counted by the model that answers. Raises AssistantError when it is not there."""
        ...

    def sees(self) -> bool:
        """The model that answers can be shown pictures. Raises AssistantError without a model."""
        ...

    def picture_tokens(self, file: Attached) -> int:
        """What the picture *file* costs, counted by the model that answers.

        Raises as :meth:`tokens` does, and CannotLook when it cannot be read.
        """
        ...

    def room(self) -> int:
        """How many tokens of files fit into one question. Raises AssistantError without a model."""
        ...
