"""Whether something failed for lack of memory, in whatever words a library says so."""

import errno

_SAID = ("out of memory", "can't allocate memory", "cannot allocate memory", "bad_alloc", "unable to allocate")


def ran_out(error: BaseException) -> bool:
    """It was raised for lack of memory, on the device or beside it."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    text = str(error).lower()
    return any(said in text for said in _SAID)
