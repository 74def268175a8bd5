"""Whether something failed for lack of memory or of room on the disk, in whatever words a library says so."""

import errno
import os
import re

_SAID = ("out of memory", "can't allocate memory", "cannot allocate memory", "bad_alloc", "unable to allocate")


def ran_out(error: BaseException) -> bool:
    """It was raised for lack of memory, on the device or beside it."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    text = str(error).lower()
    return any(said in text for said in _SAID)


def unwritten(error: BaseException) -> str:
    """What the system has against a file, also where a library tells it in an error of its own; else nothing."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if told := _OF_RUST.search(str(error)):
        return os.strerror(int(told[1]))
    return os.strerror(errno.EIO) if _OF_TORCH in str(error) else ""


_OF_RUST = re.compile(r"\(os error (\d+)\)")
"""How safetensors tells it."""

_OF_TORCH = "PytorchStreamWriter failed"
