"""An adapter written out for other programs, as strongly as it is used here.

What is written appears whole, by rename, or not at all.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch

from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.forms import OF_GGUF, AdapterForm
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format
from assistant_gui.weights import base, gguf_adapter, gguf_merged
from assistant_gui.weights.gguf_file import read_head
from assistant_gui.weights.modelfile import modelfile
from assistant_gui.weights.templates import Template

if TYPE_CHECKING:
    from transformers import PreTrainedModel

PEFT_CONFIG, PEFT_WEIGHTS, GGUF_FILE = "adapter_config.json", "adapter_model.safetensors", "adapter.gguf"
ORIGIN = "assistant-gui.json"
"""In an exported folder: which base, so that it can be brought in again, and no other."""


@dataclass(frozen=True, slots=True)
class Export:
    format: Format
    base: Path
    base_id: str
    adapter: Path
    strength: float
    form: AdapterForm
    out: Path


def export(wanted: Export, told: Callable[[float], None]) -> None:
    """Write it; *told* hears the share done. Raises AssistantError, and leaves nothing half-written."""
    if wanted.out.exists():
        raise AssistantError(N_("{path} is there already."), N_("Choose another name."), path=wanted.out)
    if wanted.form in OF_GGUF and wanted.format is not Format.GGUF:
        raise AssistantError(
            N_("The base of this adapter is no GGUF file, so it has no such form."),
            N_("Export a merged folder with safetensors."),
        )
    partial = partial_of(wanted.out)
    shutil.rmtree(partial, ignore_errors=True)
    partial.unlink(missing_ok=True)
    try:
        with using(wanted.out):
            _WRITERS[wanted.form](wanted, partial, told)
            partial.rename(wanted.out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        partial.unlink(missing_ok=True)


def partial_of(out: Path) -> Path:
    """What is being written before it is *out*."""
    return out.with_name(out.name + ".part")


def _peft(wanted: Export, out: Path, told: Callable[[float], None]) -> None:
    out.mkdir()
    config = json.loads((wanted.adapter / PEFT_CONFIG).read_bytes())
    config["lora_alpha"] = config["lora_alpha"] * wanted.strength
    config["base_model_name_or_path"] = wanted.base_id
    (out / PEFT_CONFIG).write_text(json.dumps(config, indent=2), encoding="utf-8")
    shutil.copyfile(wanted.adapter / PEFT_WEIGHTS, out / PEFT_WEIGHTS)
    manifest = json.loads((wanted.adapter / "manifest.json").read_bytes())
    origin = {"name": manifest.get("name"), "base": wanted.base_id, **(manifest.get("lineage") or {})}
    (out / ORIGIN).write_text(json.dumps(origin, ensure_ascii=False, indent=1), encoding="utf-8")


def _gguf(wanted: Export, out: Path, told: Callable[[float], None]) -> None:
    gguf_adapter.rescaled(_gguf_of(wanted), wanted.strength, out)


def _merged_gguf(wanted: Export, out: Path, told: Callable[[float], None]) -> None:
    gguf_merged.write(wanted.base, _gguf_of(wanted), wanted.strength, out, told)


def _merged(wanted: Export, out: Path, told: Callable[[float], None]) -> None:
    from peft import PeftModel
    from peft.tuners.lora import LoraLayer

    opened = base.opened(wanted.format, wanted.base, torch.float32)
    told(0.4)
    kept = torch.float16 if wanted.format is Format.GGUF else _kept(wanted.base)
    model: PeftModel = PeftModel.from_pretrained(opened.model, str(wanted.adapter))
    for module in model.modules():
        if isinstance(module, LoraLayer):
            module.scale_layer(wanted.strength)
    merged = cast("PreTrainedModel", model.merge_and_unload())
    told(0.6)
    torch.nn.Module.to(merged, kept)
    if hasattr(merged.config, "quantization_config"):  # of a GGUF file, which is unpacked by now
        del merged.config.quantization_config
    merged.save_pretrained(str(out))
    opened.tokenizer.save_pretrained(str(out))


def _ollama(wanted: Export, out: Path, told: Callable[[float], None]) -> None:
    out.mkdir()
    gguf_adapter.rescaled(_gguf_of(wanted), wanted.strength, out / "adapter.gguf")
    shutil.copyfile(wanted.base, out / "base.gguf")
    _write_modelfile(wanted, out, "FROM ./base.gguf", "ADAPTER ./adapter.gguf")


def _ollama_merged(wanted: Export, out: Path, told: Callable[[float], None]) -> None:
    out.mkdir()
    _merged_gguf(wanted, out / "model.gguf", told)
    _write_modelfile(wanted, out, "FROM ./model.gguf")


def _write_modelfile(wanted: Export, out: Path, *lines: str) -> None:
    head = read_head(wanted.base)
    template = Template(head.text("tokenizer.chat_template"), bos="", eos=head.token("eos"))  # Ollama adds the bos
    (out / "Modelfile").write_text(modelfile(lines, template, [head.token("eos")]), encoding="utf-8")


def _gguf_of(wanted: Export) -> Path:
    file = wanted.adapter / GGUF_FILE
    if not file.is_file():
        raise AssistantError(
            N_("This adapter has no GGUF form."), N_("Export it as a folder for PEFT, or a merged folder.")
        )
    return file


def _kept(folder: Path) -> "torch.dtype":
    """The precision the base's own weights are in."""
    from safetensors import safe_open

    with safe_open(str(min(folder.glob("*.safetensors"))), framework="pt") as file:
        name = next(iter(file.keys()))
        dtype: torch.dtype = file.get_tensor(name).dtype
    return dtype


_WRITERS: dict[AdapterForm, Callable[[Export, Path, Callable[[float], None]], None]] = {
    AdapterForm.PEFT: _peft,
    AdapterForm.GGUF: _gguf,
    AdapterForm.MERGED: _merged,
    AdapterForm.MERGED_GGUF: _merged_gguf,
    AdapterForm.OLLAMA: _ollama,
    AdapterForm.OLLAMA_MERGED: _ollama_merged,
}
