"""bench: how fast this machine is, and with ``voice`` how the voice does on virtual devices."""

import argparse
import logging
import tempfile
from dataclasses import asdict
from pathlib import Path

from assistant_gui.bench.measures import measured
from assistant_gui.bench.voice.families import FAMILIES, family
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.table import as_object, table
from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.assistant import something_broke

_log = logging.getLogger(__name__)


def bench(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    if arguments.what == "voice":
        return voice(arguments, parts, out, turn)
    for measure in measured(parts.thinker, parts.ears, parts.voice, parts.model_in_use()[0], max(arguments.runs, 1)):
        out.result(
            {"measure": measure.name, "value": round(measure.value, 2), "unit": measure.unit, "runs": measure.runs},
            f"{_(measure.title)}: {measure.value:.1f} {measure.unit}",
        )
    return 0


def voice(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    """One object, or one table, of all rows. What cannot be measured here is said, and the rest is measured."""
    rows: list[Row] = []
    left_out = 0
    with tempfile.TemporaryDirectory() as folder:
        wanted = Wanted(
            programs=parts.beside,
            clips=arguments.clips,
            folder=Path(folder),
            turns=arguments.turns,
            minutes=arguments.minutes,
            voice=arguments.voice,
            save=arguments.save,
            tell=out.say,
        )
        for name in _named(arguments.only):
            try:
                for row in family(name)(wanted):
                    turn.check()
                    rows.append(row)
            except TurnCancelled:
                raise
            except Exception as error:  # noqa: BLE001 - the others took long, and what they found must not be lost
                left_out += 1
                why = error if isinstance(error, AssistantError) else something_broke()
                _log.warning("%s was not measured", name, exc_info=error)
                out.say(_("{family} was not measured: {why}").format(family=name, why=why))
            wanted.keep("rows", map(asdict, rows))
    out.result(as_object(rows), *table(rows))
    return 1 if left_out else 0


def _named(only: str) -> list[str]:
    """What was asked for with --only, in the usual order. Raises AssistantError for what there is not."""
    asked = [name.strip() for name in only.split(",") if name.strip()]
    for name in asked:
        if name not in FAMILIES:
            raise AssistantError(
                N_("There is nothing called {name} to measure."),
                N_("There is: {names}."),
                name=name,
                names=", ".join(FAMILIES),
            )
    return [name for name in FAMILIES if not asked or name in asked]
