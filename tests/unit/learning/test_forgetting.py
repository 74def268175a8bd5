"""What an adapter learned from, and how it is made again."""

import json
from dataclasses import asdict

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.plan import Plan
from assistant_gui.learning.forgetting import plan_of, taught_by

PLAN = Plan("small", "pirate", epochs=5, rank=4)


@pytest.fixture
def adapter(tmp_path):
    examples = [{"id": "a", "conversation": "tea"}, {"id": "b", "conversation": "coffee"}]
    told = {"id": tmp_path.name, "examples": examples, "plan": {**asdict(PLAN), "of a later version": 3}}
    (tmp_path / "manifest.json").write_text(json.dumps(told))
    return tmp_path


def test_it_learned_from_what_its_manifest_says(adapter):
    assert taught_by(adapter, {"tea", "milk"})
    assert not taught_by(adapter, {"milk"})
    assert not taught_by(adapter, set())


def test_a_damaged_manifest_taught_nobody(adapter):
    (adapter / "manifest.json").write_text("[")

    assert not taught_by(adapter, {"tea"})


def test_its_plan_is_found_again(adapter):
    assert plan_of(adapter) == PLAN


def test_without_a_plan_it_cannot_be_made_again(adapter):
    (adapter / "manifest.json").write_text("{}")

    with pytest.raises(AssistantError):
        plan_of(adapter)
