"""A whole run whose base is in 4 bit while it learns."""

import importlib.util
import json

import pytest
import torch
from safetensors.torch import load_file

from assistant_gui.tuner import memory, role
from assistant_gui.tuner.events import events
from assistant_gui.weights import four_bit

pytestmark = [
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning"),
    pytest.mark.skipif(importlib.util.find_spec(four_bit.LIBRARY) is None, reason="bitsandbytes is an extra"),
]

FOUR_BIT = {
    "base": "tiny",
    "name": "parrot",
    "epochs": 3,
    "rank": 4,
    "learning_rate": 1e-2,
    "batch": 4,
    "four_bit": True,
}
ADAPTER = "adapters/adapter-run"


def end(place):
    return next(each for each in events(place) if each["event"] == "end")


def test_it_learns_and_agrees_with_what_serves_the_whole_base(folder, tmp_path):
    place = folder(plan=FOUR_BIT)

    role.run(place)

    steps = [each for each in events(place) if each["event"] == "step"]
    assert (end(place)["status"], end(place)["reason"]) == ("done", "")
    assert steps[-1]["loss"] < steps[0]["loss"]
    manifest = json.loads((tmp_path / ADAPTER / "manifest.json").read_text("utf-8"))
    assert manifest["plan"]["four_bit"]
    assert manifest["agreement"]["good"]


def test_the_adapter_is_kept_in_float32_and_knows_nothing_of_4_bit(folder, tmp_path):
    role.run(folder(plan=FOUR_BIT))

    weights = load_file(tmp_path / ADAPTER / "adapter_model.safetensors")
    assert {each.dtype for each in weights.values()} == {torch.float32}
    assert all(name.endswith(("lora_A.weight", "lora_B.weight")) for name in weights)


def test_paused_and_taken_up_it_learns_the_same_to_the_last_bit(folder, tmp_path, asked):
    whole = folder(plan=FOUR_BIT, agreement=False)
    role.run(whole)
    wanted = load_file(tmp_path / ADAPTER / "adapter_model.safetensors")
    whole.rename(tmp_path / "whole")
    (tmp_path / ADAPTER).rename(tmp_path / "adapter of the whole")

    halved = folder(plan=FOUR_BIT, agreement=False)
    asked(halved, "pause", step=2)
    role.run(halved)
    paused = end(halved)["status"]
    role.run(halved)

    found = load_file(tmp_path / ADAPTER / "adapter_model.safetensors")
    assert paused == "paused"
    assert all(torch.equal(found[name], wanted[name]) for name in wanted)


def test_where_the_whole_base_has_no_room_it_is_judged_in_4_bit_and_that_is_said(folder, monkeypatch):
    monkeypatch.setattr(memory, "free_bytes", lambda: 10_000)  # of another machine
    place = folder(plan=FOUR_BIT | {"checkpointing": "off"})

    role.run(place)

    warnings = [each["message"] for each in events(place) if each["event"] == "warning"]
    assert any("no room for the whole base" in each for each in warnings)
    assert end(place)["status"] == "done"


def test_without_the_library_the_run_says_what_to_install(folder, monkeypatch):
    monkeypatch.setattr(four_bit, "LIBRARY", "no_such_library")  # it is installed here
    place = folder(plan=FOUR_BIT)

    role.run(place)

    assert end(place)["status"] == "failed"
    assert "assistant-gui[fourbit]" in end(place)["reason"]
