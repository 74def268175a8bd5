"""What each conversation was for in the runs so far: kept for ever, in a few bytes each."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from assistant_gui.core.lessons import Part
from assistant_gui.learning.files import read_json

_KNOWN = {part.value: part for part in Part}


def key_of(conversation: str) -> int:
    """What a conversation is remembered by."""
    return int.from_bytes(hashlib.sha256(conversation.encode()).digest()[:8], "little")


def remembered(file: Path) -> dict[int, Part]:
    """Of conversations, by :func:`key_of`, what they were for until now; empty before the first run."""
    before = read_json(file.with_suffix(".json")) if file.suffix != ".json" else {}
    parts = {key_of(name): _KNOWN[part] for name, part in before.items() if isinstance(part, str) and part in _KNOWN}
    try:
        with file.open(encoding="ascii") as lines:
            for line in lines:  # the newest word counts
                key, _, part = line.rstrip("\n").partition(" ")
                if part in _KNOWN:
                    parts[int(key, 16)] = _KNOWN[part]
    except (OSError, ValueError):
        return parts
    return parts


def remember(file: Path, parts: Mapping[int, Part]) -> None:
    """What was taught or judged once stays so, also when the conversation is gone for now."""
    known = remembered(file)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as lines:
        lines.write("\n")  # after a line that a power cut left without its end
        lines.writelines(f"{key:016x} {part.value}\n" for key, part in parts.items() if known.get(key) is not part)
        lines.flush()
        os.fsync(lines.fileno())


class Remembering:
    """Reads the file again only when it was written to. Safe from any thread."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[tuple[int, int], dict[int, Part]] = ((0, 0), {})

    def of(self, conversation: str) -> Part | None:
        """None before its first run."""
        mark = self._mark()
        if mark != self._seen[0]:
            self._seen = (mark, remembered(self.file))
        return self._seen[1].get(key_of(conversation))

    def _mark(self) -> tuple[int, int]:
        try:
            found = self.file.stat()
        except OSError:
            return (-1, 0)
        return found.st_mtime_ns, found.st_size
