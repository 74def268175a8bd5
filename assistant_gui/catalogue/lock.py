"""One fetch of one model at a time, also when the window and a command want it together."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_


@contextmanager
def only_one(file: Path, name: str) -> Iterator[None]:
    """Hold *file* locked; the system lets go of it when this process ends, however it ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            raise AssistantError(
                N_("The model {name} is already being fetched."),
                N_("Wait until that is done, or stop it there."),
                name=name,
            ) from error
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
