"""Files that are whole or not there."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def written(file: Path) -> Iterator[BinaryIO]:
    """*file* anew, for its owner alone (0600).

    Whoever reads meanwhile, and whoever comes after the power went, finds all of the old
    or all of the new; so does who asks after an error within the block. Raises OSError.
    """
    descriptor, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # 0600
    try:
        with os.fdopen(descriptor, "wb") as content:
            yield content
            content.flush()
            os.fsync(content.fileno())
        os.replace(beside, file)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
