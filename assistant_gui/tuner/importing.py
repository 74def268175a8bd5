"""A PEFT folder from elsewhere brought in: only plain LoRA, only for the base it fits, never a pickle."""

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format
from assistant_gui.tuner.exporting import GGUF_FILE, ORIGIN, PEFT_CONFIG, PEFT_WEIGHTS
from assistant_gui.weights.identity import KNOWN, Identity, identity

if TYPE_CHECKING:
    pass

_PLAIN: Mapping[str, object] = {
    "use_dora": False, "use_rslora": False, "modules_to_save": None, "alpha_pattern": {}, "rank_pattern": {},
    "bias": "none", "lora_bias": False, "trainable_token_indices": None, "layer_replication": None,
    "megatron_config": None, "use_qalora": False, "target_parameters": None,
}  # fmt: skip
"""What a plain LoRA says of these; ours can serve nothing else."""

_MOST_CONFIG_BYTES = 2**20
_COPIED = (PEFT_CONFIG, PEFT_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Import:
    source: Path
    format: Format
    base: Path
    base_id: str
    folder: Path
    """The adapter's own, which does not exist yet."""
    threads: int = 1


def bring_in(wanted: Import, told: Callable[[float], None]) -> None:
    """Check it, hold it to the same proof as one of our own, and put it into its folder. Raises AssistantError."""
    config = plain_config(wanted.source)
    base = identity(wanted.format, wanted.base, wanted.folder.parent / KNOWN)
    origin = _json(wanted.source / ORIGIN)
    _must_be_of(base, origin)
    partial = wanted.folder.with_name(f".{wanted.folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        with using(wanted.source):
            partial.mkdir()
            for name in _COPIED:
                shutil.copyfile(wanted.source / name, partial / name)
        told(0.1)
        agreed, taken = _proven(wanted, partial, told)
        manifest = {**_manifest(wanted, config, origin, base, agreed), "fingerprint": taken}
        (partial / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        partial.rename(wanted.folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def plain_config(folder: Path) -> Mapping[str, object]:
    """The configuration of the plain LoRA in *folder*; AssistantError says why it is none."""
    if not (folder / PEFT_WEIGHTS).is_file():
        raise AssistantError(
            N_("There is no {file} in this folder; other files are not opened, as they could hold programs."),
            N_("Save the adapter as safetensors."),
            file=PEFT_WEIGHTS,
        )
    _must_be_whole(folder / PEFT_WEIGHTS)
    config = _json(folder / PEFT_CONFIG)
    numbers = isinstance(config.get("r"), int) and isinstance(config.get("lora_alpha"), int | float)
    if config.get("peft_type") != "LORA" or not numbers:
        raise AssistantError(N_("This folder holds no LoRA adapter."), N_("Choose a folder that PEFT wrote."))
    for name, plain in _PLAIN.items():
        if config.get(name, plain) not in (plain, None, False, [], {}):
            raise AssistantError(
                N_("Only plain LoRA adapters can be brought in, and this one uses {name}."),
                N_("Train a plain one."),
                name=name,
            )
    return config


def _must_be_whole(weights: Path) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with using(weights), safe_open(str(weights), framework="np"):
            return
    except SafetensorError as error:
        raise AssistantError(
            N_("{file} is damaged, or only a part of it is there."), N_("Copy or download it again."), file=PEFT_WEIGHTS
        ) from error


def _must_be_of(base: Identity, origin: Mapping[str, object]) -> None:
    told = origin.get("base_sha256")
    if told and told != base.sha256:
        raise _of_another()


def _of_another() -> AssistantError:
    return AssistantError(N_("The adapter was made for another base model."), N_("Choose the one it was made for."))


def _proven(
    wanted: Import, folder: Path, told: Callable[[float], None]
) -> tuple[Mapping[str, object], Mapping[str, object] | None]:
    """Open it on its base, write its GGUF form, and ask both engines; what they said, and its fingerprint."""
    import torch
    from peft import PeftModel

    from assistant_gui.tuner import agreement, fingerprint, shapes
    from assistant_gui.tuner.tongue import ChatTongue
    from assistant_gui.tuner.training import Head
    from assistant_gui.weights import base as bases
    from assistant_gui.weights import gguf_adapter

    opened = bases.opened(wanted.format, wanted.base, torch.float32)
    told(0.4)
    must_fit(folder / PEFT_WEIGHTS, opened.model)
    model: PeftModel = PeftModel.from_pretrained(opened.model, str(folder), use_safetensors=True)
    shape = shapes.shape(model)
    if shape.supported or wanted.format is Format.GGUF:
        gguf_adapter.write(folder, shape, folder / GGUF_FILE)
    tongue, head = ChatTongue(opened), Head.of(model)
    prompts = agreement.positions(agreement.probes([], tongue, 512))
    told(0.5)
    if wanted.format is Format.GGUF:
        serve = agreement.from_llama_cpp(wanted.base, folder / GGUF_FILE, prompts, wanted.threads, lambda: None)
    else:
        serve = agreement.from_transformers(model, head, folder, prompts, nullcontext)
    found = agreement.compared(model, head, prompts, serve, nullcontext)
    if not found.good:
        raise AssistantError(
            N_("The engine does not make the same of the adapter as PEFT does, so it is not brought in."),
            N_("Choose another adapter."),
        )
    told(0.9)
    if wanted.format is Format.GGUF:
        gguf, threads = folder / GGUF_FILE, wanted.threads
        taken = fingerprint.at_llama_cpp(wanted.base, gguf, tongue, threads, lambda: None, found.tolerance)
    else:
        taken = fingerprint.at_transformers(model, head, tongue, nullcontext, found.tolerance)
    return found.as_json(), fingerprint.plain(taken) if taken else None


def must_fit(weights: Path, model: object) -> None:
    """Every pair of *weights* must have its place in *model*. Raises AssistantError."""
    import torch
    from safetensors import safe_open

    modules = dict(cast("torch.nn.Module", model).named_modules())
    with safe_open(str(weights), framework="pt") as file:
        for key in file.keys():  # noqa: SIM118 - it is no dictionary
            name, _, side = key.removeprefix("base_model.model.").removesuffix(".weight").rpartition(".lora_")
            module = modules.get(name)
            shape = file.get_slice(key).get_shape()
            if not isinstance(module, torch.nn.Linear) or side not in ("A", "B") or len(shape) != 2:
                raise _of_another()
            if (side == "A" and shape[1] != module.in_features) or (side == "B" and shape[0] != module.out_features):
                raise _of_another()


def _manifest(
    wanted: Import,
    config: Mapping[str, object],
    origin: Mapping[str, object],
    base: Identity,
    agreed: Mapping[str, object],
) -> dict[str, object]:
    hashes = asdict(base)
    return {
        "id": wanted.folder.name,
        "name": str(origin.get("name") or wanted.source.name),
        "run": "",
        "base": wanted.base_id,
        "created": round(time.time(), 3),
        "plan": {"base": wanted.base_id, "rank": config.get("r"), "alpha": config.get("lora_alpha")},
        "examples": [],
        "imported": hashlib.sha256((wanted.source / PEFT_WEIGHTS).read_bytes()).hexdigest(),
        "agreement": agreed,
        "lineage": {
            "parent": "",
            "base_sha256": hashes.pop("sha256"),
            **hashes,
            "data_sha256": str(origin.get("data_sha256") or ""),
        },
    }


def _json(file: Path) -> Mapping[str, object]:
    try:
        if file.stat().st_size > _MOST_CONFIG_BYTES:
            return {}
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
