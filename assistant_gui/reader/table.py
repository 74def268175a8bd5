"""Tables of questions and answers (CSV, TSV): of the rows that follow each other with one question, the best answer."""

import csv
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Line, Product, Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.reader import lessons
from assistant_gui.reader.recognise import lines
from assistant_gui.reader.values import Unreadable

SUFFIXES = {".csv": ",", ".tsv": "\t"}
_FIELD = 16 * 1024 * 1024


def is_table(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def told(file: BinaryIO, suffix: str) -> Iterator[Line]:
    """The conversations. Raises AssistantError when there are no such columns, or it is no text."""
    csv.field_size_limit(_FIELD)
    written = TextIOWrapper(file, "utf-8-sig", "replace", newline="")
    rows = csv.DictReader(written, delimiter=SUFFIXES[suffix.lower()])
    try:
        rows.fieldnames = [name.strip().lower().replace(" ", "_") for name in rows.fieldnames or ()]
        if not _has(rows.fieldnames, lessons.QUESTION) or not _has(rows.fieldnames, lessons.ANSWER):
            raise AssistantError(
                N_("This table has no columns with questions and answers."),
                N_("Call two of its columns question and answer; score and accepted tell which answer is best."),
            )
        yield Product(lessons.HELP_DESK)
        for _question, group in groupby(rows, key=lambda row: lessons.column(row, lessons.QUESTION)):
            yield from _best(max(group, key=lessons.rank), rows.line_num)
    except csv.Error:
        yield Skipped(
            N_("the file is damaged here, or it breaks off; what comes after it is lost"), Unit.LINE, rows.line_num
        )


def _has(columns: object, names: tuple[str, ...]) -> bool:
    return isinstance(columns, list) and any(name in columns for name in names)


def _best(row: Mapping[str, object], line: int) -> Iterator[Line]:
    try:
        found = lessons.conversation({name: each for name, each in row.items() if name})
        if found is None:
            raise Unreadable(N_("it has no question or no answer"))
        yield from lines(found[1])
    except Unreadable as why:
        yield Skipped(str(why), Unit.LINE, line)
