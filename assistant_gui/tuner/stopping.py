"""When to stop: the loss on conversations kept aside, and how long it has not become better."""

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from assistant_gui.tuner.batches import ANY_ROOM, Room, micro_batches
from assistant_gui.tuner.lesson import Lesson

if TYPE_CHECKING:
    from assistant_gui.tuner.training import Head

PATIENCE = 3
"""So many looks without a better loss..."""

BETTER_NATS = 0.005
"""...by this much, per token, and the run ends."""

LEAST_STEPS = 10
LOOKS_AN_EPOCH = 4


@dataclass(slots=True)
class Watch:
    """What was seen so far; part of a checkpoint."""

    best: float = math.inf
    best_step: int = 0
    looked_at: int = 0
    """The step of the last look."""
    waited: int = 0
    """Looks since the best one."""

    def saw(self, step: int, loss: float) -> bool:
        """Note what was seen after *step*; whether it is the best so far."""
        self.looked_at = step
        if loss < self.best - BETTER_NATS:
            self.best, self.best_step, self.waited = loss, step, 0
            return True
        self.waited += 1
        return False

    @property
    def over(self) -> bool:
        return self.waited >= PATIENCE


def due(step: int, steps: int, epochs: int) -> bool:
    """Four times an epoch, but never after fewer than ten steps; and at the end."""
    every = max(math.ceil(steps / max(1, epochs) / LOOKS_AN_EPOCH), LEAST_STEPS)
    return step > 0 and (step % every == 0 or step == steps)


def loss(
    head: "Head",
    lessons: Sequence[Lesson],
    autocast: Callable[[], AbstractContextManager[object]],
    *,
    room: Room = ANY_ROOM,
    between: Callable[[], None] = lambda: None,
) -> float:
    """Nats per learned token, weighted as in training; nothing is kept of it. *between* is called between parts."""
    model = head.model
    total = 0.0
    model.eval()
    try:
        for micro in micro_batches(lessons, room):
            between()
            with torch.no_grad(), autocast():
                total += float(head.loss(micro))
    finally:
        model.train()
    return total / sum(sum(lesson.weights[1:]) for lesson in lessons)
