"""Whether the engine would use what a base learned, on two random layers."""

import json

import pytest
import torch
from safetensors.torch import load_file

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format
from assistant_gui.core.plan import Plan
from assistant_gui.tuner import agreement, proof
from assistant_gui.tuner.job import Job
from assistant_gui.tuner.training import Head

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


@pytest.fixture
def job(tmp_path):
    """A run on a base of which only the hash is asked."""

    def made(format=Format.FOLDER):
        place = tmp_path / "base"
        place.mkdir(exist_ok=True)
        (place / "model.safetensors").write_bytes(b"weights")
        plan = Plan(base="tiny", name="parrot", max_tokens=120)
        return Job("run", plan, format, place, 0.0, "a", tmp_path / "adapters" / "a")

    return made


def outer(model):
    return [each for name, each in model.named_parameters() if "lora_B" in name]


@pytest.fixture
def tongue(letters):
    return letters()


def proofs(tmp_path):
    return json.loads((tmp_path / "adapters" / "proofs.json").read_text())


@pytest.fixture
def short_probes(monkeypatch, some_lessons):
    """Patched: the tongue of single letters makes long tokens of short answers."""
    monkeypatch.setattr(agreement, "probes", lambda _learned, _tongue, _most: some_lessons(6))


def test_a_base_whose_engine_does_the_same_may_be_taught_and_is_left_as_it_was(
    job, tiny, tongue, tmp_path, short_probes
):
    model = tiny()

    proof.check(job(), model, Head.of(model), tongue, 1)

    assert list(proofs(tmp_path).values()) == [True]
    assert all(not each.any() and each.requires_grad for each in outer(model))
    assert list(model.peft_config) == ["default"]


def test_one_whose_engine_ignores_it_is_refused_and_not_asked_again(
    job, tiny, tongue, tmp_path, short_probes, monkeypatch
):
    """Patched: the engine is made to forget the adapter, then to be gone."""
    model = tiny()
    serve = agreement.from_transformers
    monkeypatch.setattr(agreement, "from_transformers", lambda *told: lambda _adapted: serve(*told)(False))

    with pytest.raises(AssistantError, match="cannot be taught here: the engine would not use what it learned"):
        proof.check(job(), model, Head.of(model), tongue, 1)
    monkeypatch.setattr(agreement, "from_transformers", None)
    with pytest.raises(AssistantError, match="cannot be taught here"):
        proof.check(job(), model, Head.of(model), tongue, 1)

    assert list(proofs(tmp_path).values()) == [False]


def test_an_engine_that_does_not_answer_is_asked_another_time(job, tiny, tongue, tmp_path, short_probes, monkeypatch):
    """Patched: the engine is gone."""
    model = tiny()

    def gone(*_told):
        raise AssistantError("It is gone.", "")

    monkeypatch.setattr(agreement, "from_transformers", gone)

    with pytest.raises(AssistantError, match="cannot be taught here"):
        proof.check(job(), model, Head.of(model), tongue, 1)

    assert not (tmp_path / "adapters" / "proofs.json").exists()
    assert all(not each.any() for each in outer(model))


def test_an_architecture_without_gguf_adapters_is_refused_at_once(job, tiny, tongue, tmp_path):
    model = tiny()
    model.get_base_model().config.model_type = "mamba"

    with pytest.raises(AssistantError, match="cannot be taught here"):
        proof.check(job(Format.GGUF), model, Head.of(model), tongue, 1)

    assert not (tmp_path / "adapters").exists()


@pytest.mark.parametrize(("apart", "used"), [(0.08, True), (0.2, True), (0.386, False), (0.796, False)])
def test_what_was_measured_on_the_starter_is_told_apart(apart, used):
    base, adapter = agreement.Closeness(1.0, 0.084), agreement.Closeness(0.9, apart)

    assert proof.used(agreement.Agreement(20, base, adapter, 0.5)) is used


def test_the_random_adapter_is_strong_enough_to_be_seen(tiny, some_lessons, tmp_path):
    model = tiny()
    prompts = agreement.positions(some_lessons(4))

    proof._strong_enough(model, Head.of(model), prompts)
    model.save_pretrained(str(tmp_path))

    weights = load_file(tmp_path / "adapter_model.safetensors")
    assert all(torch.any(each) for name, each in weights.items() if "lora_B" in name)
