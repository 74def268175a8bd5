"""Killed at any moment, a run that is taken up again ends with the same adapter, byte for byte.

Two kills while it learns by default; ASSISTANT_CRASHES=30 is what the product promises. The tuner
ends itself, as ``kill -9`` would, at a layer that was drawn: nobody has to watch it for that.
"""

import json
import os
import random
import signal

import pytest

from tests import tiny_base
from tests.e2e import tiny_runs

CRASHES = int(os.environ.get("ASSISTANT_CRASHES", "2"))

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals"),
    pytest.mark.timeout(300 + 90 * CRASHES),
]

LAYERS = 43
"""Linear layers in one pass forward: a head, and two times seven with two of an adapter each."""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return tiny_base.made(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def straight(tmp_path_factory, base):
    """A whole run that nothing happened to: judged, held against the engine, published."""
    place = whole(tmp_path_factory.mktemp("straight") / "run", base)
    assert finished(place)
    return place


def whole(place, base):
    made = tiny_runs.folder(place, base, agreement=True, scoring=True)
    tiny_runs.lines(made / "judging.jsonl", "j1", "j2", conversation="{name}")
    tiny_runs.lines(made / "stopping.jsonl", "s1", "s2", question="And {name}?")
    return made


def finished(place):
    assert tiny_runs.started(place).wait() == 0
    last = tiny_runs.events(place)[-1]
    assert last["status"] == "done", last
    return tiny_runs.adapter(place)


def test_it_is_killed_again_and_again_while_it_learns_and_ends_with_the_same_adapter(tmp_path, base):
    straight = finished(tiny_runs.folder(tmp_path / "straight", base))
    place, dice = tiny_runs.folder(tmp_path / "killed", base), random.Random(CRASHES)
    most = max(1, LAYERS * tiny_runs.STEPS // (CRASHES + 1))
    killed = 0

    for _ in range(CRASHES):
        code = tiny_runs.started(place, "dies", "train", str(dice.randint(LAYERS, LAYERS + most))).wait()
        killed += code == -signal.SIGKILL

    print(f"{killed} kills, {sum(each['event'] == 'step' for each in tiny_runs.events(place))} steps told")
    assert finished(place) == straight
    assert killed >= CRASHES * 0.9


@pytest.mark.parametrize(
    ("stage", "layers"),
    [("load", 10), ("score", 0), ("score", 300), ("check", 0), ("check", 60), ("write", 0), ("end", 0)],
)
def test_killed_at_another_stage_it_ends_the_same(tmp_path, base, straight, stage, layers):
    place = whole(tmp_path / "run", base)

    assert tiny_runs.started(place, "dies", stage, str(layers)).wait() == -signal.SIGKILL
    listed = [each.name for each in (tmp_path / "adapters").glob("*") if each.is_dir()]

    assert listed == (["run"] if stage == "end" else [])
    assert finished(place) == tiny_runs.adapter(straight)
    assert manifest(place)["card"] == manifest(straight)["card"]


def manifest(place):
    return json.loads((place.parent / "adapters" / "run" / "manifest.json").read_text("utf-8"))
