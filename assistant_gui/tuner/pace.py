"""How fast a training goes and how long it will take: guessed from one step, then measured at every step."""

import time
from array import array
from collections.abc import Callable
from itertools import accumulate
from statistics import median
from typing import TYPE_CHECKING

import torch

from assistant_gui.tuner import memory, training
from assistant_gui.tuner.batches import Steps
from assistant_gui.tuner.events import Diary

if TYPE_CHECKING:
    from accelerate import Accelerator

_RECENT = 20

_STOOD_STILL = 5.0
"""A step that takes so many times as long as usual for its tokens was not going on all the while..."""

_STOOD_STILL_S = 10.0
"""...if it is so much longer too: the machine slept, the process was stopped, or somebody talked."""


class Pace:
    """Of the steps alone: what happens between them is not counted, nor how long they stood still."""

    def __init__(self, steps: Steps, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._done = array("Q", accumulate(steps.tokens(), initial=0))
        """How many tokens have been learned after each step."""
        self._then = clock()
        self._recent: list[float] = []
        self._seconds = 0.0
        self._tokens = 0

    def learned(self, step: training.Step) -> None:
        took = self._clock() - self._then
        self._seconds += self._going(took, step.tokens)
        self._recent = [*self._recent[1 - _RECENT :], took / step.tokens]
        self._tokens += step.tokens
        self.goes_on()

    def goes_on(self) -> None:
        """The next step begins now."""
        self._then = self._clock()

    def _going(self, took: float, tokens: int) -> float:
        """What of the time that a step *took* it was going on, as far as the others tell."""
        usual = median(self._recent) * tokens if self._recent else took
        return usual if took > max(_STOOD_STILL * usual, usual + _STOOD_STILL_S) else took

    @property
    def tokens_per_s(self) -> float:
        return self._tokens / self._seconds if self._seconds else 0.0

    def seconds_left(self, done: int) -> float:
        return median(self._recent) * (self._done[-1] - self._done[done])

    def tell(self, step: training.Step, diary: Diary) -> None:
        if step.loss != step.loss:
            diary.warn(f"Step {step.step} had no finite loss and was left out.")
            return
        diary.step(
            step.step,
            steps=len(self._done) - 1,
            epoch=step.epoch,
            loss=round(step.loss, 5),
            lr=step.learning_rate,
            grad_norm=round(step.grad_norm, 5),
            tokens=step.tokens,
            tokens_per_s=round(self.tokens_per_s, 1),
            seconds_left=round(self.seconds_left(step.step), 1),
            memory_bytes=memory.used_bytes(),
            plain=step.plain,
        )


def probed(
    learner: training.Learner,
    steps: Steps,
    rules: training.Rules,
    throw: training.Throw,
    accelerator: "Accelerator",
    diary: Diary,
) -> None:
    """Tell what the largest micro-batch takes, forwards and backwards; nothing is learned from it."""
    most = total = place = 0
    for number, step in enumerate(steps.micros()):
        total += sum(map(_padded, step))
        if max(map(_padded, step)) > most:
            most, place = max(map(_padded, step)), number
    micro = next(each for each in steps[place].micros if _padded(tuple(len(lesson.ids) for lesson in each)) == most)
    began = time.perf_counter()
    learner.model.train()
    throw(rules.seed, 0, micro)
    with accelerator.autocast():
        loss = learner.head.loss(micro, smoothing=rules.label_smoothing)
    torch.autograd.backward(loss)
    took = time.perf_counter() - began
    held = memory.used_bytes()
    learner.optimizer.zero_grad(set_to_none=True)
    diary.tell(
        "probe",
        seconds=round(took, 3),
        memory_bytes=held,
        seconds_total=round(took * total / most, 3),
    )


def _padded(micro: tuple[int, ...]) -> int:
    return len(micro) * max(micro)
