"""Examples rendered elsewhere, by a role of a few lines."""

import sys
from dataclasses import replace

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Example, Signal
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.preview import LeftOut, Piece, Preview
from assistant_gui.remote.preview import RemotePreview

ROLE = """
import json, sys
orders = json.loads(sys.stdin.readline())
with open(sys.argv[1], "a") as started:
    started.write(orders["path"] + "\\n")
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    text = asked["messages"][-1][1]
    if text == "die":
        sys.exit(3)
    if len(text) > asked["max_tokens"]:
        told = {"left_out": "too_long"}
    else:
        told = {"pieces": [[text, True, False]], "tokens": 1, "learned": 1, "shortened": False, "left_out": ""}
    print(json.dumps(told), flush=True)
"""
SMALL = Model("small", "Small", Kind.CHAT, Format.GGUF, 1, "", "", installed=True, path="/small.gguf")
MODELS = {"small": SMALL, "large": replace(SMALL, id="large", path="/large.gguf"), "absent": replace(SMALL, path="")}


def example(text: str) -> Example:
    return Example("m", "c", (("user", "Hi"), ("assistant", text)), Signal.CORRECTED)


@pytest.fixture
def started(tmp_path):
    return tmp_path / "started"


@pytest.fixture
def previews(tmp_path, started):
    command = [sys.executable, "-c", ROLE, str(started)]
    made = RemotePreview(MODELS.__getitem__, tmp_path / "log", command)
    yield made
    made.rest()


def test_one_process_renders_one_after_the_other(previews, started):
    assert previews.preview("small", example("Ahoy"), 9) == Preview((Piece("Ahoy", True),), 1, 1)
    assert previews.preview("small", example("A long answer"), 9).left_out is LeftOut.TOO_LONG
    assert started.read_text() == "/small.gguf\n"


def test_what_was_rendered_is_not_asked_for_again(previews, started):
    first = previews.preview("small", example("Ahoy"), 9)
    previews.rest()

    assert previews.preview("small", example("Ahoy"), 9) is first
    assert started.read_text() == "/small.gguf\n"


def test_another_model_has_a_process_of_its_own(previews, started):
    previews.preview("small", example("Ahoy"), 9)
    previews.preview("large", example("Ahoy"), 9)

    assert started.read_text() == "/small.gguf\n/large.gguf\n"


def test_one_that_dies_is_told_and_the_next_is_rendered(previews):
    with pytest.raises(AssistantError, match="could not be rendered"):
        previews.preview("small", example("die"), 9)

    assert previews.preview("small", example("Ahoy"), 9).learned == 1


def test_a_model_that_is_not_here_is_told(previews):
    with pytest.raises(AssistantError, match="not on this machine"):
        previews.preview("absent", example("Ahoy"), 9)
