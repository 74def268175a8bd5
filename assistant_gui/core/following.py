"""A run as its events tell it, one after the other; whoever shows a run reads it with this."""

from collections.abc import Mapping
from dataclasses import replace

from assistant_gui.core.learning import Probe, Run, RunStatus, Sample

Event = Mapping[str, object]


def followed(run: Run, event: Event) -> Run:
    """*run* after *event*; an event that is not known changes nothing."""
    match event.get("event"):
        case "stage":
            return replace(run, progress=replace(run.progress, stage=str(event.get("stage", ""))))
        case "probe":
            return replace(run, probe=_probe(event))
        case "search":
            return replace(run, searched=(*run.searched, (_number(event, "learning_rate"), _number(event, "loss"))))
        case "step":
            return _stepped(run, event)
        case "eval":
            return replace(run, validation=_with(run.validation, event))
        case "sample":
            sample = Sample(_whole(event, "step"), str(event.get("question", "")), str(event.get("answer", "")))
            return run if sample in run.samples else replace(run, samples=(*run.samples, sample))
        case "scored":
            return replace(run, progress=replace(run.progress, scored=_number(event, "share")))
        case "warning":
            return replace(run, warnings=(*run.warnings, str(event.get("message", ""))))
        case "resumed":
            return replace(run, status=RunStatus.RUNNING, reason="")
        case "end":
            return replace(
                run,
                status=RunStatus(str(event.get("status", RunStatus.FAILED))),
                adapter=str(event.get("adapter") or ""),
                reason=str(event.get("reason") or ""),
            )
        case _:
            return run


def from_the_first(run: Run) -> Run:
    """*run* before its first event, for its events are told from the first."""
    return Run(run.id, run.plan, RunStatus.RUNNING, run.started)


def _stepped(run: Run, event: Event) -> Run:
    known = _optional(event, "tokens_per_s")
    progress = replace(
        run.progress,
        step=_whole(event, "step"),
        steps=_whole(event, "steps") or run.progress.steps,
        loss=_optional(event, "loss"),
        tokens_per_s=run.progress.tokens_per_s if known is None else known,
        seconds_left=_optional(event, "seconds_left"),
        learning_rate=_optional(event, "lr"),
        gradient=_optional(event, "grad_norm"),
        memory_bytes=_whole(event, "memory_bytes"),
    )
    run = replace(run, progress=progress)
    if progress.loss is None:
        return run
    if event.get("plain"):
        return replace(run, plain_losses=_with(run.plain_losses, event))
    return replace(run, losses=_with(run.losses, event))


def _with(points: tuple[tuple[int, float], ...], event: Event) -> tuple[tuple[int, float], ...]:
    """*points* and one more; a run that went back to a checkpoint takes its later points along."""
    step = _whole(event, "step")
    if points and points[-1][0] >= step:
        points = tuple(point for point in points if point[0] < step)
    return (*points, (step, _number(event, "loss")))


def _probe(event: Event) -> Probe:
    return Probe(_number(event, "seconds"), _whole(event, "memory_bytes"), _number(event, "seconds_total"))


def _whole(event: Event, key: str) -> int:
    return round(_optional(event, key) or 0)


def _number(event: Event, key: str) -> float:
    return _optional(event, key) or 0.0


def _optional(event: Event, key: str) -> float | None:
    value = event.get(key)
    return float(value) if isinstance(value, int | float) else None
