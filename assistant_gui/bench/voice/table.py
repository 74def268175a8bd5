"""The rows for people, and as one object for programs."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence

from assistant_gui.bench.voice.rows import Row, Verdict
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _

_WORDS: Mapping[Verdict, str] = {
    Verdict.GOAL: N_("reaches the goal"),
    Verdict.MUST: N_("good enough"),
    Verdict.FAILED: N_("fails"),
    Verdict.TOLD: "",
}


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of columns; the widths are those of what is in them."""
    heading = (_("What"), _("measured"), _("must"), _("goal"), _("trials"), "")
    lines = [heading, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    for line in lines:
        first, *others = (
            cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in _sized(line, widths)
        )
        yield "  ".join([first, *others]).rstrip()


def as_object(rows: Sequence[Row]) -> dict[str, object]:
    """One field for each row; beside them how many trials each had and what its figures are."""
    told: dict[str, object] = {row.field: _short(row.value) for row in rows}
    told["trials"] = {row.field: row.trials for row in rows}
    told["must"] = {row.field: row.must for row in rows if row.must is not None}
    told["goal"] = {row.field: row.goal for row in rows if row.goal is not None}
    told["failed"] = [row.field for row in rows if row.verdict is Verdict.FAILED]
    told["machine"] = {"cores": os.cpu_count(), "system": platform.platform(), "load": _load()}
    return told


def _cells(row: Row) -> tuple[str, ...]:
    figures = ("" if figure is None else f"{_short(figure):g}" for figure in (row.must, row.goal))
    return (
        f"{_(row.title)} ({row.field})",
        f"{_short(row.value):g}",
        *figures,
        str(row.trials),
        _(_WORDS[row.verdict]),
    )


def _sized(line: Sequence[str], widths: Sequence[int]) -> Iterator[tuple[int, tuple[str, int]]]:
    return enumerate(zip(line, widths, strict=True))


def _short(value: float) -> float:
    return round(value, 3)


def _load() -> float | None:
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
