"""Dropout that remembers nothing: what is dropped follows from the seed, the step and the example.

So a run that is taken up again is the same run, whatever else was learned in
the same micro-batch. One example loses the same features at all its positions
(variational dropout), which costs next to nothing beside a number per position.
"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from peft import PeftModel


class Dice:
    """Thrown before each micro-batch; every dropped feature of it comes from here."""

    def __init__(self) -> None:
        self._generators: list[torch.Generator] = []
        self._drawn: dict[int, torch.Tensor] = {}

    def throw(self, seed: int, step: int, examples: Sequence[str]) -> None:
        self._generators = [seeded(f"{seed}/{step}/{example}") for example in examples]
        self._drawn = {}

    def keep(self, features: int, share: float, place: int = 0) -> torch.Tensor:
        """(examples, 1, features): 0 where dropped, else what keeps the mean.

        Asked again for the same *place* it says the same: a layer may be computed twice to save memory.
        """
        if place not in self._drawn:
            drawn = torch.stack([torch.rand(features, generator=each) for each in self._generators])
            self._drawn[place] = (drawn >= share).float().div_(1 - share).unsqueeze(1)
        return self._drawn[place]


class ExampleDropout(nn.Module):
    def __init__(self, share: float, dice: Dice) -> None:
        super().__init__()
        self._share = share
        self._dice = dice

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        return x * self._dice.keep(x.shape[-1], self._share, id(self)).to(x.device, x.dtype)


def put_in(model: "PeftModel", share: float, dice: Dice) -> None:
    """Let *model*'s LoRA layers drop *share* of their input, thrown by *dice*."""
    if not share:
        return
    for module in model.modules():
        places = getattr(module, "lora_dropout", None)
        if isinstance(places, nn.ModuleDict):
            for name in places:
                places[name] = ExampleDropout(share, dice)


def seeded(words: str) -> torch.Generator:
    """A source of numbers that follow from *words* alone."""
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "little") >> 1
    return torch.Generator().manual_seed(number)
