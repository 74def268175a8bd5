"""One figure of the voice: what it is, what must hold, and what is aimed at.

A *family* is a function in a module of its own that measures some rows together: it is
handed :class:`Wanted` and gives its rows as they are known. It is named in
``families.FAMILIES``, which is all that must be changed to add one. A family raises
AssistantError when it cannot be measured here; the others are measured all the same.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from assistant_gui.bench.voice.program import Programs


class Verdict(Enum):
    """How a row stands to its figures."""

    GOAL = "goal"
    """As good as is aimed at."""
    MUST = "must"
    """Good enough."""
    FAILED = "failed"
    TOLD = "told"
    """Nothing is demanded of it."""


@dataclass(frozen=True, slots=True)
class Row:
    field: str
    """Its name in JSON; the unit is in it."""
    title: str
    """For people, marked with N_."""
    value: float
    trials: int
    """Of how many turns, clips, minutes, ... it was made."""
    must: float | None = None
    goal: float | None = None
    most: bool = False
    """More is better; else less is."""

    @property
    def verdict(self) -> Verdict:
        if self.goal is not None and self._reaches(self.goal):
            return Verdict.GOAL
        if self.must is None:
            return Verdict.TOLD
        return Verdict.MUST if self._reaches(self.must) else Verdict.FAILED

    def _reaches(self, figure: float) -> bool:
        return self.value >= figure if self.most else self.value <= figure


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, and what a family may use."""

    programs: Programs
    """Opens the whole program without its window."""
    clips: Path | None
    """A folder (looked through with all in it) of WAV files of one voice; see :func:`clips.prompts`."""
    folder: Path
    """For files of the measurement; it is gone afterwards."""
    turns: int = 30
    minutes: float = 10.0
    """How long what takes its time takes."""
    voice: str = "system-voice"
    save: Path | None = None
    """Where the raw values are kept, if they are."""
    tell: Callable[[str], None] = lambda _: None
    """Says how far it is."""

    def keep(self, family: str, values: Iterable[object]) -> None:
        """Write the raw *values* of *family*, each as a line of JSON, if they are wanted."""
        if self.save is None:
            return
        self.save.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in values)
        (self.save / f"{family}.jsonl").write_text("".join(lines), encoding="utf-8")


Family = Callable[[Wanted], Iterator[Row]]
