"""import and export."""

import argparse
from pathlib import Path

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.columns import GUESSED, typed
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import SUFFIX, Form, Skipped
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
        arguments.file,
        lambda count, fraction: out.progress(_("Conversations so far: {count}").format(count=count)),
        turn,
        typed(arguments.columns) if arguments.columns else GUESSED,
    )
    out.done_progressing()
    for skipped in made.skipped[:SHOWN_SKIPS]:
        out.say(why(skipped))
    more = max(0, len(made.skipped) - SHOWN_SKIPS) + made.unnamed
    if more:
        out.say(_("… and {count} more.").format(count=more))
    out.result(
        {
            "from": made.product,
            "conversations": made.conversations,
            "messages": made.messages,
            "grown": made.grown,
            "duplicates": made.duplicates,
            "trashed": made.trashed,
            "stopped": made.stopped,
            "unnamed": made.unnamed,
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
    form = Form(arguments.form) if arguments.form else _form_of(arguments.out)
    if arguments.out is None:
        for piece in parts.export(form, arguments.conversation):
            out.answer(piece)
        return 0
    count = parts.export_file(
        form,
        arguments.conversation,
        arguments.out,
        lambda done, of: out.progress(_("Conversations: {done} of {count}").format(done=done, count=of)),
        turn,
    )
    out.done_progressing()
    out.result(
        {"file": str(arguments.out), "conversations": count},
        _("Conversations in {file}: {count}.").format(count=count, file=arguments.out),
    )
    return 0


def _form_of(file: Path | None) -> Form:
    """By the name of the file; messages when that says nothing."""
    return next((form for form in (Form.MESSAGES, *Form) if file and file.suffix == SUFFIX[form]), Form.MESSAGES)
