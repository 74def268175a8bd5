"""runs: the training runs there are, and what may be wanted of one."""

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core import cardwords, plancommand
from assistant_gui.core.card import Card
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Run, RunStatus
from assistant_gui.core.plan import items
from assistant_gui.core.stages import stage_in_words, status_in_words
from assistant_gui.core.turn import Turn

GOING: Final = frozenset({RunStatus.RUNNING})
OPEN: Final = frozenset({RunStatus.RUNNING, RunStatus.PAUSED})
ANY: Final = frozenset(RunStatus)


def runs(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    if arguments.action == "list":
        return _list(parts, out)
    if arguments.action == "show":
        return _show(_meant(arguments.run, ANY, parts), parts, out)
    return _ASKED[arguments.action](arguments.run, parts, out)


def _list(parts: Parts, out: Out) -> int:
    found = parts.school.runs()
    for run in found:
        day = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.started))
        out.result(_told(run), f"{run.id}  {day}  {run.plan.name}  ({_state(run)})")
    if not found:
        out.say(_("There are no runs yet: assistant-gui tune starts one."))
    return 0


def _show(run: Run, parts: Parts, out: Out) -> int:
    card = parts.school.card(run.adapter) if run.adapter else None
    command = plancommand.line(run.plan, run.plan)
    told = {
        **_told(run),
        "plan": asdict(run.plan),
        "command": command,
        "losses": run.losses,
        "plain_losses": run.plain_losses,
        "validation": run.validation,
        "searched": run.searched,
        "probe": asdict(run.probe) if run.probe else None,
        "samples": [asdict(sample) for sample in run.samples],
        "warnings": run.warnings,
        "verdict": card.verdict if card else None,
    }
    plan = (f"  {_(meaning.title)}: {value}" for _name, value, meaning in items(run.plan) if value != "")
    out.result(told, f"{run.id}  ({_state(run)})", *_figures(run), *_judged(run, card), *plan, f"  {command}")
    return 0


def _pause(named: str, parts: Parts, out: Out) -> int:
    run = _meant(named, GOING, parts)
    parts.school.pause(run.id)
    return _asked(run, "pause", _("{run} pauses after this step. Go on with: assistant-gui runs resume"), out)


def _resume(named: str, parts: Parts, out: Out) -> int:
    run = _meant(named, frozenset({RunStatus.PAUSED}), parts)
    parts.school.resume(run.id)
    return _asked(run, "resume", _("{run} goes on."), out)


def _keep(named: str, parts: Parts, out: Out) -> int:
    run = _meant(named, OPEN, parts)
    parts.school.keep(run.id)
    return _asked(run, "keep", _("{run} stops and makes an adapter of what it has learned."), out)


def _cancel(named: str, parts: Parts, out: Out) -> int:
    run = _meant(named, OPEN, parts)
    parts.school.stop(run.id)
    return _asked(run, "cancel", _("{run} stops; what it has learned is thrown away."), out)


_ASKED: Final[Mapping[str, Callable[[str, Parts, Out], int]]] = {
    "pause": _pause,
    "resume": _resume,
    "keep": _keep,
    "cancel": _cancel,
}


def _asked(run: Run, what: str, words: str, out: Out) -> int:
    out.result({"run": run.id, "asked": what}, words.format(run=run.id))
    return 0


def _meant(named: str, fitting: frozenset[RunStatus], parts: Parts) -> Run:
    """The run that was *named*, or the newest *fitting* one."""
    if named:
        found = parts.school.run(named)
    else:
        newest = next((run for run in parts.school.runs() if run.status in fitting), None)
        if newest is None:
            raise AssistantError(N_("There is no run for that."), N_("See: assistant-gui runs list"))
        found = newest
    if found.status not in fitting:
        raise AssistantError(
            N_("{run} is {status}."),
            N_("See: assistant-gui runs list"),
            run=found.id,
            status=status_in_words(found.status),
        )
    return found


def _told(run: Run) -> dict[str, object]:
    progress = run.progress
    return {
        "run": run.id,
        "name": run.plan.name,
        "base": run.plan.base,
        "status": run.status,
        "started": run.started,
        **asdict(progress),
        "adapter": run.adapter,
        "reason": run.reason,
    }


def _state(run: Run) -> str:
    if run.status is RunStatus.RUNNING:
        return _("{stage}, step {step} of {steps}").format(
            stage=stage_in_words(run.progress.stage), step=run.progress.step, steps=run.progress.steps
        )
    return status_in_words(run.status) + (f": {run.reason}" if run.reason else "")


def _figures(run: Run) -> list[str]:
    lines = []
    if run.losses:
        words = _("loss {first:.3f} to {last:.3f} in {steps} steps")
        lines.append(words.format(first=run.losses[0][1], last=run.losses[-1][1], steps=run.losses[-1][0]))
    if run.validation:
        words = _("on the conversations kept aside {first:.3f} to {last:.3f}")
        lines.append(words.format(first=run.validation[0][1], last=run.validation[-1][1]))
    return [*(f"  {line}" for line in lines), *(f"  {warning}" for warning in run.warnings)]


def _judged(run: Run, card: Card | None) -> list[str]:
    if card is None:
        return []
    more = _("All figures: assistant-gui adapters show {adapter}").format(adapter=run.adapter)
    verdict = _(cardwords.VERDICTS[card.verdict])
    return [
        f"  {verdict}",
        *(f"  {_(reason)}" for reason in card.reasons),
        *(f"  {each}" for each in (cardwords.gain(card), cardwords.texts(card)) if each),
        f"  {more}",
    ]
