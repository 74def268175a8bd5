"""What a run tells of itself, in words: its figures, its trial step, the learning rates it tried, how it ended."""

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Run, RunStatus
from assistant_gui.gui.words import bytes_in_words, seconds_in_words


def figures_in_words(run: Run) -> str:
    """Step, speed and time left, as far as they are known; the loss stands at the curve."""
    progress = run.progress
    parts = []
    if progress.steps:
        parts.append(_("step {step} of {steps}").format(step=progress.step, steps=progress.steps))
    if progress.tokens_per_s and run.status is RunStatus.RUNNING:
        parts.append(_("{speed:.0f} tokens/s").format(speed=progress.tokens_per_s))
    if progress.seconds_left is not None and run.status is RunStatus.RUNNING:
        parts.append(_("{time} left").format(time=seconds_in_words(progress.seconds_left)))
    return " · ".join(parts)


def details_in_words(run: Run) -> str:
    """What those who know training look at besides."""
    progress = run.progress
    parts = []
    if progress.learning_rate is not None:
        parts.append(_("learning rate {rate}").format(rate=f"{progress.learning_rate:.2g}"))
    if progress.gradient is not None:
        parts.append(_("gradient {size:.2f}").format(size=progress.gradient))
    if progress.memory_bytes:
        parts.append(_("memory {size}").format(size=bytes_in_words(progress.memory_bytes)))
    return " · ".join(parts)


def probe_in_words(run: Run) -> str:
    """What the trial step found; empty before it."""
    if run.probe is None:
        return ""
    words = _("A trial step on the longest examples took {time} and {memory}; all of it will take about {total}.")
    return words.format(
        time=_("{seconds:.1f} s").format(seconds=run.probe.seconds),
        memory=bytes_in_words(run.probe.memory_bytes),
        total=seconds_in_words(run.probe.seconds_total),
    )


def search_in_words(run: Run) -> str:
    """The learning rates that were tried, the best one named; empty without a search."""
    if not run.searched:
        return ""
    tried = ", ".join(_("{rate} gave {loss:.2f}").format(rate=f"{rate:g}", loss=loss) for rate, loss in run.searched)
    best, _loss = min(run.searched, key=lambda each: each[1])
    return _("Learning rates tried: {tried}. Best so far: {best}.").format(tried=tried, best=f"{best:g}")


def ending_in_words(run: Run) -> str:
    """What became of a run that does not go on."""
    match run.status:
        case RunStatus.DONE:
            return _("It has learned.")
        case RunStatus.PAUSED if run.reason:
            return _("Paused. {reason}").format(reason=run.reason)
        case RunStatus.PAUSED:
            return _("Paused. Nothing is lost; the machine is free until you go on.")
        case RunStatus.STOPPED:
            return _("You stopped it.")
        case RunStatus.FAILED:
            return run.reason or _("It failed; its log says why.")
        case _:
            return ""
