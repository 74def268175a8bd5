"""The run gives way to talking: between two layers of the model it looks whether it is held, and waits.

The desk writes into the run's folder until when to wait, and renews that while
somebody talks. Layers are short where steps are long: a step of a large model
may take a minute, and the answer is to come at once. Waiting changes no number.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from torch import nn

from assistant_gui.core.learning import Wish

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel

HELD = "held.json"

LONGEST_S = 30.0
"""A time farther ahead was written before the clock was put back: nobody waits for it."""

LOOK_S = 0.05


class Courtesy:
    """Waits while the run in *folder* is held."""

    def __init__(
        self,
        folder: Path,
        wish: Callable[[], Wish | None],
        *,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.seconds = 0.0
        """Waited so far."""
        self._folder = folder
        self._wish = wish
        self._now, self._clock, self._wait = now, clock, wait
        self._looked = -LOOK_S

    def give_way(self) -> None:
        """Return when nobody talks, or when the person wants something else of the run."""
        began = self._clock()
        if began - self._looked < LOOK_S:
            return
        while self._held() and self._wish() not in (Wish.PAUSE, Wish.CANCEL):
            self._wait(LOOK_S)
        self._looked = self._clock()
        if self._looked - began >= LOOK_S:
            self.seconds += self._looked - began

    def _held(self) -> bool:
        try:
            until = float(json.loads((self._folder / HELD).read_bytes())["until"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return 0 < until - self._now() < LONGEST_S


def put_in(model: "PeftModel", courtesy: Courtesy) -> None:
    """Look before every layer of *model*, on its way forward and back."""
    layers = cast("PreTrainedModel", model.get_base_model()).config.num_hidden_layers
    for stack in model.modules():
        if isinstance(stack, nn.ModuleList) and len(stack) == layers:
            for layer in stack:
                layer.register_forward_pre_hook(_looking(courtesy), with_kwargs=True)


def _looking(courtesy: Courtesy) -> Callable[[nn.Module, tuple[object, ...], dict[str, object]], None]:
    def look(_layer: nn.Module, arguments: tuple[object, ...], named: dict[str, object]) -> None:
        courtesy.give_way()
        hidden = arguments[0] if arguments else named.get("hidden_states")
        if isinstance(hidden, torch.Tensor) and hidden.requires_grad:
            hidden.register_hook(lambda _gradient: courtesy.give_way())  # type: ignore[no-untyped-call]

    return look
