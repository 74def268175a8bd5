"""A text cut into parts that a voice says in one go."""

import re
from collections.abc import Iterator

LONGEST = 200
"""Characters; a voice cannot be stopped within a part, so a part must not be long."""

_END = re.compile(r"(?<=[.!?…])[\"')\]”’]*\s+|(?<=[。！？；])[”’」』）]*\s*|\n+")
_PAUSE = re.compile(r"[,;:)](?=\s)|[，、：]|\s[-–—](?=\s)")


def parts(text: str) -> Iterator[str]:
    """Sentences; one that is longer than :data:`LONGEST` is cut at a pause, or between words."""
    at = 0
    for end in [*(hit.end() for hit in _END.finditer(text)), len(text)]:
        sentence, at = text[at:end].strip(), end
        while len(sentence) > LONGEST:
            cut = _cut(sentence[:LONGEST])
            yield sentence[:cut].strip()
            sentence = sentence[cut:].strip()
        if any(character.isalnum() for character in sentence):
            yield sentence


def _cut(text: str) -> int:
    pauses = [hit.end() for hit in _PAUSE.finditer(text) if hit.end() > LONGEST // 3]
    return pauses[-1] if pauses else text.rfind(" ", 1) + 1 or len(text)
