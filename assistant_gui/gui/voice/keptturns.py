"""How quickly the last turns were answered, from one start to the next: figures, and nothing of what was said."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from assistant_gui import whole
from assistant_gui.core.errors import using
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.voice.viewmodel import VoiceModel
from assistant_gui.session.waterfall import KEPT, STAGES

_Turn = Mapping[str, float]


class KeptTurns(QObject):
    """Keeps the turns of *model* in *file*, after each of them; one that is missing or damaged holds none."""

    def __init__(self, model: VoiceModel, file: Path, tasks: Tasks) -> None:
        super().__init__(model)
        self._model = model
        self._file = file
        self._tasks = tasks
        model.timed.connect(self._on_timed)

    def restore(self) -> None:
        self._tasks.run(lambda: read(self._file), self._model.turns.recall)

    @Slot()
    def _on_timed(self) -> None:
        turns = self._model.turns.all()
        self._tasks.run(lambda: write(self._file, turns))  # a full disk is nothing to trouble anybody with for this


def read(file: Path) -> list[_Turn]:
    """The turns in *file*; what is not what we wrote is left out."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    turns = [_checked(each) for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    return [turn for turn in turns if turn][-KEPT:]


def write(file: Path, turns: Sequence[_Turn]) -> None:
    """All or nothing of it, for the person's eyes only. Raises AssistantError when it cannot be written."""
    rounded = [{stage: round(seconds, 3) for stage, seconds in turn.items()} for turn in turns]
    with using(file), whole.written(file) as out:
        out.write(json.dumps(rounded).encode())


def _checked(turn: Mapping[str, object]) -> _Turn:
    return {
        stage: float(seconds)
        for stage in STAGES
        if isinstance(seconds := turn.get(stage), int | float)
        and not isinstance(seconds, bool)
        and math.isfinite(seconds)
    }
