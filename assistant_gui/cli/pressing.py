"""toggle-talk: the talk button of the open window, pressed from elsewhere."""

import argparse

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn


def toggle_talk(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    if arguments.hold_start:
        parts.talk.start_talking()
        talking = True
    elif arguments.hold_end:
        parts.talk.finish_talking()
        talking = False
    else:
        talking = parts.talk.toggle_talking()
    out.result({"talking": talking}, _("Listening…") if talking else _("Not listening any more."))
    return 0
