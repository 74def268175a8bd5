"""The course of a training: its steps to the end, and everything that may come between.

Checkpoints are written at the borders of steps; when a step diverges or there is no
memory for it, the run goes back to the last one and goes on more carefully.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Wish
from assistant_gui.core.plan import Plan
from assistant_gui.tuner import checkpoints, dropout, memory, preparing, stopping, training
from assistant_gui.tuner.batches import Room, Steps, alternated, schedule
from assistant_gui.tuner.events import Diary
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.noise import Noise
from assistant_gui.tuner.pace import Pace, probed
from assistant_gui.weights import shortage

if TYPE_CHECKING:
    from accelerate import Accelerator
    from peft import PeftModel

_log = logging.getLogger(__name__)

FEW = 1000
"""With fewer examples than this, a twentieth of the input is dropped."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is gone through, and how."""

    plan: Plan
    replies: Sequence[Lesson]
    plain: Sequence[Lesson]
    """Of plain texts, which alternate with the replies."""
    kept_aside: Sequence[Lesson]
    """What says when to stop; may be empty."""
    accelerator: "Accelerator"
    throw: training.Throw
    places: Path
    """Of the checkpoints."""
    checkpoint_s: float
    written: Callable[[int], None] = lambda step: None
    """Called after each checkpoint: a sample of what it would answer now."""

    def room(self, halved: int) -> Room:
        return Room(lessons=self.plan.micro_batch).halved(halved, self.plan.batch)

    def steps(self, halved: int = 0) -> Steps:
        """The whole schedule, in micro-batches *halved* so many times."""
        plan = self.plan
        replies, plain = (
            schedule(each, epochs=plan.epochs, batch=plan.batch, seed=plan.seed, room=self.room(halved))
            for each in (self.replies, self.plain)
        )
        return alternated(replies, plain, plan.plain_share)

    def padded_tokens(self) -> Iterator[int]:
        """Of every micro-batch."""
        for step in self.steps().micros():
            for micro in step:
                yield len(micro) * max(micro)


def chance(model: "PeftModel", plan: Plan, lessons: int) -> training.Throw:
    """Put dropout and noise into *model*; what throws them."""
    share = plan.dropout if plan.dropout >= 0 else (0.05 if lessons < FEW else 0.0)
    dice, noise = dropout.Dice(), Noise(plan.neftune)
    dropout.put_in(model, share, dice)
    noise.put_in(model)

    def throw(seed: int, step: int, lessons: Sequence[Lesson]) -> None:
        dice.throw(seed, step, [lesson.id for lesson in lessons])
        noise.throw(seed, step, lessons)

    return throw


def gone_through(course: Course, learner: training.Learner, learning_rate: float, diary: Diary) -> None:
    """All steps that are left. Raises Halted (the place is kept), Diverged or AssistantError."""
    rules = training.Rules.of(course.plan, learning_rate)
    if checkpoints.resume(course.places, learner):
        diary.warn(f"The run goes on from step {learner.step}.")
    else:
        _save(course, learner, diary)
    if learner.saving:
        preparing.saving(learner.model)
    while not _finished(course, learner, rules, diary):
        _save(course, learner, diary)  # begin again from here, as it was made more careful
    _save(course, learner, diary)
    if course.plan.early_stopping and checkpoints.take_best(course.places, learner):
        diary.tell("best", step=learner.watch.best_step, loss=round(learner.watch.best, 5))


def _finished(course: Course, learner: training.Learner, rules: training.Rules, diary: Diary) -> bool:
    """Step until the end; False when it has gone back to a checkpoint and should try again."""
    steps = course.steps(learner.halved)
    try:
        if not learner.step:
            probed(learner, steps, rules, course.throw, course.accelerator, diary)
        _step_on(course, learner, rules, steps, diary)
        return True
    except training.Halted as halted:
        if halted.wish is Wish.CANCEL or not learner.step:
            raise
        if halted.wish is Wish.PAUSE:
            _save(course, learner, diary)
            raise
        diary.warn(f"It learns no more; what it learned in {learner.step} of {len(steps)} steps is kept.")
        return True
    except training.Diverged:
        if learner.rate < 1 or not checkpoints.resume(course.places, learner):
            raise
        learner.rate /= 2
        diary.warn(f"The training diverged; it goes on from step {learner.step} at half the learning rate.")
        return False
    except Exception as error:
        if not memory.ran_out(error):
            raise
        _log.warning("there was no memory for a step", exc_info=True)
    memory.give_back()  # after the handler: the error holds what was computed so far
    _spare(course, learner, steps, diary)
    return False


def _step_on(course: Course, learner: training.Learner, rules: training.Rules, steps: Steps, diary: Diary) -> None:
    if _over(course, learner, steps, diary):
        return
    pace = Pace(steps)
    saved = time.monotonic()
    took = training.steps(
        learner,
        steps,
        rules=rules,
        throw=course.throw,
        accelerator=course.accelerator,
        wish=lambda: diary.wish,
    )
    for step in took:
        pace.learned(step)
        pace.tell(step, diary)
        if _over(course, learner, steps, diary):
            return
        if time.monotonic() - saved > course.checkpoint_s and step.step < len(steps) and not learner.bad:
            _save(course, learner, diary)
            course.written(step.step)
            saved = time.monotonic()
        pace.goes_on()


def _over(course: Course, learner: training.Learner, steps: Steps, diary: Diary) -> bool:
    """Look at what was kept aside when it is due; whether it has not become better for too long."""
    watch, plan = learner.watch, course.plan
    if not course.kept_aside:
        return False
    if stopping.due(learner.step, len(steps), plan.epochs) and watch.looked_at < learner.step and not learner.bad:
        seen = stopping.loss(
            learner.head,
            course.kept_aside,
            course.accelerator.autocast,
            room=course.room(learner.halved),
            between=lambda: _unless_halted(diary),
        )
        diary.tell("eval", step=learner.step, loss=round(seen, 5))
        if watch.saw(learner.step, seen) and plan.early_stopping:
            _save(course, learner, diary, checkpoints.BEST)
    if not (plan.early_stopping and watch.over):
        return False
    if learner.step < len(steps):
        diary.warn(f"It does not get better since step {watch.best_step}, so it stops at step {learner.step}.")
    return True


def _unless_halted(diary: Diary) -> None:
    wish = diary.wish
    if wish is not None:
        raise training.Halted(wish)


def _save(course: Course, learner: training.Learner, diary: Diary, name: str = "") -> None:
    """Write a checkpoint; a run that cannot goes on without it, as nothing is lost yet."""
    try:
        place = checkpoints.save(course.places, learner, name)
    except Exception as error:
        if not shortage.unwritten(error) and not memory.ran_out(error):
            raise
        _log.warning("a checkpoint could not be written", exc_info=True)
        checkpoints.tidy(course.places)
        diary.warn("A checkpoint could not be written, as there is no room for it; the run goes on without it.")
        return
    if learner.step and not name:
        diary.tell("checkpoint", path=place.name, step=learner.step)


def _spare(course: Course, learner: training.Learner, steps: Steps, diary: Diary) -> None:
    """Go back to the last checkpoint and take less at a time; AssistantError when nothing is left to be spared."""
    halved, saving = learner.halved, learner.saving
    if any(len(micro) > 1 for step in steps.micros() for micro in step):
        halved += 1
        diary.warn("There was not enough memory for a step: it takes half as many examples at a time from now on.")
    elif not saving:
        preparing.saving(learner.model)
        saving = True
        diary.warn("There was not enough memory for a step: it computes layers twice from now on, which is slower.")
    else:
        raise AssistantError(
            N_("There is not enough memory to train this model, not even one example at a time."),
            N_("Allow fewer tokens per example, or choose a smaller model or rank."),
        )
    learner.optimizer.zero_grad(set_to_none=True)
    if not checkpoints.resume(course.places, learner):
        raise AssistantError(
            N_("There is not enough memory to train this model."),
            N_("Choose a smaller model, batch or rank, or close other programs."),
        )
    learner.halved, learner.saving = halved, saving
