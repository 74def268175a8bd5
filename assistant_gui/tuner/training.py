"""The training loop: LoRA on every linear layer of a frozen base, supervised positions only.

:func:`steps` is the loop; read it first. It changes the learner it is given and
yields what happened, one step at a time, so whoever reads it writes events and
checkpoints between the steps. It knows no files and no clock.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import torch
from torch.nn import functional

from assistant_gui.core.learning import Wish
from assistant_gui.tuner import dropout
from assistant_gui.tuner.batches import Batch, tensors
from assistant_gui.tuner.examples import Lesson

if TYPE_CHECKING:
    from accelerate import Accelerator
    from peft import PeftModel
    from transformers import PreTrainedModel

CLIP = 1.0
"""The longest a gradient may be."""

WARM_UP_STEPS = 20
"""The most, and never more than a tenth of the run."""

LAST_RATE = 0.1
"""What of the learning rate is left at the end."""

BAD_STEPS = 3
"""So many steps in a row without a finite loss, and the run has diverged."""


class Diverged(Exception):
    """Several steps in a row had no finite loss."""


class Halted(Exception):
    """The person wants something else than to go on."""

    def __init__(self, wish: Wish = Wish.CANCEL) -> None:
        super().__init__(wish.value)
        self.wish = wish


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
    tokens: int
    """Of this step, without padding."""


def learner(model: "PeftModel", head: "Head", learning_rate: float) -> Learner:
    trainable = [each for each in model.parameters() if each.requires_grad]
    return Learner(model, head, torch.optim.AdamW(trainable, lr=learning_rate, weight_decay=0.0))


def steps(
    learner: Learner,
    schedule: Sequence[Batch],
    *,
    learning_rate: float,
    seed: int,
    dice: dropout.Dice,
    accelerator: "Accelerator",
    wish: Callable[[], Wish | None],
) -> Iterator[Step]:
    """Learn every batch of *schedule* that *learner* has not yet; raise Halted or Diverged.

    *wish* is asked before every micro-batch; a step that is cut short is as if it had never begun.
    """
    head, optimizer = learner.head, learner.optimizer
    parameters = list(learner.parameters.values())
    learner.model.train()
    bad = 0
    while learner.step < len(schedule):
        batch = schedule[learner.step]
        rate = learning_rate * learner.rate * _share(learner.step, len(schedule))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = 0.0
        for micro in batch.micros:
            wanted = wish()
            if wanted is not None:
                optimizer.zero_grad(set_to_none=True)
                raise Halted(wanted)
            dice.throw(seed, learner.step, [lesson.id for lesson in micro])
            with accelerator.autocast():
                part = head.loss(micro) / batch.weight
            accelerator.backward(part)
            loss += part.item()
        length = accelerator.clip_grad_norm_(parameters, CLIP)
        if math.isfinite(loss) and math.isfinite(float(length)):
            optimizer.step()
            bad = 0
        else:
            bad += 1
        optimizer.zero_grad(set_to_none=True)
        learner.step += 1
        learner.tokens += batch.tokens
        yield Step(learner.step, batch.epoch + 1, loss if not bad else math.nan, rate, batch.tokens)
        if bad == BAD_STEPS:
            raise Diverged


def _share(step: int, steps: int) -> float:
    """Warm-up, then in a straight line down to a tenth."""
    warm = min(WARM_UP_STEPS, steps // 10)
    if step < warm:
        return (step + 1) / (warm + 1)
    return 1 - (1 - LAST_RATE) * (step - warm) / max(1, steps - warm)


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

    def loss(self, lessons: Sequence[Lesson]) -> torch.Tensor:
        """The weighted sum of the negative log-likelihoods of the learned tokens."""
        ids, weights = tensors(lessons)
        device = self.projection.weight.device
        ids, weights = ids.to(device), weights.to(device)
        learned = weights[:, 1:] != 0
        nll = functional.cross_entropy(self.logits(ids, learned).float(), ids[:, 1:][learned], reduction="none")
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
