"""However a run goes, it ends with a sentence and without the texts."""

import json

import pytest

from assistant_gui.tuner import role
from assistant_gui.tuner.events import events

SPEC = {
    "id": "run",
    "plan": {"base": "small", "name": "pirate", "epochs": 1},
    "base": {"id": "small", "format": "gguf", "path": "/nowhere/small.gguf"},
    "created": 1.0,
    "adapter_id": "adapter-run",
    "adapter_folder": "/nowhere/adapter-run",
    "threads": 1,
}
EXAMPLE = {
    "id": "m", "conversation": "c", "signal": "corrected", "weight": 2.0,
    "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ahoy"}],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "spec.json").write_text(json.dumps(SPEC))
    (tmp_path / "examples.jsonl").write_text(json.dumps(EXAMPLE) + "\n")
    return tmp_path


def end_of(folder):
    role.run(folder)
    *_, end = events(folder)
    return end


def test_a_missing_base_is_a_sentence(folder):
    end = end_of(folder)

    assert (end["event"], end["status"], end["run"]) == ("end", "failed", folder.name)
    assert "not there any more" in end["reason"]
    assert json.loads((folder / "status.json").read_text())["status"] == "failed"


def test_the_texts_are_gone(folder):
    end_of(folder)

    assert not (folder / "examples.jsonl").exists()


@pytest.mark.parametrize("spec", ["", "{}", '{"id": "run"}', '{"plan": {"novelty": 1}}'])
def test_orders_that_cannot_be_read_are_a_sentence(folder, spec):
    (folder / "spec.json").write_text(spec)

    assert "orders cannot be read" in end_of(folder)["reason"]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "m"}'])
def test_examples_that_cannot_be_read_are_a_sentence(folder, line):
    (folder / "examples.jsonl").write_text(line + "\n")

    assert "examples of this run cannot be read" in end_of(folder)["reason"]


def test_a_run_that_has_ended_is_left_alone(folder):
    first = end_of(folder)

    assert end_of(folder) == first
    assert len([each for each in events(folder) if each["event"] == "end"]) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), "not enough memory"),
        (MemoryError(), "not enough memory"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (ZeroDivisionError("no"), "Something broke"),
    ],
)
def test_what_falls_over_is_explained(error, sentence):
    assert sentence in str(role._explained(error))
