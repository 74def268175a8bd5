"""Where conversations lie, as the window and the command line change it: a Protocol, like those in ``core.ports``."""

from collections.abc import Sequence
from typing import Protocol

from assistant_gui.core.conversation import Conversation, Folder

KEPT_IN_TRASH_S = 30 * 24 * 3600.0
"""After that, what is in the trash is deleted for good."""


class Filing(Protocol):
    """Folders, pinned, archived, the trash. Many at once are changed all or none.

    What takes many ids leaves out those that are gone and raises AssistantError
    only when none is left. Each change gives back the conversations as they are
    now; :meth:`refile` with those of before undoes it.
    """

    def folders(self) -> list[Folder]:
        """From the top of the list."""
        ...

    def folder(self, id: str) -> Folder | None: ...
    def create_folder(self, name: str, instructions: str = "") -> Folder: ...
    def rename_folder(self, id: str, name: str) -> Folder: ...
    def instruct(self, id: str, instructions: str) -> Folder:
        """Give the conversations of folder *id* a system prompt; empty is as in the settings."""
        ...

    def arrange(self, folders: Sequence[str]) -> list[Folder]:
        """Put the folders in this order."""
        ...

    def delete_folder(self, id: str) -> list[Conversation]:
        """The folder goes, its conversations stay; they come back without it."""
        ...

    def move(self, ids: Sequence[str], folder: str | None) -> list[Conversation]: ...
    def pin(self, ids: Sequence[str], *, on: bool = True) -> list[Conversation]: ...
    def archive(self, ids: Sequence[str], *, on: bool = True) -> list[Conversation]: ...
    def trash(self, ids: Sequence[str]) -> list[Conversation]: ...
    def restore(self, ids: Sequence[str]) -> list[Conversation]: ...
    def refile(self, before: Sequence[Conversation], folder: Folder | None = None) -> list[Conversation]:
        """Put conversations back where *before* says they were; *folder* is made again if it was deleted."""
        ...

    def trashed(self) -> list[Conversation]:
        """What is in the trash, newest in it first."""
        ...

    def delete_for_good(self, ids: Sequence[str]) -> list[str]:
        """Delete with all that is in them; which were still here."""
        ...

    def empty_trash(self) -> list[str]: ...
