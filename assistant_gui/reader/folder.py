"""The files of a folder one after the other: of each its name, its text in parts, and its end or why it has none."""

import contextlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

from assistant_gui.core.errors import AssistantError, sent
from assistant_gui.reader.documents import telling

Told = dict[str, object]

PROCESSOR_SECONDS = 6 * 60 * 60
"""For all files together; each of them has its own limit."""

MOST_CHARACTERS = 20_000_000
"""A book is read whole; so large is the largest file that is taken."""

_MARK = re.compile(r"^\[Page \d+\]\n(?:\(this page is damaged\)\s*)?|^\[Pages \d+ to \d+ are left out\]$")
"""What is put among the pages of a PDF for whoever asks about them."""

PART_CHARACTERS = 1 << 17
"""In one line: decoding it must not hold up the window."""


def told(folder: Path, names: Sequence[str]) -> Iterator[Told]:
    """``name``, then ``text`` for each part, then ``done``, or ``unread`` with why."""
    for name in names:
        _allow(telling.PROCESSOR_SECONDS)
        yield {"name": name}
        try:
            yield from _parts(folder / name)
        except AssistantError as error:
            yield {"unread": sent(error)}
        else:
            yield {"done": True}


def _parts(file: Path) -> Iterator[Told]:
    with telling.opened(file) as opened:
        marked = False
        for line in telling.told(opened, most_characters=MOST_CHARACTERS):
            marked = marked or line.get("media") == "application/pdf"
            text = line.get("text")
            if isinstance(text, str):
                text = _MARK.sub("", text, count=1) if marked else text
                for start in range(0, len(text), PART_CHARACTERS):
                    yield {"text": text[start : start + PART_CHARACTERS]}


def _allow(seconds: int) -> None:
    """So much of the processor's time from now on; who needs more is ended (Windows has no such limit)."""
    if sys.platform == "win32":
        return
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(process_time()) + seconds + 1
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard < 0 else min(wanted, hard), hard))
