"""A run and its figures in words."""

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Run, RunStatus, Tally
from assistant_gui.gui.words import seconds_in_words

EXPERIMENT = 50
"""With fewer answers than this, what is learned is a matter of luck."""
STAGES = {
    "": N_("Getting ready"),
    "prepare": N_("Reading the answers"),
    "load": N_("Loading the model"),
    "train": N_("Learning"),
    "score": N_("Comparing it with what answers now"),
    "check": N_("Checking what was learned"),
    "write": N_("Writing the adapter"),
}
STATUSES = {
    RunStatus.RUNNING: N_("running"),
    RunStatus.PAUSED: N_("paused"),
    RunStatus.DONE: N_("done"),
    RunStatus.STOPPED: N_("stopped"),
    RunStatus.FAILED: N_("failed"),
}


def answers_in_words(count: int) -> str:
    if not count:
        return _("No answers yet")
    return _("1 answer") if count == 1 else _("{count} answers").format(count=count)


def tally_in_words(tally: Tally) -> str:
    parts = (
        _("{count} corrected").format(count=tally.corrected),
        _("{count} rated up").format(count=tally.rated_up),
        _("{count} imported").format(count=tally.imported),
    )
    return " · ".join(parts)


def stage_in_words(run: Run) -> str:
    return _(STAGES.get(run.progress.stage, run.progress.stage))


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


def ending_in_words(run: Run) -> str:
    """What became of a run that is over."""
    match run.status:
        case RunStatus.DONE:
            return _("It has learned. The adapter is below: activate it, and the next answer uses it.")
        case RunStatus.STOPPED:
            return _("You stopped it.")
        case RunStatus.FAILED:
            return run.reason or _("It failed; its log says why.")
        case _:
            return ""


def outcome_in_words(run: Run) -> str:
    """One line for a run in the list of past ones."""
    parts = [_(STATUSES[run.status])]
    if run.losses:
        first, last = run.losses[0][1], run.losses[-1][1]
        parts.append(_("loss {first:.2f} to {last:.2f}").format(first=first, last=last))
    plan = run.plan
    parts.append(_("{epochs} epochs, rank {rank}").format(epochs=plan.epochs, rank=plan.rank))
    if run.reason:
        parts.append(run.reason)
    return " · ".join(parts)
