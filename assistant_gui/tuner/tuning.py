"""One run, told from beginning to end: prepare, load, train, score, check, write."""

import logging
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, cast

import psutil
import torch
from accelerate import Accelerator

from assistant_gui.core.card import Card
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import Recorded
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Wish
from assistant_gui.core.models import Format
from assistant_gui.core.plan import BY_ITSELF, Plan
from assistant_gui.tuner import (
    able,
    agreement,
    cards,
    course,
    courtesy,
    fingerprint,
    lineage,
    marks,
    memory,
    minds,
    packing,
    preparing,
    proof,
    publishing,
    replay,
    sampling,
    scoring,
    search,
    shapes,
    training,
)
from assistant_gui.tuner.events import Diary, written_whole
from assistant_gui.tuner.examples import Lessons, lessons, read
from assistant_gui.tuner.job import JUDGING, STOPPING, Job, Taught, held_back, plain, taught
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.shelf import Shelf, longest
from assistant_gui.tuner.tongue import ChatTongue
from assistant_gui.weights import base, gguf_adapter

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel

_log = logging.getLogger(__name__)

_MIXED = {"float32": "no", "bfloat16": "bf16", "float16": "fp16"}
"""As accelerate calls them."""

_SPARE_BYTES = 100 * 2**20

UNJUDGED = N_(
    "There was not enough memory to judge the new adapter, so it is kept without a judgement. "
    "Close other programs and have it judged later."
)

LOOK_AFTER = 200
"""So many dialogues are turned into tokens before it looks again what the person wants."""


def tune(folder: Path, job: Job, diary: Diary) -> str:
    """Do the run in *folder*; the id of the adapter it made. Raises Halted, Diverged or AssistantError."""
    if publishing.published(job):
        return job.adapter
    diary.stage("prepare")
    able.check(job.plan)
    examples = taught(folder)
    _check_space(folder)

    diary.stage("load")
    began = time.perf_counter()
    plan = job.plan
    opened = packing.packed(job) if plan.four_bit else base.opened(job.format, job.path, torch.float32)
    _log.info("the base was loaded in %.1f s", time.perf_counter() - began)
    tongue = ChatTongue(opened)
    learned = lessons(examples, tongue, plan.max_tokens, folder=folder, between=_now_and_then(diary))
    texts = _texts(folder, plan, tongue)
    _tell_dropped(learned, diary, needed=plan.plain_share < 1)
    if not learned.lessons:
        learned = replace(learned, lessons=texts)
    _go_on(diary)

    model = preparing.adapted(opened.model, rank=plan.rank, seed=plan.seed, alpha=plan.alpha, targets=plan.targets).to(
        able.device()
    )
    head = training.Head.of(model)
    if job.agreement:
        proof.check(job, model, head, tongue, torch.get_num_threads(), lambda: _go_on(diary))
    widest = longest(learned.lessons, texts)
    precision = preparing.precision(plan.precision, model, head, [widest])
    preparing.fit_for(model, precision, len(widest.ids))
    accelerator = Accelerator(mixed_precision=_MIXED[precision], cpu=able.device() == "cpu")

    courtesy.put_in(model, courtesy.Courtesy(folder, lambda: diary.wish))
    diary.stage("train")
    learner = training.learner(
        model, head, plan.learning_rate, optimizer=plan.optimizer, weight_decay=plan.weight_decay
    )
    _train(folder, job, learned, texts, learner, tongue, accelerator, diary)

    if plan.four_bit:
        packing.unpack(model, job, diary)
        preparing.fit_for(model, precision, len(widest.ids))
    judged = _judged(folder, job, learner, tongue, examples, accelerator, diary) if job.scoring else None

    diary.stage("check")
    written = publishing.saved(model, folder)
    shape = shapes.shape(model)
    if shape.supported:
        gguf_adapter.write(written, shape, written / "adapter.gguf")
    elif job.format is Format.GGUF:
        diary.warn("The adapter has no GGUF form for this kind of model: only the transformers engine can use it.")
    agreed = _agreement(job, learner, learned, tongue, written, accelerator, diary) if job.agreement else None

    diary.stage("write")
    manifest = _manifest(job, learned, learner, tongue, precision, agreed, marks.listed(examples, written))
    manifest["lineage"] = lineage.told(folder, job, examples)
    if agreed is not None and agreed.good:
        taken = _fingerprint(job, learner, tongue, written, accelerator, diary, agreed.tolerance)
        manifest["fingerprint"] = fingerprint.plain(taken) if taken else None
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
    publishing.publish(written, job.adapter_folder)
    return job.adapter


def _train(
    folder: Path,
    job: Job,
    learned: Lessons,
    texts: Sequence[Lesson],
    learner: training.Learner,
    tongue: ChatTongue,
    accelerator: Accelerator,
    diary: Diary,
) -> None:
    plan = job.plan
    with accelerator.autocast():
        wanted = replay.wanted(plan.replay, len(learned.lessons))
        own = replay.replayed(folder, wanted, plan.seed, learner.model, tongue, lambda: _go_on(diary))
    replies = learned.lessons
    if own:
        replies = Shelf(chain(replies, lessons(own, tongue, plan.max_tokens).lessons), folder)
    if wanted > len(own):
        diary.warn(f"Only {len(own)} of {wanted} answers could be replayed.")
    way = course.Course(
        plan,
        replies,
        texts,
        lessons(taught(folder, STOPPING), tongue, plan.max_tokens).lessons,
        accelerator,
        course.chance(learner.model, plan, len(replies)),
        folder / "checkpoints",
        job.checkpoint_s,
        sampling.sampler(taught(folder), learner.model, tongue, accelerator.autocast, diary),
    )
    if _recomputes(plan, learner.model, way, diary):
        preparing.saving(learner.model)
    rate = search.best_rate(way, learner, folder / "search.json", diary) if plan.search else plan.learning_rate
    course.gone_through(way, learner, rate, diary)


def _texts(folder: Path, plan: Plan, tongue: ChatTongue) -> Sequence[Lesson]:
    """The plain texts to read, if the plan has a share for them."""
    if not plan.plain_share:
        return ()
    found = Shelf(read(plain(folder), tongue, plan.max_tokens), folder)
    if not found:
        raise AssistantError(N_("There are no plain texts to read."), N_("Import some, or set their share to 0."))
    return found


def _recomputes(plan: Plan, model: "PeftModel", way: course.Course, diary: Diary) -> bool:
    """Whether layers are to be computed twice: as the plan says, or when it would not fit otherwise."""
    if plan.checkpointing != BY_ITSELF:
        return plan.checkpointing == "on"
    config = cast("PreTrainedModel", model.get_base_model()).config
    kept = preparing.activation_bytes(config, max(way.padded_tokens()))
    return kept > memory.free_bytes()


def _tell_dropped(learned: Lessons, diary: Diary, *, needed: bool) -> None:
    if learned.shortened:
        diary.warn(f"{learned.shortened} examples were shortened: their oldest messages were left out.")
    for reason, count in learned.dropped.items():
        diary.warn(f"{count} examples were left out: {reason.replace('_', ' ')}.")
    if needed and not learned.lessons:
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


def _now_and_then(diary: Diary) -> Callable[[], None]:
    """Does :func:`_go_on` once in a while, as it is called very often."""
    calls = 0

    def look() -> None:
        nonlocal calls
        calls += 1
        if calls % LOOK_AFTER == 0:
            _go_on(diary)

    return look


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
        if able.device() == "cpu":
            compute = agreement.exactly(learner.model, compute, psutil.virtual_memory().available)
    else:
        return None
    return agreement.compared(learner.model, learner.head, prompts, serve, compute)


def _fingerprint(
    job: Job,
    learner: training.Learner,
    tongue: ChatTongue,
    written: Path,
    accelerator: Accelerator,
    diary: Diary,
    tolerance: float,
) -> Recorded | None:
    if job.format is Format.FOLDER:
        return fingerprint.at_transformers(learner.model, learner.head, tongue, accelerator.autocast, tolerance)
    threads, gguf = torch.get_num_threads(), written / "adapter.gguf"
    return fingerprint.at_llama_cpp(job.path, gguf, tongue, threads, lambda: _go_on(diary), tolerance)


def _judged(
    folder: Path,
    job: Job,
    learner: training.Learner,
    tongue: ChatTongue,
    examples: Sequence[Taught],
    accelerator: Accelerator,
    diary: Diary,
) -> Card | None:
    """What it is worth; None, and said, when there is no memory to find that out: it was learned all the same."""
    diary.stage("score")
    try:
        has_current = minds.with_current(learner.model, job.current)
        three = minds.Minds(learner.model, learner.head, accelerator.autocast, has_current)
        found = scoring.card(
            three,
            tongue,
            taught(folder, JUDGING),
            examples,
            max_tokens=job.plan.max_tokens,
            thorough=job.thorough,
            progress=lambda share: diary.tell("scored", share=share),
            halted=lambda: _go_on(diary),
        )
        passages = held_back(folder) if job.plan.plain_share else []
        score = scoring.reading(three, tongue, passages, max_tokens=job.plan.max_tokens, halted=lambda: _go_on(diary))
        return found if score is None else replace(found, scores=(*found.scores, score))
    except Exception as error:
        if not memory.ran_out(error):
            raise
        _log.warning("there was no memory to judge the adapter", exc_info=True)
    memory.give_back()  # after the handler: the error holds what was computed so far
    diary.warn(UNJUDGED)
    return None


def _manifest(
    job: Job,
    learned: Lessons,
    learner: training.Learner,
    tongue: ChatTongue,
    precision: str,
    agreed: agreement.Agreement | None,
    listed: Mapping[str, object],
) -> dict[str, object]:
    return {
        "id": job.adapter,
        "name": job.plan.name,
        "run": job.id,
        "base": job.plan.base,
        "created": round(time.time(), 3),
        "plan": asdict(job.plan),
        **listed,
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
