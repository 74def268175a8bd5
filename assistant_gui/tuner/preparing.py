"""A base made ready to learn: adapters attached, the faster precision found, its weights stored in it."""

import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import torch
from torch import nn

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.tuner.batches import tensors
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.training import Head
from assistant_gui.weights import four_bit

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedConfig, PreTrainedModel

_log = logging.getLogger(__name__)

_MARKS = {"attention": ("attn", "attention"), "mlp": ("mlp", "feed_forward", "ffn", "experts")}
"""How architectures call them."""

_CASTS = "cast_input_dtype_enabled"

PROBE_TOKENS = 64
"""As short as shows which precision is faster: without the right instructions bfloat16 is very slow."""

EAGER_TOKENS = 1024
"""Up to here plain attention in bfloat16 beats the fused kernel on a processor (measured: 3 to 6 times)."""


def adapted(model: "PreTrainedModel", *, rank: int, seed: int, alpha: float = 0.0, targets: str = "all") -> "PeftModel":
    """Attach a fresh LoRA to every linear layer that *targets* names (never the head); its weights stay float32.

    *alpha* 0 is twice the rank.
    """
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    config = LoraConfig(
        r=rank,
        lora_alpha=cast("int", alpha or 2 * rank),  # any number is good
        target_modules="all-linear" if targets == "all" else _layers(model, targets),
        lora_dropout=0.0,
        task_type="CAUSAL_LM",
    )
    return cast("PeftModel", get_peft_model(model, config))


def _layers(model: "PreTrainedModel", targets: str) -> list[str]:
    """The linear layers of the attention or of the mlp, by the last two parts of their names."""
    marks = _MARKS[targets]
    named = [name for name, module in model.named_modules() if isinstance(module, nn.Linear) and "." in name]
    found = {".".join(each.split(".")[-2:]) for each in named if any(mark in each.lower() for mark in marks)}
    if not found:
        raise AssistantError(
            N_("This model has no layers that are known as {targets}."), N_("Adapt all layers."), targets=targets
        )
    return sorted(found)


def activation_bytes(config: "PreTrainedConfig", tokens: int) -> float:
    """About what a step of so many tokens keeps of its way forward, in float32."""
    hidden, layers = int(config.hidden_size), int(config.num_hidden_layers)
    return 4.0 * tokens * layers * (12 * hidden + 3.5 * int(getattr(config, "intermediate_size", 4 * hidden)))


def saving(model: "PeftModel") -> None:
    """From now on keep only what enters each layer, and compute the rest again when it is needed."""
    core = cast("PreTrainedModel", model.get_base_model())
    core.enable_input_require_grads()  # type: ignore[no-untyped-call]
    core.activation_checkpointing_enable({"use_reentrant": False})


def precision(wanted: str, model: "PeftModel", head: Head, lessons: Sequence[Lesson]) -> str:
    """``bfloat16``, ``float16`` or ``float32``: *wanted*, or what a forward and backward pass of a short piece says."""
    if wanted != "auto":
        return wanted
    device = next(model.parameters()).device.type
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    if device != "cpu":
        return "float32"
    full, half = (_seconds(model, head, lessons, dtype) for dtype in (None, torch.bfloat16))
    _log.info("a short pass takes %.3f s in float32, %.3f s in bfloat16", full, half)
    return "bfloat16" if half < full else "float32"


def _seconds(model: "PeftModel", head: Head, lessons: Sequence[Lesson], dtype: torch.dtype | None) -> float:
    longest = max(lessons, key=lambda lesson: len(lesson.ids))
    ids, _ = tensors([longest])
    ids = ids[:, :PROBE_TOKENS]
    wanted = torch.ones_like(ids[:, 1:], dtype=torch.bool)
    four_bit.compute_in(model, dtype or torch.float32)
    best = float("inf")
    for _ in range(2):  # the first warms up
        began = time.perf_counter()
        with torch.autocast("cpu", dtype, enabled=dtype is not None):
            logits = head.logits(ids, wanted)
        torch.autograd.backward(logits.float().logsumexp(-1).sum())
        model.zero_grad(set_to_none=True)
        best = min(best, time.perf_counter() - began)
        if best > 10:
            break
    return best


def fit_for(model: "PeftModel", precision: str, longest: int) -> None:
    """Store what is frozen in the precision it is computed in, so that it is not converted at every step.

    Autocast converts frozen weights again and again (it caches only trained
    ones). Norms and embeddings stay as they are: the residual stream is float32.
    """
    from peft.tuners.tuners_utils import BaseTunerLayer

    if next(model.parameters()).device.type == "cpu" and longest <= EAGER_TOKENS:
        cast("PreTrainedModel", model.get_base_model()).set_attn_implementation("eager")
    if precision == "float32":
        four_bit.compute_in(model, torch.float32)
        return
    half = torch.bfloat16 if precision == "bfloat16" else torch.float16
    four_bit.compute_in(model, half)
    for module in model.modules():
        if isinstance(module, BaseTunerLayer):
            setattr(module, _CASTS, False)  # autocast does it, once
        if type(module) is nn.Linear and not module.weight.requires_grad:  # one in 4 bit is another type
            module.weight = nn.Parameter(module.weight.to(half), requires_grad=False)
