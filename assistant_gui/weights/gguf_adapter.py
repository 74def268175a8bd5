"""Writes a PEFT LoRA as a GGUF adapter, the form llama.cpp reads."""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.architectures import AS_THEY_ARE, PERMUTED
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.weights.gguf_file import Head

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_ARCHITECTURES = {"mistral": "llama", "gemma3_text": "gemma3"}
"""transformers' model type -> llama.cpp's architecture, where they differ."""

_PEFT_PREFIX = "base_model.model."


@dataclass(frozen=True, slots=True)
class Shape:
    """What of the base decides how the adapter is written."""

    model_type: str
    """As transformers calls it."""
    layers: int
    heads: int
    key_value_heads: int

    @property
    def architecture(self) -> str:
        return _ARCHITECTURES.get(self.model_type, self.model_type)

    @property
    def supported(self) -> bool:
        return self.architecture in PERMUTED | AS_THEY_ARE


def write(peft_folder: Path, shape: Shape, out: Path) -> None:
    """Write the adapter in *peft_folder* to *out*. Raises AssistantError when it has no GGUF form."""
    import gguf
    from safetensors.numpy import load_file

    if not shape.supported:
        raise AssistantError(
            N_("An adapter for a {architecture} model has no GGUF form yet."),
            N_("It works with the transformers engine."),
            architecture=shape.model_type,
        )
    config = json.loads((peft_folder / "adapter_config.json").read_text(encoding="utf-8"))
    if config.get("use_rslora") or config.get("use_dora") or config.get("alpha_pattern"):
        raise AssistantError(N_("Only plain LoRA adapters have a GGUF form."), N_("Train a plain one."))
    writer = gguf.GGUFWriter(str(out), shape.architecture)
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(config["lora_alpha"]))
    for name, rows in _renamed(load_file(peft_folder / "adapter_model.safetensors"), shape):
        writer.add_tensor(name, rows)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def shape_of(head: Head) -> Shape:
    """What a GGUF base says of itself."""
    name = head.architecture
    heads = head.number(f"{name}.attention.head_count")
    return Shape(name, head.number(f"{name}.block_count"), heads, head.number(f"{name}.attention.head_count_kv", heads))


def rescaled(adapter: Path, strength: float, out: Path) -> None:
    """Copy a GGUF adapter so that it is added *strength* times where nobody asks how strongly."""
    content = adapter.read_bytes()
    mark = _string("adapter.lora.alpha") + struct.pack("<I", _FLOAT32)
    at = content.index(mark) + len(mark)
    (alpha,) = struct.unpack_from("<f", content, at)
    out.write_bytes(content[:at] + struct.pack("<f", alpha * strength) + content[at + 4 :])


_FLOAT32 = 6
"""As GGUF numbers the kinds of values."""


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


def _renamed(tensors: "dict[str, Rows]", shape: Shape) -> "Iterator[tuple[str, Rows]]":
    import gguf
    import numpy as np

    known = {name: arch for arch, name in gguf.MODEL_ARCH_NAMES.items()}
    names = gguf.get_tensor_name_map(known[shape.architecture], shape.layers)
    for key, rows in sorted(tensors.items()):
        module, _, side = key.removeprefix(_PEFT_PREFIX).removesuffix(".weight").rpartition(".lora_")
        name = names.get_name(module)
        if name is None or side not in ("A", "B"):
            raise AssistantError(
                N_("The adapter's part “{part}” has no GGUF form."), N_("Train a plain LoRA adapter."), part=key
            )
        if side == "B" and shape.architecture in PERMUTED:
            rows = _permuted(rows, module, shape)
        yield f"{name}.weight.lora_{side.lower()}", np.ascontiguousarray(rows, dtype=np.float32)


def _permuted(rows: "Rows", module: str, shape: Shape) -> "Rows":
    """The order in which llama.cpp's rotary embedding wants the rows of queries and keys."""
    heads = {"q_proj": shape.heads, "k_proj": shape.key_value_heads}.get(module.rpartition(".")[2])
    if heads is None:
        return rows
    return rows.reshape(heads, 2, rows.shape[0] // heads // 2, rows.shape[1]).swapaxes(1, 2).reshape(rows.shape)
