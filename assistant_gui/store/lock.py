"""Who holds the profile: one process writes, and the lock file says how to reach it.

The operating system's lock on the file decides, and it goes with the process
however that ends; what is written inside is only how to reach the holder.
"""

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.language import N_


@dataclass(frozen=True, slots=True)
class Holder:
    """How to reach the process that holds, or last held, a profile."""

    pid: int
    address: str
    key: bytes
    """The shared secret of its connection."""


class ProfileHeld(AssistantError):
    """Another process holds the profile; :attr:`holder` says how to reach it."""

    def __init__(self, file: Path, holder: Holder | None) -> None:
        super().__init__(
            N_("The assistant is already open on {folder}."),
            N_("Close the other window or command, or name another profile."),
            folder=file.parent,
        )
        self.holder = holder


class ProfileLock:
    """Held from its making to :meth:`release`. Raises ProfileHeld at once when another process holds it."""

    def __init__(self, file: Path, address: str, key: bytes) -> None:
        """Write *address* and *key* for those who come later; they must work already."""
        self._path = file
        with using(file.parent), _one_at_a_time(file):
            self._file = _opened(file)
            try:
                before = _read(self._file)
                if not _lock(self._file, wait=False):
                    raise ProfileHeld(file, before)
                told = {"pid": os.getpid(), "address": address, "key": key.hex()}
                _write(self._file, json.dumps(told).encode() + b"\n")
            except BaseException:
                self._file.close()
                raise

    def release(self) -> None:
        """Let the profile go. Safe to call again."""
        if not self._file.closed:
            with _one_at_a_time(self._path), self._file, contextlib.suppress(OSError):
                _write(self._file, b"")


def holder(file: Path) -> Holder | None:
    """Who holds the profile now, without taking it; None when nobody does."""
    if not file.exists():
        return None
    with _one_at_a_time(file), _opened(file) as opened:
        if _lock(opened, wait=False):
            return None
        return _read(opened)


@contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    """Taking the lock and writing down who did is one step: nobody sees a holder without an address."""
    with using(file.parent):
        opened = _opened(file.with_name(file.name + ".door"))
    with opened:
        _lock(opened, wait=True)
        yield


def _opened(file: Path) -> IO[bytes]:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "r+b", buffering=0)


def _read(file: IO[bytes]) -> Holder | None:
    try:
        file.seek(0)
        told = json.loads(file.read(65536) or b"null")
        return Holder(int(told["pid"]), str(told["address"]), bytes.fromhex(told["key"]))
    except (ValueError, TypeError, KeyError):
        return None


def _write(file: IO[bytes], content: bytes) -> None:
    file.seek(0)
    file.truncate()
    file.write(content)
    os.fsync(file.fileno())


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a locked byte cannot be read on Windows: lock one that is not there

    def _lock(file: IO[bytes], *, wait: bool) -> bool:
        file.seek(_FAR)
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
