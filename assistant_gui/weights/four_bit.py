"""A base kept in 4 bit while it learns: NF4 with its scales quantised too, by bitsandbytes, which is an extra.

The linear layers are packed one after the other, so what is unpacked goes at once.
Head, embeddings and norms stay as they are.
"""

import importlib
import logging
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

import torch
from torch import nn

from assistant_gui.core.fourbit import FourBit

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_log = logging.getLogger(__name__)

LIBRARY = "bitsandbytes"

_ROUNDING = 0.15
"""How far the answer of a layer in NF4 may be from the layer's own, as a share of its length; about 0.09 is usual."""


def found(device: str) -> FourBit:
    """Try it: a small layer there and back, against what it should give."""
    if find_spec(LIBRARY) is None:
        return FourBit.MISSING
    try:
        return FourBit.WORKS if _computes(device) else FourBit.BROKEN
    except Exception:  # noqa: BLE001 - libraries fail in many ways on machines they were not made for
        _log.warning("%s does not work here", LIBRARY, exc_info=True)
        return FourBit.BROKEN


def pack(model: "PreTrainedModel", device: str) -> None:
    """Put every linear layer of *model* but its head into 4 bit on *device*, and all else on it in float32."""
    head = model.get_output_embeddings()  # type: ignore[no-untyped-call]
    for name, layer in list(model.named_modules()):
        if type(layer) is nn.Linear and layer is not head:
            parent, _, last = name.rpartition(".")
            setattr(model.get_submodule(parent), last, _packed(layer, device))
    for tensor in _plain(model):
        tensor.data = tensor.data.to(device, torch.float32 if tensor.is_floating_point() else tensor.dtype)


def unpack(model: nn.Module, whole: nn.Module) -> None:
    """Put the layers of *whole*, which is the same base unpacked, where *model* has them in 4 bit.

    *model* may have adapters around its layers; they stay.
    """
    unpacked, plain = dict(whole.named_modules()), dict(model.named_parameters())
    for name, tensor in whole.named_parameters():
        if name in plain:  # outside of any packed layer
            plain[name].data = tensor.data
    for name, layer in list(model.named_modules()):
        if is_packed(layer):
            parent, _, last = name.rpartition(".")
            setattr(model.get_submodule(parent), last, unpacked[name.removesuffix(".base_layer")])


def compute_in(model: nn.Module, dtype: torch.dtype) -> None:
    """Unpack the layers in 4 bit, if there are any, to *dtype* whenever they are used."""
    for layer in model.modules():
        if is_packed(layer):
            vars(layer)["compute_dtype"] = dtype


def weights(model: nn.Module) -> int:
    """How many numbers *model* has, packed or not."""
    packed = [layer for layer in model.modules() if is_packed(layer)]
    hidden = sum(cast("nn.Linear", layer).in_features * cast("nn.Linear", layer).out_features for layer in packed)
    return hidden + sum(each.numel() for each in model.parameters() if each.is_floating_point())


def is_packed(layer: nn.Module) -> bool:
    return hasattr(layer, "compute_dtype") and hasattr(layer, "quant_state")


def _packed(layer: nn.Linear, device: str) -> nn.Module:
    library = importlib.import_module(LIBRARY).nn
    made = library.Linear4bit(
        layer.in_features,
        layer.out_features,
        bias=layer.bias is not None,
        compute_dtype=torch.float32,
        compress_statistics=True,
        quant_type="nf4",
        device="meta",
    )
    made.weight = library.Params4bit(
        layer.weight.data, requires_grad=False, compress_statistics=True, quant_type="nf4", module=made
    )
    if layer.bias is not None:
        made.bias = nn.Parameter(layer.bias.data.float(), requires_grad=False)
    made = made.to(device)  # here it is packed
    made.compute_type_is_set = True
    made.support_avx512bf16_for_cpu = False  # or asking once without gradients would repack it, and it learned no more
    return cast("nn.Module", made)


def _plain(model: nn.Module) -> Iterator[torch.Tensor]:
    for layer in model.modules():
        if not is_packed(layer):
            yield from layer.parameters(recurse=False)
            yield from layer.buffers(recurse=False)


def _computes(device: str) -> bool:
    dice = torch.Generator().manual_seed(0)
    layer = nn.Linear(128, 64, bias=False)
    layer.weight.data = torch.randn(64, 128, generator=dice)
    weight = layer.weight.data.clone()
    asked = torch.randn(4, 128, generator=dice).to(device).requires_grad_()
    answer = _packed(layer, device)(asked)
    torch.autograd.backward(answer.sum())
    back = asked.grad
    return (
        back is not None
        and _near(answer.detach().cpu(), asked.detach().cpu() @ weight.T)
        and _near(back.cpu(), weight.sum(0).expand(4, -1))
    )


def _near(told: torch.Tensor, right: torch.Tensor) -> bool:
    return bool((told - right).norm() < _ROUNDING * right.norm())
