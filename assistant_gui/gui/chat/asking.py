"""What the chat pane asks of the session."""

from collections.abc import Sequence
from typing import Protocol

from assistant_gui.core.attached import Attached
from assistant_gui.core.conversation import Wish
from assistant_gui.core.turn import Turn


class Assistant(Protocol):
    """What the pane asks of the session. Every call returns at once; what comes of it arrives as events."""

    def ask(self, conversation: str, text: str, files: Sequence[Attached] = ...) -> Turn:
        """Ask *text* with *files*; an empty *conversation* begins a new one."""
        ...

    def edit(self, message: str, text: str) -> Turn:
        """Ask *text* beside the question *message*."""
        ...

    def regenerate(self, message: str, wish: Wish | None = None) -> Turn:
        """Answer again, beside the answer *message*, as *wish* has it."""
        ...

    def retry(self, conversation: str) -> Turn:
        """Answer the person's last message again, after a failure."""
        ...

    def say(self, text: str) -> Turn:
        """Read *text* aloud."""
        ...

    def stop(self) -> None: ...
