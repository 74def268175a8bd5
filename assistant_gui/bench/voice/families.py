"""The families of rows, in the order in which they are measured."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, cast

from assistant_gui.bench.voice.rows import Family

FAMILIES: Final[Mapping[str, str]] = {
    "latency": "assistant_gui.bench.voice.latency",
    "interrupting": "assistant_gui.bench.voice.interrupting",
    "asides": "assistant_gui.bench.voice.asides",
    "wording": "assistant_gui.bench.voice.wording",
    "idle": "assistant_gui.bench.voice.idle",
    "itself": "assistant_gui.bench.voice.itself",
    "pauses": "assistant_gui.bench.voice.pauses",
    "recognition": "assistant_gui.bench.voice.recognition",
    "nothing": "assistant_gui.bench.voice.nothing",
    "training": "assistant_gui.bench.voice.training",
    "window": "assistant_gui.bench.voice.window",
}
"""What people call it -> the module whose ``measured`` is the family; it is loaded when it is wanted."""


def family(name: str) -> Family:
    return cast(Family, import_module(FAMILIES[name]).measured)
