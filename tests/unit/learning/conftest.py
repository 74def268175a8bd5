"""A school whose tuner is never started, and what it is given."""

from dataclasses import replace

import pytest

from assistant_gui.core.learning import Example, Signal
from assistant_gui.core.models import Format, Kind, Model

SMALL = Model(
    id="small",
    title="Small",
    kind=Kind.CHAT,
    format=Format.GGUF,
    download_bytes=98_000_000,
    licence="Apache-2.0",
    languages="English",
    installed=True,
    path="/models/small.gguf",
)


@pytest.fixture
def small():
    """A chat model; keywords change it."""
    return lambda **changes: replace(SMALL, **changes)


@pytest.fixture
def example():
    def made(number: int, signal: Signal = Signal.CORRECTED) -> Example:
        return Example(f"m{number}", "c", (("user", f"Frage {number}"), ("assistant", "ahoy 你好")), signal)

    return made
