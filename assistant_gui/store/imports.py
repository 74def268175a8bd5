"""Conversations from a foreign file into the archive; the same one is taken once."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

from assistant_gui.core.conversation import Role
from assistant_gui.core.ports import Import
from assistant_gui.store.archive import Archive
from assistant_gui.store.changes import Foreign

_AT_ONCE = 100
"""Conversations in one transaction: the person may go on talking between two."""


def imported(
    archive: Archive, lines: Iterable[Mapping[str, object]], on_progress: Callable[[int], None] = lambda _: None
) -> Import:
    """Store what the reader role tells of; *on_progress* is told how many conversations have been seen.

    When *lines* raises in the middle, what was stored before stays, and importing
    again takes the rest.
    """
    skipped: list[tuple[int, str]] = []
    seen = new = messages = 0
    foreign = _foreign(lines, skipped)
    while batch := list(islice(foreign, _AT_ONCE)):
        taken = archive.adopt(batch)
        seen += len(batch)
        new += len(taken)
        messages += sum(len(one.messages) for one in taken)
        on_progress(seen)
    return Import(new, messages, seen - new, tuple(skipped))


def _foreign(lines: Iterable[Mapping[str, object]], skipped: list[tuple[int, str]]) -> Iterator[Foreign]:
    for line in lines:
        if "skipped" in line:
            told = cast(Mapping[str, object], line["skipped"])
            skipped.append((cast(int, told["line"]), str(told["why"])))
        elif "conversation" in line:
            yield _conversation(cast(Mapping[str, object], line["conversation"]))


def _conversation(told: Mapping[str, object]) -> Foreign:
    messages = tuple((Role(each["role"]), each["content"]) for each in cast(list[Mapping[str, str]], told["messages"]))
    digest = hashlib.sha256(json.dumps(messages, ensure_ascii=True).encode()).hexdigest()
    return Foreign(str(told.get("title") or ""), messages, digest)
