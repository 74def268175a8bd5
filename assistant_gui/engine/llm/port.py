"""What a language back end is asked for, what it tells while it writes, and what it must be able to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant_gui.core.content import Picture
from assistant_gui.core.models import Served
from assistant_gui.core.turn import Turn
from assistant_gui.weights.templates import Marks, Template


@dataclass(frozen=True, slots=True)
class Wish:
    """How the next tokens are chosen, and when to stop."""

    temperature: float = 1.0
    """0 always takes the likeliest token."""
    top_p: float = 1.0
    max_tokens: int = 0
    """0 is as many as fit."""
    seed: int | None = None
    stop: tuple[str, ...] = ()
    logprobs: int | None = None
    """Tell the probability of each token and of this many likeliest ones beside it."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    token: str
    content: bytes
    """The token itself; *token* may hold a replacement character for a part of a letter."""
    logprob: float
    id: int = -1


@dataclass(frozen=True, slots=True)
class Chosen:
    """One token, and what else it might have been."""

    likelihood: Likelihood
    instead: tuple[Likelihood, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """So much of the prompt has been read."""

    processed: int
    total: int


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    chosen: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely the next tokens of a text that was given are."""

    chosen: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """Always the last thing told."""

    finish: str
    """``stop`` or ``length``."""
    prompt_tokens: int
    cached_tokens: int
    """How many of the prompt's tokens were still known from before."""
    tokens: int
    prompt_ms: float
    predicted_ms: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the machine and the person allow."""

    context: int = 4096
    threads: int = 0
    """0 is one per core."""
    device: str = "auto"
    """``cpu`` leaves a graphics card alone."""
    cache_mib: int = 512
    """Memory for the prompts of other conversations."""


Told = Progress | Written | Weighed | Cost
Tell = Callable[[Told], None]


class Writer(Protocol):
    """A model, perhaps with an adapter, that is in memory."""

    @property
    def context(self) -> int:
        """How many tokens of prompt and answer fit."""
        ...

    @property
    def template(self) -> Template: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def bos(self) -> str:
        """What is put in front of a text by itself when special tokens are added, or nothing."""
        ...

    def tokens(self, text: str, *, add_special: bool) -> list[int]: ...
    def write(self, prompt: Sequence[int], wish: Wish, turn: Turn, tell: Tell) -> None:
        """Continue *prompt*, telling what comes. One call at a time.

        Raises TurnCancelled soon after *turn* is cancelled (within a batch while
        the prompt is read, within a token afterwards), AssistantError when it cannot.
        """
        ...

    @property
    def sees(self) -> bool:
        """Only then may it be asked about pictures."""
        ...

    def picture_tokens(self, picture: Picture) -> int:
        """How many tokens *picture* takes of a prompt, with the marks around it."""
        ...

    def look(self, prompt: str, pictures: Sequence[Picture], wish: Wish, turn: Turn, tell: Tell) -> None:
        """Continue the rendered *prompt*, in which the template's mark stands for each of *pictures*.

        The same calls and errors as with :meth:`write`; encoding one picture cannot be cut short.
        """
        ...

    def weigh(self, prompt: Sequence[int], start: int, most: int, turn: Turn, tell: Tell) -> None:
        """Tell how likely each token of *prompt* from *start* on is after those before it, and the *most* likeliest.

        The same calls and errors as with :meth:`write`; *start* is at least 1.
        """
        ...


class Model(Protocol):
    """Weights in memory, for one or several served names."""

    def writer(self, served: Served) -> Writer: ...
    def close(self) -> None: ...
