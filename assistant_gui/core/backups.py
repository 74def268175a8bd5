"""Copies of the conversations that are kept, and how well the file that holds them is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

EVERY_S = 30 * 60.0
"""How old the newest backup is before another one is made unasked."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was re-opened and checked before it counted."""

    file: Path
    made: float
    """Seconds since the epoch."""
    size: int
    """Bytes."""
    conversations: int
    messages: int


@dataclass(frozen=True, slots=True)
class Health:
    """What a look through the whole file found."""

    conversations: int
    messages: int
    faults: tuple[str, ...] = ()
    """Whole sentences about damage."""
    slips: tuple[str, ...] = ()
    """Where the search index is out of step; the program mends it itself."""

    @property
    def ok(self) -> bool:
        return not self.faults and not self.slips


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now, and where the files are that were there before."""

    conversations: int
    messages: int
    aside: Path | None
    """A folder; None when there was nothing to put aside."""


class Backups(Protocol):
    """Looking after the file with the conversations. Everything raises AssistantError when it cannot."""

    @property
    def folder(self) -> Path: ...

    def all(self) -> list[Backup]:
        """Newest first; what cannot be opened is left out."""
        ...

    def make(self, target: Path | None = None) -> Backup:
        """Copy everything as it is now to *target*, or to the folder of backups, and check the copy."""
        ...

    def make_if_due(self, after: float = EVERY_S) -> Backup | None:
        """A backup, when something changed since the last one and that is *after* seconds old."""
        ...

    def restore(self, file: Path | None = None) -> Restored:
        """Put the backup *file*, or the newest good one, in place; what is there now is kept aside."""
        ...

    def salvage(self) -> Restored:
        """Put in place what can still be read of the file; the file itself is kept aside."""
        ...

    def start_empty(self) -> Restored:
        """Begin with no conversations; the file is kept aside."""
        ...

    def check(self) -> Health:
        """Read everything and say what is wrong. Changes nothing."""
        ...
