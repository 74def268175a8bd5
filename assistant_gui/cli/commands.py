"""Running one command: which function it is, and what its failures look like."""

import argparse
import logging
from collections.abc import Callable, Mapping
from typing import Final

from assistant_gui.cli import (
    benching,
    conversations,
    exchange,
    keeping,
    lessons,
    machine,
    pressing,
    runs,
    speaking,
    talking,
    teaching,
    tuning,
)
from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.letters import clean
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.assistant import something_broke

Command = Callable[[argparse.Namespace, Parts, Out, Turn], int]

COMMANDS: Final[Mapping[str, Command]] = {
    "ask": talking.ask,
    "chat": talking.chat,
    "talk": talking.talk,
    "toggle-talk": pressing.toggle_talk,
    "transcribe": talking.transcribe,
    "speak": speaking.speak,
    "voices": speaking.voices,
    "conversations": conversations.conversations,
    "search": conversations.search,
    "import": exchange.take_in,
    "export": exchange.give_out,
    "data": lessons.data,
    "tune": tuning.tune,
    "runs": runs.runs,
    "adapters": teaching.adapters,
    "models": machine.models,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "check": keeping.check,
    "doctor": machine.doctor,
    "bench": benching.bench,
}

INTERRUPTED = 130

_log = logging.getLogger(__name__)


def run(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    """Run one command; its exit code. A failure is one sentence, the traceback goes to the log.

    Cancelling *turn* cuts the command short, whoever does it: Ctrl-C here, or the
    process that handed the command over.
    """
    _clean(arguments)
    try:
        return COMMANDS[arguments.command](arguments, parts, out, turn)
    except AssistantError as error:
        out.done_progressing()
        out.say(str(error))
    except (KeyboardInterrupt, TurnCancelled):
        out.done_progressing()
        return INTERRUPTED
    except BrokenPipeError:
        return 1
    except Exception:  # noqa: BLE001 - a bug is logged whole and told in one sentence
        _log.exception("%s broke", arguments.command)
        out.say(str(something_broke()))
    return 1


def _clean(arguments: argparse.Namespace) -> None:
    """Bytes that are no letters stay in the names of files alone; elsewhere nothing could store or send them."""
    for name, value in list(vars(arguments).items()):
        if isinstance(value, str):
            setattr(arguments, name, clean(value))
        elif isinstance(value, list):
            setattr(arguments, name, [clean(each) if isinstance(each, str) else each for each in value])
