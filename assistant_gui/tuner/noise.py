"""NEFTune: noise on the words that are read while learning, so that their meaning is learned and not their letters.

It remembers nothing, as dropout does: the noise follows from the seed, the step and
the example. Its length is that of Jain and others (2023), *strength* / sqrt(tokens * width).
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import torch

from assistant_gui.tuner.dropout import seeded
from assistant_gui.tuner.lesson import Lesson

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel


class Noise:
    """Thrown before each micro-batch, with the lessons in it."""

    def __init__(self, strength: float) -> None:
        self._strength = strength
        self._drawn: list[tuple[torch.Generator, int]] = []

    def throw(self, seed: int, step: int, lessons: Sequence[Lesson]) -> None:
        if self._strength:
            self._drawn = [(seeded(f"noise/{seed}/{step}/{each.id}"), len(each.ids)) for each in lessons]

    def added(self, words: torch.Tensor) -> torch.Tensor:
        """*words* (examples, tokens, width) with noise on all that is no padding."""
        noisy = torch.zeros(words.shape, dtype=torch.float32)
        for row, (generator, length) in enumerate(self._drawn):
            drawn = torch.rand((length, words.shape[-1]), generator=generator) * 2 - 1
            noisy[row, :length] = drawn * (self._strength / math.sqrt(length * words.shape[-1]))
        return words + noisy.to(words.device, words.dtype)

    def _on_words(self, module: torch.nn.Module, _given: tuple[torch.Tensor, ...], words: torch.Tensor) -> torch.Tensor:
        return self.added(words) if module.training else words

    def put_in(self, model: "PeftModel") -> None:
        """Let *model* read its words with this noise whenever it learns."""
        if self._strength:
            core = cast("PreTrainedModel", model.get_base_model())
            core.get_input_embeddings().register_forward_hook(self._on_words)
