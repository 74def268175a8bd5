"""Folders for sockets and sounds: gone with the process that made them, or, when it was killed, with the next one's start."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import psutil

_PREFIX = "asst-"
_LONGEST_PLACE = 70
"""With a socket's name in a folder of ours after it: macOS takes 103 bytes of an address."""


def folder() -> Path:
    """A new one (0700) of this process, which removes it. What processes left that are no more is removed now."""
    place = _place()
    for left in place.glob(f"{_PREFIX}*-*"):
        with contextlib.suppress(ValueError, OSError):
            if not psutil.pid_exists(_owner(left)) and _ours(left):
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))


def _place() -> Path:
    usual = tempfile.gettempdir()
    return Path("/tmp" if os.name == "posix" and len(os.fsencode(usual)) > _LONGEST_PLACE else usual)  # noqa: S108 - mkdtemp makes it ours alone


def _owner(left: Path) -> int:
    return int(left.name.removeprefix(_PREFIX).split("-")[0])


def _ours(left: Path) -> bool:
    return not hasattr(os, "getuid") or left.lstat().st_uid == os.getuid()
