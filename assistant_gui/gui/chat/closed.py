"""Which folders of the list are closed, from one start to the next."""

import contextlib
from pathlib import Path

from assistant_gui.gui.chat.conversations import Conversations


class ClosedFolders:
    """Keeps the ids of the closed folders of *conversations* in *file*, one a line."""

    def __init__(self, conversations: Conversations, file: Path) -> None:
        self._conversations = conversations
        self._file = file

    def restore(self) -> None:
        """Before the folders are listed; a file that is missing or damaged closes none."""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            self._conversations.closed = set(self._file.read_text(encoding="utf-8").split())

    def remember(self) -> None:
        with contextlib.suppress(OSError):  # a full disk must not keep the window open
            self._file.write_text("\n".join(sorted(self._conversations.closed)), encoding="utf-8")
