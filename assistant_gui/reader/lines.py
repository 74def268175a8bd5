"""A foreign file, line by line: what each line is, or why it is nothing."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.reader.formats import Unreadable, conversation

LINE_BYTES = 16 * 1024 * 1024
"""A longer line (its end included) is left out, without ever being held in memory."""

HOPELESS_LINES = 1000
"""When none of so many first lines is a conversation, the file is something else."""

Told = dict[str, object]

_BOM = b"\xef\xbb\xbf"


def told(file: BinaryIO, *, line_bytes: int = LINE_BYTES) -> Iterator[Told]:
    """One ``conversation`` or ``skipped`` per line that is not blank. Raises AssistantError when it is hopeless."""
    good = False
    bad = 0
    for number, line in _numbered(file, line_bytes):
        try:
            yield {"conversation": {**conversation(_value(line, line_bytes)), "line": number}}
            good = True
        except Unreadable as why:
            bad += 1
            if not good and bad >= HOPELESS_LINES:
                raise AssistantError(
                    N_("This file holds no conversations: none of its first {count} lines is one."),
                    N_("Import a JSONL file with one conversation per line, in messages or ShareGPT form."),
                    count=bad,
                ) from why
            yield {"skipped": {"line": number, "why": str(why)}}


def _numbered(file: BinaryIO, line_bytes: int) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(line_bytes + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line
        while len(line) > line_bytes and not line.endswith(b"\n"):  # the rest of one that is too long
            line = file.readline(line_bytes + 1)


def _value(line: bytes, line_bytes: int) -> object:
    if len(line) > line_bytes:
        raise Unreadable(N_("it is too long"))
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError:
        raise Unreadable(N_("it is not UTF-8 text")) from None
    except (ValueError, RecursionError):
        raise Unreadable(N_("it is not JSON")) from None
    except MemoryError:
        raise Unreadable(N_("it is too long")) from None
