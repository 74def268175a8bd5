"""What turns gradients into steps, by the name a plan has for it."""

from collections.abc import Callable, Iterable
from typing import cast

import torch

MOMENTUM = 0.9
"""Of sgd: without it a few hundred steps go nowhere."""

Make = Callable[[Iterable[torch.nn.Parameter], float, float], torch.optim.Optimizer]


def made(
    name: str, parameters: Iterable[torch.nn.Parameter], learning_rate: float, weight_decay: float
) -> torch.optim.Optimizer:
    """The optimizer called *name*; that this machine has it was checked before."""
    return _MAKE[name](parameters, learning_rate, weight_decay)


def _adamw(parameters: Iterable[torch.nn.Parameter], rate: float, decay: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(parameters, lr=rate, weight_decay=decay)


def _adafactor(parameters: Iterable[torch.nn.Parameter], rate: float, decay: float) -> torch.optim.Optimizer:
    return torch.optim.Adafactor(parameters, lr=rate, weight_decay=decay)


def _sgd(parameters: Iterable[torch.nn.Parameter], rate: float, decay: float) -> torch.optim.Optimizer:
    return torch.optim.SGD(parameters, lr=rate, momentum=MOMENTUM, weight_decay=decay)


def _adamw8bit(parameters: Iterable[torch.nn.Parameter], rate: float, decay: float) -> torch.optim.Optimizer:
    import importlib

    make = importlib.import_module("bitsandbytes.optim").AdamW8bit  # not on every machine
    return cast("torch.optim.Optimizer", make(parameters, lr=rate, weight_decay=decay))


_MAKE: dict[str, Make] = {"adamw": _adamw, "adamw8bit": _adamw8bit, "adafactor": _adafactor, "sgd": _sgd}
