"""Fetching a model where people watch a line of text."""

import time

from assistant_gui.cli.out import Out
from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Fetched
from assistant_gui.core.ports import Shelf
from assistant_gui.core.turn import Turn


def fetch(name: str, shelf: Shelf, out: Out, turn: Turn) -> None:
    """Fetch and check model *name*; cancelling *turn* keeps the part that is here, so that it resumes."""
    began = time.monotonic()

    def progress(fetched: Fetched) -> None:
        share = f"{fetched.done_bytes / fetched.total_bytes:.0%}" if fetched.total_bytes else ""
        out.progress(f"{name}: {_(fetched.stage)} {share} {fetched.done_bytes / 1e6:.0f} MB")

    try:
        model = shelf.get(name, progress, turn)
    finally:
        out.done_progressing()
    out.result(
        {"model": model.id, "path": model.path, "seconds": round(time.monotonic() - began, 1)},
        *([] if model.missing else [_("{title} is here.").format(title=_(model.title))]),
    )
    if model.missing:
        out.say(f"{_(model.title)}: {model.missing}")
