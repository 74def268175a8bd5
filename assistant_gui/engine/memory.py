"""Memory that is free in this process goes back to the system: what works for an hour must not grow with it."""

import ctypes
import sys
from functools import cache


def give_back() -> None:
    """glibc keeps what lies between pieces still in use; elsewhere nothing is done. Some milliseconds."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> "ctypes._NamedFuncPointer | None":
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
