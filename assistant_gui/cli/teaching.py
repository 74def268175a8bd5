"""tune and adapters."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.core.plan import Plan
from assistant_gui.core.turn import Turn


def tune(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    school = parts.school
    plan = _plan(arguments, school.default_plan(arguments.base or parts.settings.chat.model))
    run = school.start(plan)
    turn.on_cancel(lambda: school.stop(run.id))
    end: Mapping[str, object] = {}
    for event in school.events(run.id, Turn()):
        _show(event, out)
        end = event
    out.done_progressing()
    status = end.get("status")
    if status == "done" and arguments.activate:
        _activated(school.activate(str(end["adapter"])), parts, out, quiet=out.as_json)
    if status == "failed":
        out.say(str(end.get("reason") or _("The run failed; details are in its log.")))
    return {"done": 0, "stopped": 130}.get(str(status), 1)


def adapters(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    school = parts.school
    if arguments.action == "list":
        found = school.adapters()
        for each in found:
            mark = "*" if each.active else " "
            learned = _("{base}, learned from {count} answers").format(base=each.base, count=each.examples)
            out.result(asdict(each), f"{mark} {each.id}  {each.name}  ({learned})")
        if not found:
            out.say(_("There are no adapters yet: assistant-gui tune makes one."))
        return 0
    if arguments.action == "activate":
        _activated(school.activate(arguments.adapter), parts, out)
        return 0
    _activated(school.rollback(), parts, out)
    return 0


def _activated(adapter: Adapter | None, parts: Parts, out: Out, *, quiet: bool = False) -> None:
    parts.adapter_changed(adapter)
    name, title = parts.model_in_use()
    if not quiet:
        out.result(
            {"active": adapter.id if adapter else None, "model": name},
            _("From now on {title} answers.").format(title=title),
        )


def _plan(arguments: argparse.Namespace, default: Plan) -> Plan:
    chosen = {
        "name": arguments.name or None,
        "epochs": arguments.epochs,
        "rank": arguments.rank,
        "learning_rate": arguments.learning_rate,
        "batch": arguments.batch,
    }
    return replace(default, **{name: value for name, value in chosen.items() if value is not None})


def _show(event: Mapping[str, object], out: Out) -> None:
    if out.as_json:
        out.result(event)
        return
    match event.get("event"):
        case "stage":
            out.progress(_("{stage}…").format(stage=event.get("stage")))
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
