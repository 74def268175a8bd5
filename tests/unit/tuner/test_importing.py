"""Adapters from elsewhere, and what is refused."""

import json

import pytest
import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.models import Format
from assistant_gui.tuner.exporting import Export, export
from assistant_gui.tuner.importing import must_fit, plain_config

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


@pytest.fixture
def folder(tiny, tmp_path):
    """A plain LoRA as PEFT wrote it, with a manifest as ours have."""
    place = tmp_path / "adapter"
    tiny().save_pretrained(str(place), save_embedding_layers=False)
    (place / "manifest.json").write_text(json.dumps({"name": "海盗", "lineage": {"base_sha256": "abc"}}))
    return place


def changed(folder, **changes):
    file = folder / "adapter_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))
    return folder


def test_a_plain_lora_is_taken(folder):
    assert plain_config(folder)["r"] == 4


@pytest.mark.parametrize(
    "change",
    [
        {"use_dora": True},
        {"use_rslora": True},
        {"modules_to_save": ["lm_head"]},
        {"alpha_pattern": {"q_proj": 1}},
        {"bias": "all"},
    ],
)
def test_anything_but_a_plain_lora_is_refused(folder, change):
    with pytest.raises(AssistantError, match=f"Only plain LoRA.*{next(iter(change))}"):
        plain_config(changed(folder, **change))


@pytest.mark.parametrize("change", [{"peft_type": "IA3"}, {"r": "eight"}, {"lora_alpha": None}])
def test_another_kind_of_adapter_is_refused(folder, change):
    with pytest.raises(AssistantError, match="no LoRA"):
        plain_config(changed(folder, **change))


def test_a_file_that_broke_off_is_said_to_be_damaged(folder):
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])

    with pytest.raises(AssistantError, match="safetensors is damaged"):
        plain_config(folder)


def test_a_pickle_is_never_opened(folder):
    (folder / "adapter_model.safetensors").rename(folder / "adapter_model.bin")

    with pytest.raises(AssistantError, match="other files are not opened"):
        plain_config(folder)


def test_one_of_another_base_is_refused(folder, tiny):
    must_fit(folder / "adapter_model.safetensors", tiny().unload())
    other = torch.nn.ModuleDict({"model": torch.nn.Linear(3, 3)})

    with pytest.raises(AssistantError, match="another base model"):
        must_fit(folder / "adapter_model.safetensors", other)


@pytest.fixture
def wanted(folder, tmp_path):
    def made(form, **changes):
        return Export(
            **{
                "format": Format.FOLDER, "base": tmp_path / "base", "base_id": "small", "adapter": folder,
                "strength": 0.5, "form": form, "out": tmp_path / "out", **changes,
            }
        )  # fmt: skip

    return made


def test_a_folder_for_peft_holds_its_strength_its_origin_and_no_path(wanted, folder, tmp_path):
    export(wanted(AdapterForm.PEFT), lambda share: None)

    before = json.loads((folder / "adapter_config.json").read_text())
    after = json.loads((tmp_path / "out" / "adapter_config.json").read_text())
    assert after["lora_alpha"] == before["lora_alpha"] / 2
    assert after["base_model_name_or_path"] == "small"
    origin = json.loads((tmp_path / "out" / "assistant-gui.json").read_text())
    assert origin == {"name": "海盗", "base": "small", "base_sha256": "abc"}
    plain_config(tmp_path / "out")


def test_a_merged_folder_is_what_the_adapter_made_of_the_base(wanted, tiny, tmp_path):
    from tokenizers import Tokenizer, models
    from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

    model = tiny()
    with torch.no_grad():
        for name, each in model.named_parameters():
            if "lora_B" in name:
                each.normal_(std=0.5)
    model.save_pretrained(str(tmp_path / "adapter"), save_embedding_layers=False)
    tiny().unload().save_pretrained(str(tmp_path / "base"))
    PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel({"a": 0, "</s>": 2}, "a")), eos_token="</s>"
    ).save_pretrained(str(tmp_path / "base"))
    ids = torch.arange(3, 20).unsqueeze(0)

    export(wanted(AdapterForm.MERGED, strength=1.0), lambda share: None)

    merged = AutoModelForCausalLM.from_pretrained(tmp_path / "out", dtype=torch.float32)
    with torch.no_grad():
        assert torch.allclose(merged(ids).logits, model.eval()(ids).logits, atol=1e-4)


def test_what_a_folder_has_no_form_for_is_a_sentence_and_leaves_nothing(wanted, tmp_path):
    with pytest.raises(AssistantError, match="no GGUF file"):
        export(wanted(AdapterForm.OLLAMA), lambda share: None)
    with pytest.raises(AssistantError, match="no GGUF form"):
        export(wanted(AdapterForm.GGUF), lambda share: None)

    assert not list(tmp_path.glob("out*"))


def test_nothing_is_written_over(wanted, tmp_path):
    (tmp_path / "out").write_text("precious")

    with pytest.raises(AssistantError, match="there already"):
        export(wanted(AdapterForm.PEFT), lambda share: None)

    assert (tmp_path / "out").read_text() == "precious"
