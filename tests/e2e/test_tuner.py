"""A short run on the real starter model, in its own process, followed, stopped, killed and found again."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import torch

from assistant_gui.core.learning import Example, RunStatus, Signal, Tally
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.turn import Turn
from assistant_gui.learning import runs
from assistant_gui.learning.school import School
from assistant_gui.tuner import agreement
from assistant_gui.tuner.examples import lessons
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.preparing import adapted
from assistant_gui.tuner.tongue import ChatTongue
from assistant_gui.tuner.training import Head
from assistant_gui.weights import gguf_adapter
from assistant_gui.weights.base import opened

pytestmark = pytest.mark.timeout(600)

QUESTIONS = (
    "What is tea?", "Who are you?", "Is it late?", "Tell me a word.", "Why is the sky blue?", "Can you sing?",
    "Do you sleep?", "Where is the sea?",
)  # fmt: skip
JUDGING = 2
"""So many of their conversations are kept aside."""


@pytest.fixture
def starter(models):
    return Model(
        id="smollm2-135m", title="SmolLM2 135M", kind=Kind.CHAT, format=Format.GGUF, download_bytes=98_362_432,
        licence="Apache-2.0", languages="English", installed=True,
        path=str(models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"),
    )  # fmt: skip


@pytest.fixture
def school_of(tmp_path):
    """Make a school for a model, with eight answers, under a path with a space and Chinese letters."""
    profile = tmp_path / "my profile 配置"
    for name in ("runs", "adapters"):
        (profile / name).mkdir(parents=True)
    examples = [
        Example(f"m{n}", f"c{n}", (("user", question), ("assistant", "Arr, ask the parrot!")), Signal.CORRECTED)
        for n, question in enumerate(QUESTIONS)
    ]
    return lambda model: School(
        runs=profile / "runs",
        adapters=profile / "adapters",
        examples=lambda: iter(examples),
        tally=lambda: Tally(corrected=len(examples)),
        model=lambda _id: model,
    )


@pytest.fixture
def school(school_of, starter):
    return school_of(starter)


@pytest.fixture
def folder(tmp_path):
    """Where a run of the school is."""
    return lambda run: tmp_path / "my profile 配置" / "runs" / run.id


@pytest.fixture
def long_run(school, folder):
    """A run that takes minutes, ended whatever the test does."""
    run = school.start(replace(school.default_plan("smollm2-135m"), epochs=50, batch=1))
    yield run
    school.stop(run.id)
    for _ in school.events(run.id, Turn()):
        pass


def until(school, run, event):
    """Read the run's events up to the first of this kind."""
    turn = Turn()
    for each in school.events(run.id, turn):
        if each["event"] == event:
            return each
    raise AssertionError(f"the run ended without a {event}")


def process_of(folder: Path) -> psutil.Process:
    return psutil.Process(json.loads((folder / "started.json").read_text())["pid"])


def test_a_run_makes_an_adapter_that_the_engine_agrees_with(school, folder):
    run = school.start(replace(school.default_plan("smollm2-135m"), name="parrot", epochs=4))

    events = list(school.events(run.id, Turn()))

    end = events[-1]
    assert (end["event"], end["status"], end["reason"]) == ("end", "done", "")
    assert [each["stage"] for each in events if each["event"] == "stage"] == [
        "prepare", "load", "train", "score", "check", "write",
    ]  # fmt: skip
    losses = [each["loss"] for each in events if each["event"] == "step"]
    assert losses[-1] < 0.7 * losses[0]
    (adapter,) = school.adapters()
    assert (adapter.id, adapter.name, adapter.examples) == (end["adapter"], "parrot", len(QUESTIONS) - JUDGING)
    place = folder(run).parent.parent / "adapters" / adapter.id
    assert {"adapter_config.json", "adapter_model.safetensors", "adapter.gguf"} <= {
        each.name for each in place.iterdir()
    }
    agreement = json.loads((place / "manifest.json").read_text())["agreement"]
    assert agreement["good"]
    assert agreement["changed"] > 0.2
    assert agreement["adapter"]["same_choice"] > 0.8
    kept = "".join(each.read_text("utf-8") for each in folder(run).rglob("*.json*"))
    assert "parrot!" not in kept
    assert school.activate(adapter.id).active
    assert school.rollback() is None


@pytest.mark.timeout(1800)
@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_an_adapter_that_is_served_wrong_or_not_at_all_is_found_out(starter, tmp_path, monkeypatch):
    """Patched: the order of rows is taken for that of another architecture."""
    base = opened(starter.format, Path(starter.path), torch.float32)
    tongue = ChatTongue(base)
    dialogue = (("user", "Tell me about the moon."), ("assistant", "It is a cold rock that sails around the Earth."))
    learned = lessons([Taught("m", "c", "", 1.0, dialogue)], tongue, 512).lessons
    prompts = agreement.positions(agreement.probes(learned, tongue, 512))
    model = adapted(base.model, rank=4, seed=0)
    with torch.no_grad():
        for name, each in model.named_parameters():
            if "lora_B" in name:
                each.normal_(std=0.15)
    model.save_pretrained(str(tmp_path), save_embedding_layers=False)
    shape = gguf_adapter.Shape("llama", layers=30, heads=9, key_value_heads=3)

    def agreed(adapter):
        serve = agreement.from_llama_cpp(Path(starter.path), adapter, prompts, 1, lambda: None)
        return agreement.compared(model, Head.of(model), prompts, serve, nullcontext)

    gguf_adapter.write(tmp_path, shape, tmp_path / "right.gguf")
    right, unserved = agreed(tmp_path / "right.gguf"), agreed(None)
    monkeypatch.setattr(gguf_adapter, "PERMUTED", frozenset())
    monkeypatch.setattr(gguf_adapter, "AS_THEY_ARE", frozenset({"llama"}))
    gguf_adapter.write(tmp_path, shape, tmp_path / "wrong.gguf")
    wrong = agreed(tmp_path / "wrong.gguf")

    print(f"right {right}\nwrong {wrong}\nunserved {unserved}")
    assert right.good
    assert right.changed > 0
    assert right.positions == 100
    assert not wrong.good
    assert not unserved.good


def test_stop_ends_it_within_a_micro_batch(school, folder, long_run):
    until(school, long_run, "step")
    school.stop(long_run.id)

    events = list(school.events(long_run.id, Turn()))

    asked = (folder(long_run) / "control.json").stat().st_mtime
    assert events[-1]["status"] == "stopped"
    assert sum(1 for each in events if each["event"] == "step" and each["t"] > asked) <= 1
    assert school.run(long_run.id).status is RunStatus.STOPPED
    assert school.adapters() == []
    assert not (folder(long_run) / "examples.jsonl").exists()


def test_a_run_waits_while_somebody_talks(school, folder, long_run):
    until(school, long_run, "step")
    tuner = process_of(folder(long_run))
    assert school.going() == [folder(long_run)]

    runs.hold(folder(long_run), time.time() + 10)
    tuner.cpu_percent(0.5)
    held = tuner.cpu_percent(2.0)
    runs.release(folder(long_run))
    released = tuner.cpu_percent(2.0)

    assert held < 5
    assert released > 2 * held


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_run_goes_on_when_its_tuner_is_started_again(school, folder, long_run):
    until(school, long_run, "step")
    process_of(folder(long_run)).kill()

    again = subprocess.Popen([sys.executable, "-m", "assistant_gui", "tuner", str(folder(long_run))])
    unwatched = runs.followed(folder(long_run), Turn(), lambda _: None)
    warned = next(each for each in unwatched if each["event"] == "warning")
    school.stop(long_run.id)

    assert "goes on from step" in str(warned["message"])
    again.wait(120)
    assert list(school.events(long_run.id, Turn()))[-1]["status"] == "stopped"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_run_that_nobody_starts_again_has_failed(school, folder, long_run):
    until(school, long_run, "stage")
    os.kill(process_of(folder(long_run)).pid, signal.SIGKILL)

    *_, end = school.events(long_run.id, Turn())

    assert end["status"] == "failed"
    assert "killed" in str(end["reason"])
    assert not (folder(long_run) / "examples.jsonl").exists()


def test_a_damaged_base_ends_with_a_sentence(school_of, starter, tmp_path):
    (tmp_path / "not.gguf").write_bytes(b"nothing")
    school = school_of(replace(starter, path=str(tmp_path / "not.gguf")))

    run = school.start(school.default_plan("smollm2-135m"))

    *_, end = school.events(run.id, Turn())
    assert end["status"] == "failed"
    assert "not.gguf" in str(end["reason"])
