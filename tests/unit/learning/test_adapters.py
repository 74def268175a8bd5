"""Which adapters there are, which is active, and the way back."""

import json

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.learning.adapters import Adapters


@pytest.fixture
def adapters(tmp_path):
    for number, (id, base) in enumerate([("one", "small"), ("two", "small"), ("three", "large")]):
        (tmp_path / id).mkdir()
        manifest = {"id": id, "name": id.title(), "base": base, "created": float(number), "examples": [{}, {}]}
        (tmp_path / id / "manifest.json").write_text(json.dumps(manifest))
    return Adapters(tmp_path)


def test_they_are_listed_newest_first(adapters):
    found = adapters.all()

    assert [each.id for each in found] == ["three", "two", "one"]
    assert found[0].name == "Three"
    assert found[0].examples == 2


def test_one_that_read_texts_is_known_by_them(adapters, tmp_path):
    manifest = {"id": "one", "examples": [], "lineage": {"texts_sha256": "c" * 64}}
    (tmp_path / "one" / "manifest.json").write_text(json.dumps(manifest))

    assert (adapters.one("one").texts, adapters.one("two").texts) == (True, False)


def test_a_folder_without_a_manifest_is_no_adapter(adapters, tmp_path):
    (tmp_path / "half").mkdir()

    assert len(adapters.all()) == 3


def test_nothing_is_active_at_first(adapters):
    assert adapters.active("small") is None
    assert not any(each.active for each in adapters.all())


def test_activating_lasts(adapters, tmp_path):
    assert adapters.activate("one").active

    again = Adapters(tmp_path)
    assert again.active("small").id == "one"
    assert again.active("large") is None
    assert [each.id for each in again.all() if each.active] == ["one"]


def test_the_way_back_leads_through_every_one_before(adapters):
    adapters.activate("one")
    adapters.activate("two")

    assert adapters.rollback().id == "one"
    assert adapters.rollback() is None
    assert adapters.active("small") is None
    assert adapters.rollback() is None


def test_the_way_back_undoes_the_newest_activation(adapters):
    adapters.activate("one")
    adapters.activate("three")

    assert adapters.rollback() is None

    assert adapters.active("large") is None
    assert adapters.active("small").id == "one"


def test_activating_twice_is_one_step(adapters):
    adapters.activate("one")
    adapters.activate("one")

    assert adapters.rollback() is None


def test_a_deleted_one_is_nowhere(adapters, tmp_path):
    adapters.activate("one")
    adapters.activate("two")
    adapters.delete("one")

    assert adapters.rollback() is None
    assert not (tmp_path / "one").exists()
    assert {each.id for each in adapters.all()} == {"two", "three"}


def test_without_the_active_one_the_base_answers_alone(adapters):
    adapters.activate("two")
    adapters.delete("two")

    assert adapters.active("small") is None


@pytest.mark.parametrize("id", ["none", "", "..", "../one", "."])
def test_what_is_no_adapter_is_a_sentence(adapters, id):
    for act in (adapters.activate, adapters.delete):
        with pytest.raises(AssistantError, match="no adapter"):
            act(id)


def test_a_damaged_state_is_the_base_alone(adapters, tmp_path):
    (tmp_path / "active.json").write_text('{"small": {"adap')

    assert adapters.active("small") is None
    assert adapters.activate("one").active


def test_how_strongly_it_is_added_is_remembered(adapters, tmp_path):
    adapters.strengthen("one", 0.5)

    assert Adapters(tmp_path).one("one").strength == 0.5
    assert adapters.one("two").strength == 1.0


@pytest.mark.parametrize("strength", [-0.1, 1.6, float("nan")])
def test_a_strength_beyond_its_bounds_is_refused(adapters, strength):
    with pytest.raises(AssistantError, match=r"from 0 to 1\.5"):
        adapters.strengthen("one", strength)


def test_the_way_back_leads_to_the_strength_it_had(adapters):
    adapters.activate("one")
    adapters.strengthen("one", 0.5)
    adapters.activate("two")
    adapters.strengthen("one", 1.5)

    back = adapters.rollback()

    assert (back.id, back.strength) == ("one", 0.5)


def test_a_history_without_strengths_is_still_a_way_back(adapters, tmp_path):
    entry = {"adapter": "two", "history": [None, "one"], "since": 1.0}
    (tmp_path / "active.json").write_text(json.dumps({"small": entry}))

    assert adapters.rollback().id == "one"
    assert adapters.rollback() is None


def test_notes_are_kept_beside_it(adapters, tmp_path):
    adapters.note("two", "speaks like a pirate 海盗")

    assert Adapters(tmp_path).one("two").notes == "speaks like a pirate 海盗"
    assert adapters.one("two").strength == 1.0
