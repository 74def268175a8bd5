"""Putting another file in the place of the conversations; what was there is kept, together, in a folder aside.

The new file is made ``.ready`` beside the old one first. Then the old one goes
aside (the database first, its -wal and -shm after it: left behind they would be
read into whatever comes in its place), then the new one gets its name. A kill
in between is made good by :func:`finish` at the next start.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from assistant_gui.paths import private_folder
from assistant_gui.store.file import explaining, sync_folder

_BESIDE = ("", "-wal", "-shm", "-journal")


def ready(file: Path) -> Path:
    """Where the file is made that will take the place of *file*."""
    return file.with_name(file.name + ".ready")


def exchange(file: Path, aside: Path) -> None:
    """Move *file* and what belongs to it into the folder *aside*, and what is ready to its place."""
    with explaining(file):
        put_aside(file, aside)
        os.replace(ready(file), file)
        sync_folder(file.parent)


def put_back(file: Path, aside: Path) -> None:
    """Undo :func:`exchange`, however far it came; what was ready is gone."""
    with explaining(file):
        if ready(file).exists():
            ready(file).unlink()
        else:
            for end in _BESIDE:
                beside(file, end).unlink(missing_ok=True)
        for end in reversed(_BESIDE):
            moved = aside / beside(file, end).name
            if moved.exists():
                os.replace(moved, beside(file, end))
        sync_folder(file.parent)


def put_aside(file: Path, aside: Path) -> bool:
    """Move *file* with all that belongs to it into *aside*; False when there was nothing."""
    there = [beside(file, end) for end in _BESIDE if beside(file, end).exists()]
    if there:
        private_folder(aside)
        for each in there:
            os.replace(each, aside / each.name)
        sync_folder(aside)
        sync_folder(file.parent)
    return bool(there)


def finish(file: Path, aside: Path) -> None:
    """Bring an exchange to its end that a kill cut short; one that had not begun is forgotten."""
    if not ready(file).exists():
        return
    with explaining(file):
        if file.exists():
            ready(file).unlink()
        else:
            exchange(file, _begun(file, aside) or new_folder(aside, datetime.now(UTC)))


def _begun(file: Path, aside: Path) -> Path | None:
    """The folder into which the database was moved already: what belongs to it follows it there."""
    newest = max(aside.iterdir(), default=None) if aside.exists() else None
    return newest if newest is not None and (newest / file.name).exists() else None


def new_folder(root: Path, now: datetime) -> Path:
    """A place in *root* named after the moment, where nothing is yet."""
    name = now.strftime("%Y%m%dT%H%M%SZ")
    number = 0
    while (place := root / (f"{name}-{number}" if number else name)).exists():
        number += 1
    return place


def beside(file: Path, end: str) -> Path:
    """``-wal`` and the like of *file*."""
    return file.with_name(file.name + end)
