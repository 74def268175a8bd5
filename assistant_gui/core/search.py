"""What a search finds."""

from dataclasses import dataclass

from assistant_gui.core.conversation import Conversation, Message


@dataclass(frozen=True, slots=True)
class Hit:
    """One message that holds what was searched for, or a conversation whose title does."""

    conversation: Conversation
    message: Message | None
    """None when it is the title that was found."""
    snippet: str
    """The words around what was found, on one line; the title when that was found."""
    marks: tuple[tuple[int, int], ...]
    """(first, behind the last) character of each place in the snippet that was meant."""
