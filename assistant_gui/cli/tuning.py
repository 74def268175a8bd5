"""tune: one training run, from the terminal."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from assistant_gui.cli import textual
from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.cli.planflags import chosen
from assistant_gui.cli.teaching import activated
from assistant_gui.core import plancommand
from assistant_gui.core.language import translated as _
from assistant_gui.core.plan import Plan, with_texts
from assistant_gui.core.stages import stage_in_words
from assistant_gui.core.turn import Turn

INTERRUPTED = 130


def tune(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    school = parts.school
    chosen_plan = plan(arguments, parts)
    if chosen_plan.texts and chosen_plan.plain_share:
        textual.tell(parts.texts.look(Path(chosen_plan.texts), turn, textual.progress(out)), out)
    run = school.start(chosen_plan, turn, textual.reading(out))
    out.done_progressing()
    turn.on_cancel(lambda: school.stop(run.id))
    end = follow(parts, run.id, out)
    if end.get("status") == "done" and arguments.activate:
        activated(school.activate(str(end["adapter"])), parts, out, quiet=out.as_json)
    return ended(end, out)


def plan(arguments: argparse.Namespace, parts: Parts) -> Plan:
    """What is recommended, but for what the file says, but for what was typed."""
    told = dict(plancommand.read(arguments.config)) if arguments.config else {}
    base = arguments.base or str(told.pop("base", "")) or parts.settings.chat.model
    told.pop("base", None)
    named = {**told, **chosen(arguments)}
    if named.get("texts"):
        named["texts"] = str(Path(str(named["texts"])).absolute())
    made = plancommand.put(parts.school.default_plan(base), named)
    return made if "plain_share" in named else with_texts(made, made.texts, parts.school.tally().total)


def follow(parts: Parts, run: str, out: Out) -> Mapping[str, object]:
    """Show what the run tells until it ends; the last event."""
    last: Mapping[str, object] = {}
    for event in parts.school.events(run, Turn()):
        _show(event, out)
        last = event
    out.done_progressing()
    return last


def ended(end: Mapping[str, object], out: Out) -> int:
    """The exit code; a failure is said."""
    status = str(end.get("status"))
    if status == "failed":
        out.say(str(end.get("reason") or _("The run failed; details are in its log.")))
    if status == "paused":
        if reason := end.get("reason"):
            out.say(str(reason))
        out.say(_("It is paused. Take it up again with: assistant-gui runs resume"))
    return {"done": 0, "paused": 0, "stopped": INTERRUPTED}.get(status, 1)


def _show(event: Mapping[str, object], out: Out) -> None:
    if out.as_json:
        out.result(event)
        return
    match event.get("event"):
        case "stage":
            out.progress(_("{stage}…").format(stage=stage_in_words(str(event.get("stage", "")))))
        case "step":
            out.progress(
                _("step {step} of {steps}, loss {loss:.3f}, {speed:.0f} tokens/s, {left:.0f} s left").format(
                    step=event["step"],
                    steps=event["steps"],
                    loss=event["loss"],
                    speed=event["tokens_per_s"],
                    left=event.get("seconds_left") or 0,
                )
            )
        case "search":
            out.say(
                _("learning rate {rate:g} gave loss {loss:.3f}").format(rate=event["learning_rate"], loss=event["loss"])
            )
        case "eval":
            words = _("step {step}: loss {loss:.3f} on the conversations kept aside")
            out.say(words.format(step=event["step"], loss=event["loss"]))
        case "warning":
            out.say(str(event.get("message", "")))
        case "end" if event.get("status") == "done":
            out.done_progressing()
            out.result(
                {},
                _("The adapter {adapter} is ready: assistant-gui adapters activate {adapter}").format(
                    adapter=event.get("adapter")
                ),
            )
