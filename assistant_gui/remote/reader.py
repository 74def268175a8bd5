"""Foreign files, read by a process of their own."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import RoleState
from assistant_gui.core.language import N_
from assistant_gui.remote.process import RoleProcess


def foreign_lines(file: Path, log: Path) -> Iterator[Mapping[str, object]]:
    """What the reader role tells of *file*: ``conversation`` and ``skipped`` objects.

    Raises AssistantError when the file cannot be read, or not to its end. The
    process ends with the iterator.
    """
    role = RoleProcess("reader", lambda: {"file": str(file.absolute()), "kind": "auto"}, log, _unwatched)
    try:
        role.start()
        for line in role.stdout:
            told: dict[str, object] = json.loads(line)
            if "end" in told:
                return
            if "failed" in told:
                raise _failure(cast(dict[str, object], told["failed"]))
            yield told
        raise AssistantError(
            N_("{file} could not be read to its end: it takes too much memory or time."),
            N_("Split it into smaller files and import them one by one; what was read is kept."),
            file=file,
        )
    finally:
        role.stop()


def _unwatched(state: RoleState, detail: str) -> None:
    """A reader's end is seen by whoever reads its lines."""


def _failure(told: Mapping[str, object]) -> AssistantError:
    facts = cast(Mapping[str, object], told.get("facts") or {})
    return AssistantError(str(told["message"]), str(told["hint"]), **facts)
