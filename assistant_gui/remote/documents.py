"""Documents that go with a question, read by a process of their own."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.events import RoleState
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn
from assistant_gui.remote.process import RoleProcess

SECONDS = 120.0
"""A document that is not read by then never will be; the reader's own limits are lower where there are any."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the reader made of a file."""

    media: str
    text: str
    cut: bool
    """There was more of it than is read."""


def document(
    file: Path,
    log: Path,
    turn: Turn,
    on_progress: Callable[[float], None] = lambda _: None,
    *,
    seconds: float = SECONDS,
) -> Document:
    """Read *file*. Raises AssistantError when it cannot be read, TurnCancelled when *turn* is cut short."""
    role = RoleProcess("reader", lambda: {"file": str(file.absolute()), "kind": "document"}, log, unwatched)
    try:
        role.start()
        with ended_in_time(role, turn, seconds):
            return _read(role, file, turn, on_progress)
    finally:
        role.stop()


def _read(role: RoleProcess, file: Path, turn: Turn, on_progress: Callable[[float], None]) -> Document:
    media, cut = "text/plain", False
    parts: list[str] = []
    for told in lines(role):
        turn.check()
        if "end" in told:
            return Document(media, "".join(parts), cut)
        if "failed" in told:
            raise received(told["failed"])
        media, cut = str(told.get("media", media)), cut or "cut" in told
        if "text" in told:
            parts.append(str(told["text"]))
            on_progress(cast(float, told["fraction"]))
    turn.check()
    raise AssistantError(
        N_("{file} takes too much memory or time to read."),
        N_("Attach a part of it, or copy the text you need and paste it."),
        file=file.name,
    )


def lines(role: RoleProcess) -> Iterator[Mapping[str, object]]:
    """What *role* tells, until it ends or is ended."""
    with suppress(ValueError):  # it was ended: in the middle of a line, or closed between two
        for line in role.stdout:
            told: dict[str, object] = json.loads(line)
            yield told


@contextmanager
def ended_in_time(role: RoleProcess, turn: Turn, seconds: float) -> Iterator[None]:
    """End *role* when *turn* is cut short or its time is over; the cancelling thread does not wait for it."""
    over = threading.Event()

    def watch() -> None:
        over.wait(seconds)
        role.stop()

    watcher = threading.Thread(target=watch, name="reader's time", daemon=True)
    watcher.start()
    turn.on_cancel(over.set)
    try:
        yield
    finally:
        over.set()
        watcher.join()


def unwatched(state: RoleState, detail: str) -> None:
    """A reader's end is seen by whoever reads its lines."""
