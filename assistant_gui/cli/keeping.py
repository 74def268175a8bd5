"""backup, restore and check."""

import argparse
import time
from dataclasses import asdict

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.amounts import contents, conversations
from assistant_gui.core.backups import Backup
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn


def backup(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    made = parts.backups.make(arguments.target)
    out.result(
        _told(made),
        _("In {file}: {contents}.").format(file=made.file, contents=contents(made.conversations, made.messages)),
    )
    return 0


def restore(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    if arguments.listing:
        return _list(parts, out)
    if arguments.salvage:
        done = parts.backups.salvage()
    elif arguments.empty:
        done = parts.backups.start_empty()
    else:
        done = parts.backups.restore(arguments.file)
    out.result(
        asdict(done) | {"aside": str(done.aside or "")},
        _("In place: {contents}.").format(contents=contents(done.conversations, done.messages)),
        *([_("What was there before is kept in {folder}.").format(folder=done.aside)] if done.aside else []),
    )
    return 0


def check(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    health = parts.backups.check()
    counted = _("All is whole: {contents}.").format(contents=contents(health.conversations, health.messages))
    out.result({"ok": health.ok} | asdict(health), *([counted] if health.ok else [*health.faults, *health.slips]))
    return 0 if health.ok else 1


def _list(parts: Parts, out: Out) -> int:
    for each in parts.backups.all():
        out.result(
            _told(each),
            "  ".join(
                (
                    time.strftime("%Y-%m-%d %H:%M", time.localtime(each.made)),
                    conversations(each.conversations),
                    f"{each.size / 1e6:.1f} MB",
                    str(each.file),
                )
            ),
        )
    return 0


def _told(made: Backup) -> dict[str, object]:
    return asdict(made) | {"file": str(made.file)}
