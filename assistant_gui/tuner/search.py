"""A small search for the learning rate: three of them, each on a tenth of the steps, from the same beginning."""

import json
import logging
import math
from collections.abc import Sequence
from pathlib import Path

import torch

from assistant_gui.tuner import memory, stopping, training
from assistant_gui.tuner.batches import Batch
from assistant_gui.tuner.course import Course
from assistant_gui.tuner.events import Diary, written_whole

_log = logging.getLogger(__name__)

FACTORS = (1 / 3, 1.0, 3.0)
SHARE, LEAST_STEPS = 0.1, 4
LATE = 3
"""Without conversations kept aside, the mean loss of the last third of the steps decides."""


def best_rate(course: Course, learner: training.Learner, file: Path, diary: Diary) -> float:
    """The best of three rates around the plan's, found once and noted in *file*. *learner* is left as it was."""
    planned = course.plan.learning_rate
    if file.exists():
        return float(json.loads(file.read_bytes())["learning_rate"])
    every = course.steps()
    steps = every[: max(LEAST_STEPS, round(len(every) * SHARE))]
    before = {name: each.detach().clone() for name, each in learner.parameters.items()}
    found: dict[float, float] = {}
    try:
        for rate in (planned * factor for factor in FACTORS):
            found[rate] = _tried(course, learner, rate, steps, diary)
            diary.tell("search", learning_rate=rate, loss=round(found[rate], 5))
            _put_back(learner, before)
    except Exception as error:
        if not memory.ran_out(error):
            raise
        _log.warning("there was no memory for the search", exc_info=True)
        diary.warn("There was not enough memory to try learning rates, so the planned one is used.")
        _put_back(learner, before)
        return planned
    best = min(found, key=lambda rate: (found[rate], abs(rate - planned)))
    chosen = best if math.isfinite(found[best]) else planned
    written_whole(file, {"learning_rate": chosen})
    return chosen


def _tried(course: Course, learner: training.Learner, rate: float, steps: Sequence[Batch], diary: Diary) -> float:
    plan = course.plan
    fresh = training.learner(
        learner.model, learner.head, rate, optimizer=plan.optimizer, weight_decay=plan.weight_decay
    )
    rules = training.Rules.of(plan, rate)
    losses: list[float] = []
    try:
        for step in training.steps(
            fresh, steps, rules=rules, throw=course.throw, accelerator=course.accelerator, wish=lambda: diary.wish
        ):
            losses.append(step.loss)
    except training.Diverged:
        return math.inf
    if course.kept_aside:
        return stopping.loss(learner.head, course.kept_aside, course.accelerator.autocast, room=course.room(0))
    late = losses[-max(1, len(losses) // LATE) :]
    mean = sum(late) / len(late)
    return mean if math.isfinite(mean) else math.inf


def _put_back(learner: training.Learner, before: dict[str, torch.Tensor]) -> None:
    learner.optimizer.zero_grad(set_to_none=True)
    with torch.no_grad():
        for name, each in learner.parameters.items():
            each.copy_(before[name])
