"""What a run's spec.json is read as."""

import json

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.tuner.job import Job


def spec(folder, **more):
    told = {
        "id": "run", "plan": {"base": "tiny"}, "created": 1.0, "adapter_id": "a", "adapter_folder": str(folder / "a"),
        "base": {"id": "tiny", "format": "gguf", "path": str(folder)},
    }  # fmt: skip
    (folder / "spec.json").write_text(json.dumps(told | more))
    return folder


@pytest.mark.parametrize("kind", [{}, {"adapts": "lora", "learns": "replies"}], ids=["an older one", "said"])
def test_the_kind_of_run_there_is_is_read(tmp_path, kind):
    assert Job.read(spec(tmp_path, **kind)).id == "run"


@pytest.mark.parametrize("kind", [{"learns": "preferences"}, {"adapts": "dora"}, {"adapts": None, "learns": 3}])
def test_a_kind_that_only_a_newer_version_knows_is_refused_in_words(tmp_path, kind):
    with pytest.raises(AssistantError, match=r"does not know.*Bring the program up to date"):
        Job.read(spec(tmp_path, **kind))
