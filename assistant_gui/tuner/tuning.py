"""One run, told from beginning to end: prepare, load, train, score, check, write."""

import logging
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, cast

import psutil
import torch
from accelerate import Accelerator

from assistant_gui.core.card import Card
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Wish
from assistant_gui.core.models import Format
from assistant_gui.tuner import (
    agreement,
    cards,
    checkpoints,
    courtesy,
    dropout,
    lineage,
    minds,
    preparing,
    scoring,
    training,
)
from assistant_gui.tuner.batches import Batch, schedule
from assistant_gui.tuner.events import Diary, written_whole
from assistant_gui.tuner.examples import Lessons, lessons
from assistant_gui.tuner.job import JUDGING, Job, Taught, taught
from assistant_gui.tuner.tongue import ChatTongue
from assistant_gui.weights import base, gguf_adapter

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel

_log = logging.getLogger(__name__)

CHECKPOINT_S = 30.0
FEW = 1000
"""With fewer examples than this, a twentieth of the input is dropped."""

_SPARE_BYTES = 100 * 2**20
_RECENT = 20


def tune(folder: Path, job: Job, diary: Diary) -> str:
    """Do the run in *folder*; the id of the adapter it made. Raises Halted, Diverged or AssistantError."""
    diary.stage("prepare")
    examples = taught(folder)
    _check_space(folder)

    diary.stage("load")
    began = time.perf_counter()
    opened = base.opened(job.format, job.path, torch.float32)
    _log.info("the base was loaded in %.1f s", time.perf_counter() - began)
    tongue = ChatTongue(opened)
    learned = lessons(examples, tongue, job.plan.max_tokens)
    _tell_dropped(learned, diary)
    _go_on(diary)

    model = preparing.adapted(opened.model, rank=job.plan.rank, seed=job.plan.seed).to(_device())
    head = training.Head.of(model)
    precision = preparing.precision(job.precision, model, head, learned.lessons)
    preparing.fit_for(model, precision, max(len(lesson.ids) for lesson in learned.lessons))
    accelerator = Accelerator(mixed_precision="bf16" if precision == "bfloat16" else "no", cpu=_device() == "cpu")

    courtesy.put_in(model, courtesy.Courtesy(folder, lambda: diary.wish))
    diary.stage("train")
    learner = training.learner(model, head, job.plan.learning_rate)
    _train(folder, job, learned, learner, accelerator, diary)

    judged = _judged(folder, job, learner, tongue, examples, accelerator, diary) if job.scoring else None

    diary.stage("check")
    written = _written(folder, model)
    shape = _shape(model)
    if shape.supported:
        gguf_adapter.write(written, shape, written / "adapter.gguf")
    elif job.format is Format.GGUF:
        diary.warn("The adapter has no GGUF form for this kind of model: only the transformers engine can use it.")
    agreed = _agreement(job, learner, learned, tongue, written, accelerator, diary) if job.agreement else None

    diary.stage("write")
    manifest = _manifest(job, examples, learned, learner, tongue, precision, agreed)
    manifest["lineage"] = lineage.told(job, examples)
    if judged is not None:
        manifest["card"] = cards.plain(judged)
        written_whole(folder / "card.json", cards.plain(judged))
    written_whole(folder / "manifest.json", manifest)
    if agreed is not None and not agreed.good:
        raise AssistantError(
            N_("The engine does not make the same of the adapter as the training did, so it is not offered."),
            N_("Train again, or choose another model."),
        )
    written_whole(written / "manifest.json", manifest)
    _publish(written, job.adapter_folder)
    return job.adapter


def _train(
    folder: Path,
    job: Job,
    learned: Lessons,
    learner: training.Learner,
    accelerator: Accelerator,
    diary: Diary,
) -> None:
    """All steps that are left, with events and checkpoints between them; tried again once if it diverges."""
    plan = job.plan
    steps = schedule(learned.lessons, epochs=plan.epochs, batch=plan.batch, seed=plan.seed)
    share = job.dropout if job.dropout is not None else (0.05 if len(learned.lessons) < FEW else 0.0)
    dice = dropout.Dice()
    dropout.put_in(learner.model, share, dice)
    places = folder / "checkpoints"
    if checkpoints.resume(places, learner):
        diary.warn(f"The run goes on from step {learner.step}.")
    else:
        checkpoints.save(places, learner)
    while True:
        took = training.steps(
            learner,
            steps,
            learning_rate=plan.learning_rate,
            seed=plan.seed,
            dice=dice,
            accelerator=accelerator,
            wish=lambda: diary.wish,
        )
        pace = _Pace(steps)
        saved = time.monotonic()
        try:
            for step in took:
                pace.learned(step)
                _tell_step(step, steps, pace, diary)
                if time.monotonic() - saved > CHECKPOINT_S and step.step < len(steps) and step.loss == step.loss:
                    diary.tell("checkpoint", path=checkpoints.save(places, learner).name, step=step.step)
                    saved = time.monotonic()
            break
        except training.Halted as halted:
            if halted.wish is Wish.CANCEL or not learner.step:
                raise
            checkpoints.save(places, learner)
            if halted.wish is Wish.PAUSE:
                raise
            diary.warn(f"It learns no more; what it learned in {learner.step} of {len(steps)} steps is kept.")
            return
        except training.Diverged:
            if learner.rate < 1:
                raise
            checkpoints.resume(places, learner)
            learner.rate /= 2
            diary.warn(f"The training diverged; it goes on from step {learner.step} at half the learning rate.")
    checkpoints.save(places, learner)


class _Pace:
    """How fast it goes, and how long it will take."""

    def __init__(self, steps: Sequence[Batch]) -> None:
        self._steps = steps
        self._then = time.perf_counter()
        self._recent: list[float] = []
        self._seconds = 0.0
        self._tokens = 0

    def learned(self, step: training.Step) -> None:
        now = time.perf_counter()
        self._recent = [*self._recent[1 - _RECENT :], (now - self._then) / step.tokens]
        self._seconds += now - self._then
        self._tokens += step.tokens
        self._then = now

    @property
    def tokens_per_s(self) -> float:
        return self._tokens / self._seconds if self._seconds else 0.0

    def seconds_left(self, done: int) -> float:
        return median(self._recent) * sum(batch.tokens for batch in self._steps[done:])


def _tell_step(step: training.Step, steps: Sequence[Batch], pace: _Pace, diary: Diary) -> None:
    if step.loss != step.loss:
        diary.warn(f"Step {step.step} had no finite loss and was left out.")
        return
    diary.step(
        step.step,
        steps=len(steps),
        epoch=step.epoch,
        loss=round(step.loss, 5),
        lr=step.learning_rate,
        tokens=step.tokens,
        tokens_per_s=round(pace.tokens_per_s, 1),
        seconds_left=round(pace.seconds_left(step.step), 1),
    )


def _tell_dropped(learned: Lessons, diary: Diary) -> None:
    if learned.shortened:
        diary.warn(f"{learned.shortened} examples were shortened: their oldest messages were left out.")
    for reason, count in learned.dropped.items():
        diary.warn(f"{count} examples were left out: {reason.replace('_', ' ')}.")
    if not learned.lessons:
        raise AssistantError(
            N_("None of the answers can be learned from: they are empty or too long."),
            N_("Allow more tokens per example, or rate other answers."),
        )


def _check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _SPARE_BYTES:
        raise AssistantError(
            N_("Only {free} MB are free on the disk, and training needs {needed} MB."),
            N_("Make some room, then start again."),
            free=free // 2**20,
            needed=_SPARE_BYTES // 2**20,
        )


def _go_on(diary: Diary) -> None:
    """Raise Halted when the person wants the run paused or gone; what is to be kept goes on."""
    wish = diary.wish
    if wish in (Wish.PAUSE, Wish.CANCEL):
        raise training.Halted(wish)


def _device() -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _shape(model: "PeftModel") -> gguf_adapter.Shape:
    config = cast("PreTrainedModel", model.get_base_model()).config
    heads = config.num_attention_heads
    return gguf_adapter.Shape(
        config.model_type, config.num_hidden_layers, heads, getattr(config, "num_key_value_heads", None) or heads
    )


def _written(folder: Path, model: "PeftModel") -> Path:
    partial = folder / "adapter.tmp"
    shutil.rmtree(partial, ignore_errors=True)
    model.save_pretrained(str(partial), save_embedding_layers=False)
    (partial / "README.md").unlink(missing_ok=True)
    return partial


def _agreement(
    job: Job,
    learner: training.Learner,
    learned: Lessons,
    tongue: ChatTongue,
    written: Path,
    accelerator: Accelerator,
    diary: Diary,
) -> agreement.Agreement | None:
    prompts = agreement.positions(agreement.probes(learned.lessons, tongue, job.plan.max_tokens))
    compute: Callable[[], AbstractContextManager[object]] = accelerator.autocast
    if job.format is Format.FOLDER:
        serve = agreement.from_transformers(learner.model, learner.head, written, prompts, accelerator.autocast)
    elif (written / "adapter.gguf").exists():
        gguf = written / "adapter.gguf"
        serve = agreement.from_llama_cpp(job.path, gguf, prompts, torch.get_num_threads(), lambda: _go_on(diary))
        if _device() == "cpu":
            compute = agreement.exactly(learner.model, compute, psutil.virtual_memory().available)
    else:
        return None
    return agreement.compared(learner.model, learner.head, prompts, serve, compute)


def _judged(
    folder: Path,
    job: Job,
    learner: training.Learner,
    tongue: ChatTongue,
    examples: Sequence[Taught],
    accelerator: Accelerator,
    diary: Diary,
) -> Card:
    diary.stage("score")
    has_current = minds.with_current(learner.model, job.current)
    return scoring.card(
        minds.Minds(learner.model, learner.head, accelerator.autocast, has_current),
        tongue,
        taught(folder, JUDGING),
        examples,
        max_tokens=job.plan.max_tokens,
        thorough=job.thorough,
        progress=lambda share: diary.tell("scored", share=share),
        halted=lambda: _go_on(diary),
    )


def _manifest(
    job: Job,
    examples: Sequence[Taught],
    learned: Lessons,
    learner: training.Learner,
    tongue: ChatTongue,
    precision: str,
    agreed: agreement.Agreement | None,
) -> dict[str, object]:
    return {
        "id": job.adapter,
        "name": job.plan.name,
        "run": job.id,
        "base": job.plan.base,
        "created": round(time.time(), 3),
        "plan": asdict(job.plan),
        "examples": [
            {"id": each.id, "conversation": each.conversation, "signal": each.signal, "sha256": each.sha256}
            for each in examples
        ],
        "lessons": len(learned.lessons),
        "shortened": learned.shortened,
        "dropped": dict(learned.dropped),
        "tokens": learner.tokens,
        "steps": learner.step,
        "precision": precision,
        "template_sha256": tongue.template_sha256,
        "stops": list(tongue.stops),
        "agreement": agreed.as_json() if agreed else None,
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "accelerate")},
    }


def _publish(written: Path, place: Path) -> None:
    """The adapter appears whole, by rename."""
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        written.rename(place)
    except OSError:  # another disk
        beside = place.with_name(place.name + ".tmp")
        shutil.copytree(written, beside, dirs_exist_ok=True)
        beside.rename(place)
