"""What an adapter learned from, and what it was told to do: both stand in its manifest."""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import MARKS
from assistant_gui.core.plan import Plan, as_told
from assistant_gui.learning.files import read_json


def taught_by(adapter: Path, conversations: Collection[str]) -> bool:
    """Whether any of *conversations* taught the adapter in this folder."""
    return any(mark.get("conversation") in conversations for mark in marks_of(adapter))


def marks_of(adapter: Path) -> Iterator[Mapping[str, object]]:
    """What the adapter in this folder says of each of its examples; where they are many they stand beside the manifest."""
    examples = read_json(adapter / "manifest.json").get("examples")
    yield from (each for each in examples if isinstance(each, dict)) if isinstance(examples, list) else ()
    with suppress(OSError, ValueError), (adapter / MARKS).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def plan_of(adapter: Path) -> Plan:
    """The plan that the adapter in this folder was made with; what this version does not know is left out."""
    told = read_json(adapter / "manifest.json").get("plan")
    if not isinstance(told, dict) or "base" not in told:
        raise AssistantError(
            N_("How this adapter was made is not known."), N_("Start a new run with settings of your own.")
        )
    return as_told(told)
