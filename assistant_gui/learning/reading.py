"""The texts that a run reads, in files that wait until the run has a folder of its own."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.plan import Plan
from assistant_gui.core.texts import TextsFound
from assistant_gui.core.turn import Turn

TEXTS = ".texts"
"""Where they wait, beside the folders of runs."""


class Texts(Protocol):
    """Texts of a folder on their way into a run."""

    def write(self, folder: Path, place: Path, turn: Turn, on_progress: Callable[[int], None] = ...) -> TextsFound: ...
    def size_bytes(self, folder: Path) -> int: ...


@contextmanager
def read(
    plan: Plan, texts: Texts | None, place: Path, turn: Turn, on_progress: Callable[[int], None]
) -> Iterator[Sequence[Path]]:
    """The files with the texts that *plan* reads, in the folder *place*; what nobody has taken is gone afterwards.

    One at a time. Raises AssistantError when there is nothing to read, TurnCancelled when *turn* is cut short.
    """
    shutil.rmtree(place, ignore_errors=True)  # of a desk that was killed meanwhile
    if plan.plain_share <= 0 or texts is None:
        yield ()
        return
    if not plan.texts:
        raise AssistantError(
            N_("No folder of texts was chosen."), N_("Choose one, or set the share of plain texts to 0.")
        )
    place.mkdir(mode=0o700)
    try:
        found = texts.write(Path(plan.texts), place, turn, on_progress)
        if found.passages <= found.held_back:
            raise AssistantError(
                N_("There is nothing to read in {folder}."),
                N_("Choose a folder with TXT, Markdown, HTML, PDF or Word files that hold text."),
                folder=Path(plan.texts).name,
            )
        yield tuple(place.iterdir())
    finally:
        shutil.rmtree(place, ignore_errors=True)
