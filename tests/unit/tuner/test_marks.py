"""What an adapter says of the examples it learned from."""

import json

from assistant_gui.learning import forgetting, lineage
from assistant_gui.learning.adapters import Adapters
from assistant_gui.tuner import marks
from assistant_gui.tuner.job import Taught


def test_too_many_for_a_manifest_are_noted_beside_it_and_found_there(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "MOST_LISTED", 2)  # writing ten thousand takes a while
    place = tmp_path / "one"
    place.mkdir()
    examples = [Taught(f"m{n}", f"c{n % 2}", "corrected", 1.0, (("user", "?"), ("assistant", "!"))) for n in range(3)]

    told = {"id": "one", "name": "one", "base": "small", "created": 1.0, **marks.listed(examples, place)}
    (place / "manifest.json").write_text(json.dumps(told))

    assert told["examples"] == []
    assert forgetting.taught_by(place, {"c1"})
    assert not forgetting.taught_by(place, {"c2"})
    assert (lineage.of_adapter(place).examples, lineage.of_adapter(place).conversations) == (3, 2)
    assert Adapters(tmp_path).one("one").examples == 3


def test_few_are_listed_in_the_manifest(tmp_path):
    told = marks.listed([Taught("m", "c", "kept", 1.0, (("user", "?"), ("assistant", "!")))], tmp_path)

    assert [each["id"] for each in told["examples"]] == ["m"]
    assert list(tmp_path.iterdir()) == []
