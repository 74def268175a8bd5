"""What an adapter says of the examples it learned from: their ids and hashes, and no words."""

import json
from collections.abc import Sequence
from pathlib import Path

from assistant_gui.core.learning import MANY, MANY_CONVERSATIONS, MARKS, MOST_LISTED
from assistant_gui.tuner.job import Taught


def listed(examples: Sequence[Taught], place: Path) -> dict[str, object]:
    """For the manifest of the adapter in *place*; too many for that are noted beside it."""
    if len(examples) <= MOST_LISTED:
        return {"examples": [_mark(each) for each in examples]}
    conversations: set[int] = set()
    with (place / MARKS).open("w", encoding="utf-8") as lines:
        for each in examples:
            conversations.add(hash(each.conversation))
            lines.write(json.dumps(_mark(each)) + "\n")
    return {"examples": [], MANY: len(examples), MANY_CONVERSATIONS: len(conversations)}


def _mark(each: Taught) -> dict[str, str]:
    return {"id": each.id, "conversation": each.conversation, "signal": each.signal, "sha256": each.sha256}
