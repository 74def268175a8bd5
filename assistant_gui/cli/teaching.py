"""adapters: what fine-tuning made."""

import argparse
from dataclasses import asdict

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.core.turn import Turn


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
        activated(school.activate(arguments.adapter), parts, out)
        return 0
    activated(school.rollback(), parts, out)
    return 0


def activated(adapter: Adapter | None, parts: Parts, out: Out, *, quiet: bool = False) -> None:
    parts.adapter_changed(adapter)
    name, title = parts.model_in_use()
    if not quiet:
        out.result(
            {"active": adapter.id if adapter else None, "model": name},
            _("From now on {title} answers.").format(title=title),
        )
