"""What a tuner is told when an adapter is judged after its run."""

from dataclasses import replace

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.learning import chores, judging
from assistant_gui.learning.division import Division
from assistant_gui.learning.files import write_json


@pytest.fixture
def orders(monkeypatch):
    """What was asked of the tuner; patched, as no tuner is wanted here."""
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(chores, "done", lambda chore, told, _turn, _progress: asked.append({"chore": chore, **told}))
    return asked


@pytest.fixture
def adapter(tmp_path):
    marks = [{"id": "m1", "conversation": "taught"}]
    write_json(tmp_path / "manifest.json", {"id": "a", "examples": marks, "plan": {"max_tokens": 99}})
    return tmp_path


def test_it_is_judged_by_what_is_kept_aside_and_was_not_taught_to_it(orders, adapter, small, example):
    aside = (replace(example(7), conversation="aside"), replace(example(8), conversation="taught"))
    division = Division((example(1), example(2)), (), aside)

    judging.judge(adapter, small(), None, division, Turn(), lambda _share: None)

    (told,) = orders
    assert told["chore"] == "judge"
    assert [each["id"] for each in told["judging"]] == ["m7"]
    assert [each["id"] for each in told["taught"]] == ["m1"]
    assert (told["current"], told["max_tokens"]) == ("", 99)


def test_with_nothing_kept_aside_it_is_a_sentence(orders, adapter, small, example):
    with pytest.raises(AssistantError, match="Nothing is kept aside"):
        judging.judge(adapter, small(), None, Division((example(1),), (), ()), Turn(), lambda _share: None)

    assert orders == []
