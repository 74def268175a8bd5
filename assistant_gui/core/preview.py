"""An example as a model reads it while it learns, token by token."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant_gui.core.learning import Example


class LeftOut(StrEnum):
    """Why an example teaches nothing as it is."""

    TOO_LONG = "too_long"
    EMPTY = "empty"
    UNCLEAR = "unclear"
    """The model's chat template does not let the answer be found in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One token, or a few that only together are letters."""

    text: str
    learned: bool
    control: bool = False
    """It steers the model and is no text."""


@dataclass(frozen=True, slots=True)
class Preview:
    pieces: tuple[Piece, ...]
    tokens: int
    learned: int
    """So many of the tokens are learned."""
    shortened: bool = False
    """Its oldest turns are left out, as it would be too long with them."""
    left_out: LeftOut | None = None
    """Why it teaches nothing; there are no pieces then."""


class Previewing(Protocol):
    """Renders examples as a run would; slow the first time for each base."""

    def preview(self, base: str, example: Example, max_tokens: int) -> Preview:
        """*example* as the model *base* would read it. Raises AssistantError when the model is not there."""
        ...

    def rest(self) -> None:
        """Let go of what is kept ready for the next one."""
        ...
