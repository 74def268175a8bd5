"""The engine that is asked in a process of its own, when that goes wrong."""

import os
import sys

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.tuner import witness

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a script stands for Python")


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """Patched: a script is started instead of the engine."""

    def does(command):
        script = tmp_path / "python"
        script.write_text(f"#!/bin/sh\n{command}\n")
        script.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(script))

    return does


def asked(tmp_path):
    return witness.asked(tmp_path / "m.gguf", None, [[1, 2]], threads=1, check=lambda: None)


def test_what_it_says_is_read(engine, tmp_path):
    engine("echo '[[[7, -0.5]]]'")

    assert asked(tmp_path) == [[witness.Choice(7, -0.5)]]


def test_one_that_the_system_kills_lacked_memory(engine, tmp_path):
    engine("kill -9 $$")

    with pytest.raises(MemoryError):
        asked(tmp_path)


def test_one_that_falls_over_is_a_sentence(engine, tmp_path):
    engine("exit 1")

    with pytest.raises(AssistantError, match="could not read the new adapter"):
        asked(tmp_path)
