"""An adapter of the real starter model: served merged, written out, brought in again, held to its template."""

import json
from pathlib import Path

import pytest
import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.learning import Tally
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.plan import Plan
from assistant_gui.core.turn import Turn
from assistant_gui.learning.school import School
from assistant_gui.tuner import lineage, witness
from assistant_gui.tuner.job import Job
from assistant_gui.tuner.preparing import adapted
from assistant_gui.weights import gguf_adapter
from assistant_gui.weights.base import opened
from assistant_gui.weights.identity import identity

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(1800),
    pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning"),
]

PROMPTS = ([1, 4093, 198, 1780, 314, 260], [1, 520, 9531, 198, 504], [504, 2591, 282, 260, 1157, 314, 253])


@pytest.fixture
def starter(models):
    return Model(
        id="smollm2-135m", title="SmolLM2 135M", kind=Kind.CHAT, format=Format.GGUF, download_bytes=98_362_432,
        licence="Apache-2.0", languages="English", installed=True,
        path=str(models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"),
    )  # fmt: skip


@pytest.fixture
def school(tmp_path, starter):
    """A school with one adapter that does something, made without training."""
    place = tmp_path / "adapters" / "one"
    model = adapted(opened(starter.format, Path(starter.path), torch.float32).model, rank=4, seed=0)
    torch.manual_seed(1)
    with torch.no_grad():
        for name, each in model.named_parameters():
            if "lora_B" in name:
                each.normal_(std=0.05)
    model.save_pretrained(str(place), save_embedding_layers=False)
    gguf_adapter.write(place, gguf_adapter.Shape("llama", 30, 9, 3), place / "adapter.gguf")
    job = Job("run", Plan(base=starter.id), starter.format, Path(starter.path), 0.0, "one", place)
    told = {"id": "one", "name": "one", "base": starter.id, "examples": [], "lineage": lineage.told(place, job, [])}
    (place / "manifest.json").write_text(json.dumps(told))
    (tmp_path / "runs").mkdir()
    return School(
        runs=tmp_path / "runs", adapters=tmp_path / "adapters", examples=lambda: iter(()), tally=Tally,
        model=lambda _id: starter,
    )  # fmt: skip


def likely(model: Path, adapter: Path | None = None) -> list[list[witness.Choice]]:
    return witness.asked(model, adapter, PROMPTS, threads=1, check=lambda: None)


def apart(one, other) -> float:
    """The mean difference of what both tell of the same tokens."""
    pairs = [
        abs(a.log_probability - b.log_probability)
        for mine, theirs in zip(one, other, strict=True)
        for a in mine
        for b in theirs
        if a.token == b.token
    ]
    return sum(pairs) / len(pairs)


def test_a_merged_model_is_served_as_the_adapter_is(school, starter, tmp_path):
    base, adapter = Path(starter.path), tmp_path / "adapters" / "one" / "adapter.gguf"

    school.export("one", AdapterForm.MERGED_GGUF, tmp_path / "merged.gguf", Turn())

    served = likely(base, adapter)
    merged, untouched = likely(tmp_path / "merged.gguf"), likely(base)
    print(f"merged {apart(served, merged):.4f}, base {apart(served, untouched):.4f}")
    assert apart(served, merged) < 0.15
    assert apart(served, merged) < 0.3 * apart(served, untouched)


def test_it_is_written_for_ollama_and_for_peft_and_comes_back(school, starter, tmp_path):
    school.export("one", AdapterForm.OLLAMA, tmp_path / "ollama", Turn())
    school.export("one", AdapterForm.PEFT, tmp_path / "peft", Turn())

    modelfile = (tmp_path / "ollama" / "Modelfile").read_text()
    assert modelfile.startswith("FROM ./base.gguf\nADAPTER ./adapter.gguf\nTEMPLATE")
    assert 'PARAMETER stop "<|im_end|>"' in modelfile
    again = school.bring_in(tmp_path / "peft", starter.id, Turn())
    assert again.name == "one"
    parity = school.lineage(again.id).parity
    print(parity)
    assert parity.good
    assert school.activate(again.id).active


def test_one_that_learned_under_another_template_is_not_activated(school, tmp_path):
    file = tmp_path / "adapters" / "one" / "manifest.json"
    told = json.loads(file.read_text())
    told["lineage"]["template_sha256"] = "another"
    file.write_text(json.dumps(told))

    with pytest.raises(AssistantError, match="another form"):
        school.activate("one")


def test_the_template_is_the_one_the_training_rendered(starter, tmp_path):
    from assistant_gui.tuner.tongue import ChatTongue

    base = opened(starter.format, Path(starter.path), torch.float32)

    assert (
        identity(starter.format, Path(starter.path), tmp_path / "k").template_sha256 == ChatTongue(base).template_sha256
    )
