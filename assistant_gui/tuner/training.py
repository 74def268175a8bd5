"""The training loop: LoRA on the linear layers of a frozen base, supervised positions only.

:func:`steps` is the loop; read it first. It changes the learner it is given and
yields what happened, one step at a time, so whoever reads it writes events and
checkpoints between the steps. It knows no files and no clock.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import torch
from torch.nn import functional

from assistant_gui.core.learning import Wish
from assistant_gui.core.plan import Plan
from assistant_gui.tuner import optimizers
from assistant_gui.tuner.batches import Batch, tensors
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.stopping import Watch

if TYPE_CHECKING:
    from accelerate import Accelerator
    from peft import PeftModel
    from transformers import PreTrainedModel

LAST_RATE = 0.1
"""What of the learning rate is left at the end."""

BAD_STEPS = 3
"""So many steps in a row without a finite loss, and the run has diverged."""


Throw = Callable[[int, int, Sequence[Lesson]], None]
"""Called with the seed, the step and the lessons before each micro-batch: whatever is random about it follows from them."""


class Diverged(Exception):
    """Several steps in a row had no finite loss."""


class Halted(Exception):
    """The person wants something else than to go on."""

    def __init__(self, wish: Wish = Wish.CANCEL) -> None:
        super().__init__(wish.value)
        self.wish = wish


@dataclass(frozen=True, slots=True)
class Rules:
    """How it learns, the same at every step."""

    learning_rate: float
    seed: int = 0
    schedule: str = "linear"
    """How the rate falls after the warm-up: linear, cosine or constant."""
    warm_up: float = 0.1
    """The share of the steps in which the rate rises."""
    clip: float = 1.0
    """The longest a gradient may be."""
    label_smoothing: float = 0.0

    @classmethod
    def of(cls, plan: Plan, learning_rate: float) -> "Rules":
        return cls(learning_rate, plan.seed, plan.schedule, plan.warm_up, plan.clip, plan.label_smoothing)

    def rate(self, step: int, steps: int) -> float:
        """The learning rate at *step* of *steps*."""
        return self.learning_rate * self._share(step, steps)

    def _share(self, step: int, steps: int) -> float:
        """Warm-up, then as the schedule says, down to a tenth."""
        warm = int(steps * self.warm_up + 1e-9)
        if step < warm:
            return (step + 1) / (warm + 1)
        gone = (step - warm) / max(1, steps - warm)
        if self.schedule == "constant":
            return 1.0
        fallen = gone if self.schedule == "linear" else (1 - math.cos(math.pi * gone)) / 2
        return 1 - (1 - LAST_RATE) * fallen


@dataclass(slots=True)
class Learner:
    """What changes while learning; all of it is in a checkpoint."""

    model: "PeftModel"
    head: "Head"
    optimizer: torch.optim.Optimizer
    step: int = 0
    """Steps done."""
    tokens: int = 0
    """Tokens learned from, without padding."""
    rate: float = 1.0
    """What the learning rate is multiplied by: halved when a run diverged and is tried again."""
    bad: int = 0
    """Steps in a row, up to now, without a finite loss."""
    halved: int = 0
    """How often the micro-batches were halved for lack of memory."""
    saving: bool = False
    """Layers are computed twice to save memory."""
    watch: Watch = field(default_factory=Watch)

    @property
    def parameters(self) -> dict[str, torch.nn.Parameter]:
        return {name: each for name, each in self.model.named_parameters() if each.requires_grad}


@dataclass(frozen=True, slots=True)
class Step:
    step: int
    epoch: int
    loss: float
    """Weighted mean over the learned tokens; not finite when the step was left out."""
    learning_rate: float
    grad_norm: float
    """Before it was clipped."""
    tokens: int
    """Of this step, without padding."""
    plain: bool = False
    """It read plain texts, not answers."""


def learner(
    model: "PeftModel", head: "Head", learning_rate: float, *, optimizer: str = "adamw", weight_decay: float = 0.0
) -> Learner:
    trainable = [each for each in model.parameters() if each.requires_grad]
    return Learner(model, head, optimizers.made(optimizer, trainable, learning_rate, weight_decay))


def steps(
    learner: Learner,
    schedule: Sequence[Batch],
    *,
    rules: Rules,
    throw: Throw,
    accelerator: "Accelerator",
    wish: Callable[[], Wish | None],
) -> Iterator[Step]:
    """Learn every batch of *schedule* that *learner* has not yet; raise Halted or Diverged.

    *wish* is asked before every micro-batch; a step that is cut short is as if it had never begun.
    """
    head, optimizer, scaler = learner.head, learner.optimizer, accelerator.scaler
    parameters = list(learner.parameters.values())
    learner.model.train()
    while learner.step < len(schedule):
        batch = schedule[learner.step]
        rate = rules.rate(learner.step, len(schedule)) * learner.rate
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = 0.0
        for micro in batch.micros:
            wanted = wish()
            if wanted is not None:
                optimizer.zero_grad(set_to_none=True)
                raise Halted(wanted)
            throw(rules.seed, learner.step, micro)
            with accelerator.autocast():
                part = head.loss(micro, smoothing=rules.label_smoothing) / batch.weight
            accelerator.backward(part)
            loss += part.item()
        if scaler is not None:
            scaler.unscale_(optimizer)
        length = float(torch.nn.utils.clip_grad_norm_(parameters, rules.clip))
        if scaler is not None:
            _step_scaled(scaler, optimizer, left_out=not math.isfinite(loss))
            learner.bad = 0 if math.isfinite(loss) else learner.bad + 1
        elif math.isfinite(loss) and math.isfinite(length):
            optimizer.step()
            learner.bad = 0
        else:
            learner.bad += 1
        optimizer.zero_grad(set_to_none=True)
        learner.step += 1
        learner.tokens += batch.tokens
        told = loss if not learner.bad else math.nan
        yield Step(learner.step, batch.epoch + 1, told, rate, length, batch.tokens, batch.plain)
        if learner.bad == BAD_STEPS:
            raise Diverged


def _step_scaled(scaler: torch.amp.GradScaler, optimizer: torch.optim.Optimizer, *, left_out: bool) -> None:
    """In float16. What overflowed is left out by itself, and scaled less from then on."""
    try:
        if not left_out:
            scaler.step(optimizer)
    finally:
        scaler.update()  # or the next step could not be unscaled


@dataclass(frozen=True, slots=True)
class Head:
    """How a model's hidden states become losses at the learned positions alone.

    The head is a fifth of a small model and most of the memory of a step, and
    an answer is often a small part of its dialogue.
    """

    model: "PeftModel"
    trunk: torch.nn.Module | None
    """None: this model does more than a projection there, so all of its logits are made."""
    projection: torch.nn.Linear

    @classmethod
    def of(cls, model: "PeftModel") -> "Head":
        """Find it, and check it on a few tokens; the model must still be in one precision."""
        core = cast("PreTrainedModel", model.get_base_model())
        projection = cast("torch.nn.Linear", core.get_output_embeddings())  # type: ignore[no-untyped-call]
        head = cls(model, core.base_model, projection)
        return head if head._is_plain() else cls(model, None, projection)

    def loss(self, lessons: Sequence[Lesson], *, smoothing: float = 0.0) -> torch.Tensor:
        """The weighted sum of the negative log-likelihoods of the learned tokens, *smoothing* of it spread over all."""
        ids, weights = tensors(lessons)
        device = self.projection.weight.device
        ids, weights = ids.to(device), weights.to(device)
        learned = weights[:, 1:] != 0
        logits = self.logits(ids, learned).float()
        nll = functional.cross_entropy(logits, ids[:, 1:][learned], reduction="none", label_smoothing=smoothing)
        return (nll * weights[:, 1:][learned]).sum()

    def logits(self, ids: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
        """(wanted positions, vocabulary): what follows each position of *ids* but the last that is *wanted*.

        No attention mask: rows are padded on the right and attention is causal.
        """
        if self.trunk is None:
            return cast("torch.Tensor", self.model(input_ids=ids, use_cache=False).logits[:, :-1][wanted])
        hidden = self.trunk(input_ids=ids, use_cache=False).last_hidden_state
        return cast("torch.Tensor", self.projection(hidden[:, :-1][wanted]))

    def _is_plain(self) -> bool:
        """The projection of the trunk is all there is (no soft cap, no scale)."""
        if self.trunk is None:
            return False
        was_training = self.model.training
        self.model.eval()
        device = self.projection.weight.device
        ids = torch.arange(5, 13, device=device).unsqueeze(0)
        wanted = torch.ones((1, 7), dtype=torch.bool, device=device)
        try:
            with torch.no_grad():
                whole = self.model(input_ids=ids, use_cache=False).logits[:, :-1][wanted].float()
                return torch.allclose(whole, self.logits(ids, wanted).float(), rtol=1e-3, atol=1e-3)
        finally:
            self.model.train(was_training)
