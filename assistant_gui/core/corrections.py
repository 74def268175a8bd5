"""What was recognised wrongly of what the person said, and put right by them."""

from dataclasses import dataclass
from typing import Protocol

from assistant_gui.core.conversation import Message


@dataclass(frozen=True, slots=True)
class Correction:
    heard: str
    """The question as it was recognised."""
    corrected: str
    """The same question as the person put it right."""


class Corrections(Protocol):
    """Kept with the conversations: part of an archive, and called from where that may be called."""

    def correct(self, question: str, text: str) -> Message:
        """Put what was really said beside the spoken *question* and show that; what was heard stays."""
        ...

    def recent(self, limit: int = ...) -> list[Correction]:
        """The newest first; of a question that was put right twice, what was heard first and what it is now."""
        ...
