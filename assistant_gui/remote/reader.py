"""Foreign files, read by a process of their own."""

import contextlib
from collections.abc import Generator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import cast

from assistant_gui.core.carrying import decoded
from assistant_gui.core.columns import GUESSED, Columns, Table
from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.exchange import Line
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn
from assistant_gui.remote.documents import lines, unwatched
from assistant_gui.remote.launch import close
from assistant_gui.remote.process import RoleProcess


def table_of(file: Path, log: Path) -> Table:
    """The first rows of the table in *file*. Raises AssistantError when it cannot be read."""
    role = RoleProcess("reader", lambda: {"file": str(file.absolute()), "kind": "columns"}, log, unwatched)
    try:
        role.start()
        for told in lines(role):
            if "failed" in told:
                raise received(told["failed"])
            if "columns" in told:
                return _table(told)
        raise AssistantError(N_("The table in {file} cannot be read."), N_("Check the file."), file=file.name)
    finally:
        role.stop()


def _table(told: Mapping[str, object]) -> Table:
    rows = cast(list[list[str]], told["rows"])
    guess = cast(dict[str, str], told["guess"])
    return Table(tuple(cast(list[str], told["columns"])), tuple(map(tuple, rows)), Columns(**guess))


def foreign_lines(
    file: Path, log: Path, turn: Turn | None = None, columns: Columns = GUESSED
) -> Generator[Line, None, None]:
    """What the reader role tells of *file* (or folder); *columns* say what is what in a table.

    Raises AssistantError when it cannot be read, or not to its end, and TurnCancelled
    when *turn* is cut short. The process ends with the iterator.
    """
    turn = turn or Turn()
    chosen = {} if columns == GUESSED else {"columns": asdict(columns)}
    role = RoleProcess("reader", lambda: {"file": str(file.absolute()), "kind": "auto", **chosen}, log, unwatched)
    try:
        role.start()
        turn.on_cancel(lambda: _let_go(role))
        for told in lines(role):
            turn.check()
            if "end" in told:
                return
            if "failed" in told:
                raise received(told["failed"])
            yield decoded(told)
        turn.check()
        raise AssistantError(
            N_("{file} could not be read to its end: it takes too much memory or time."),
            N_("Split it into smaller files and import them one by one; what was read is kept."),
            file=file,
        )
    finally:
        role.stop()


def _let_go(role: RoleProcess) -> None:
    """It leaves at once, and what waits for its next line goes on."""
    with contextlib.suppress(AssistantError):
        close(role.stdin)
