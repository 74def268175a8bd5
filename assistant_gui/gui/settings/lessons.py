"""A run and its figures in words."""

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run, Tally
from assistant_gui.core.stages import status_in_words

EXPERIMENT = 50
"""With fewer answers than this, what is learned is a matter of luck."""


def answers_in_words(count: int) -> str:
    if not count:
        return _("No answers yet")
    return _("1 answer") if count == 1 else _("{count} answers").format(count=count)


def learned_in_words(adapter: Adapter) -> str:
    """What an adapter was made from."""
    answers = answers_in_words(adapter.examples)
    if adapter.texts:
        return _("{answers} and texts").format(answers=answers) if adapter.examples else _("texts alone")
    return answers if adapter.examples else _("brought in from elsewhere")


def tally_in_words(tally: Tally) -> str:
    parts = (
        _("{count} corrected").format(count=tally.corrected),
        _("{count} rated up").format(count=tally.rated_up),
        _("{count} imported").format(count=tally.imported),
        *([_("{count} kept after asking again").format(count=tally.kept)] if tally.kept else []),
    )
    return " · ".join(parts)


def outcome_in_words(run: Run) -> str:
    """One line for a run in the list of past ones."""
    parts = [status_in_words(run.status)]
    if run.losses:
        first, last = run.losses[0][1], run.losses[-1][1]
        parts.append(_("loss {first:.2f} to {last:.2f}").format(first=first, last=last))
    plan = run.plan
    parts.append(_("{epochs} epochs, rank {rank}").format(epochs=plan.epochs, rank=plan.rank))
    if run.reason:
        parts.append(run.reason)
    return " · ".join(parts)
