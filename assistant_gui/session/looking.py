"""Attached pictures, as a model is shown them."""

from collections.abc import Callable, Sequence
from functools import partial

from assistant_gui.core.content import Picture
from assistant_gui.core.conversation import Attachment
from assistant_gui.core.ports import Archive, Eyes
from assistant_gui.core.turn import Turn


class Blind:
    """Stands for eyes where nobody sees."""

    def look(self, attachment: Attachment, content: Callable[[], bytes | None], turn: Turn) -> Picture | None:
        return None


class Looking:
    """Finds the pictures of *archive*; safe from any thread."""

    def __init__(self, archive: Archive, eyes: Eyes) -> None:
        self._archive = archive
        self._eyes = eyes

    def pictures(self, attachments: Sequence[Attachment], turn: Turn) -> tuple[Picture, ...]:
        """Those of *attachments* that can be shown; of a damaged one the words with it still count."""
        looked = (self._eyes.look(each, partial(self._archive.content, each.digest), turn) for each in attachments)
        return tuple(picture for picture in looked if picture is not None)
