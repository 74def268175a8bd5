"""import and export."""

import argparse

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Skipped
from assistant_gui.core.imported import sentences, why
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn

SHOWN_SKIPS = 10
INTERRUPTED = 130


def take_in(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    if not arguments.file.exists():
        raise AssistantError(N_("There is no file {file}."), N_("Check the name."), file=arguments.file)
    made = parts.import_file(
        arguments.file, lambda count: out.progress(_("{count} conversations…").format(count=count)), turn
    )
    out.done_progressing()
    for skipped in made.skipped[:SHOWN_SKIPS]:
        out.say(why(skipped))
    if len(made.skipped) > SHOWN_SKIPS:
        out.say(_("… and {count} more.").format(count=len(made.skipped) - SHOWN_SKIPS))
    out.result(
        {
            "from": made.product,
            "conversations": made.conversations,
            "messages": made.messages,
            "grown": made.grown,
            "duplicates": made.duplicates,
            "trashed": made.trashed,
            "stopped": made.stopped,
            "skipped": [_told(skipped) for skipped in made.skipped],
        },
        *sentences(made),
    )
    if made.stopped:
        return INTERRUPTED
    return 0 if made.conversations or made.grown or made.duplicates or not made.skipped else 1


def _told(skipped: Skipped) -> dict[str, object]:
    where: dict[str, object] = {str(skipped.unit): skipped.number or skipped.name}
    return {**where, **({"in": skipped.name} if skipped.number and skipped.name else {}), "why": skipped.why}


def give_out(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    lines = parts.export(arguments.form, arguments.conversation)
    if arguments.out is None:
        for line in lines:
            out.answer(line + "\n")
        return 0
    count = 0
    partial = arguments.out.with_name(arguments.out.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(line + "\n")
                count += 1
        partial.replace(arguments.out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise AssistantError(
            N_("Cannot write {file}: {why}."), N_("Choose another place."), file=arguments.out, why=error.strerror
        ) from error
    out.result(
        {"file": str(arguments.out), "conversations": count},
        _("{count} conversations are in {file}.").format(count=count, file=arguments.out),
    )
    return 0
