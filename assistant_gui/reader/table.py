"""Tables of questions and answers (CSV, TSV, JSON lines): of the rows that belong to one question, the best answer."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from io import TextIOWrapper
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.columns import GUESSED, TABLES, Columns, Table, checked, named
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Line, Product, Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.reader import lessons
from assistant_gui.reader.recognise import lines
from assistant_gui.reader.values import Unreadable

LINES = (".jsonl", ".ndjson")
SEPARATORS = ",;\t|"
"""What may stand between the cells of a .csv; the most frequent in its first line does."""

THREAD = ("thread", "thread_id", "ticket_id", "case_id", "conversation_id")
_FIELD = 16 * 1024 * 1024
_SHOWN_ROWS, _SHOWN_CHARACTERS = 5, 200

Row = tuple[int, Mapping[str, object]]
"""The line, and its cells by the names of their columns."""


class _BrokenOff(Exception):
    """A table that is damaged from this line on."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def is_table(path: Path) -> bool:
    return path.suffix.lower() in TABLES


def can_be_mapped(path: Path) -> bool:
    return path.suffix.lower() in (*TABLES, *LINES)


def told(file: BinaryIO, suffix: str, chosen: Columns = GUESSED) -> Iterator[Line]:
    """The conversations. Raises AssistantError when there are no such columns, or it is no text."""
    names, rows = _opened(file, suffix)
    columns = _found(names, chosen)
    yield Product(lessons.HELP_DESK)
    try:
        for group in _groups(rows, columns):
            yield from _best(group, columns)
    except _BrokenOff as broken:
        yield Skipped(
            N_("the file is damaged here, or it breaks off; what comes after it is lost"), Unit.LINE, broken.line
        )


def shown(file: BinaryIO, suffix: str) -> dict[str, object]:
    """The first rows and what its columns seem to be, as a :class:`Table` travels."""
    names, rows = _opened(file, suffix)
    try:
        first = list(islice(rows, _SHOWN_ROWS))
    except _BrokenOff:
        first = []
    cells = tuple(tuple(_cell(row.get(name))[:_SHOWN_CHARACTERS] for name in names) for _line, row in first)
    return asdict(Table(tuple(names), cells, _guessed(names)))


def _opened(file: BinaryIO, suffix: str) -> tuple[Sequence[str], Iterator[Row]]:
    """The names of the columns, and the rows."""
    written = TextIOWrapper(file, "utf-8-sig", "replace", newline="")
    if suffix.lower() in LINES:
        return _json_lines(written)
    csv.field_size_limit(_FIELD)
    first = written.readline(_FIELD)
    separator = TABLES[suffix.lower()]
    if suffix.lower() == ".csv":
        separator = max(SEPARATORS, key=first.count)
    reader = csv.DictReader(_again(first, written), delimiter=separator)
    try:
        names = [name.strip() for name in reader.fieldnames or ()]
    except csv.Error:
        names = []
    reader.fieldnames = names
    return [name for name in names if name], _cells(reader)


def _cells(reader: "csv.DictReader[str]") -> Iterator[Row]:
    try:
        for row in reader:
            yield reader.line_num, {name: cell for name, cell in row.items() if name}
    except csv.Error as error:
        raise _BrokenOff(reader.line_num) from error


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _json_lines(written: Iterable[str]) -> tuple[Sequence[str], Iterator[Row]]:
    """The names are those of the first few lines."""
    rows = _objects(written)
    first = list(islice(rows, _SHOWN_ROWS))
    names = dict.fromkeys(name for _line, row in first for name in row)

    def every() -> Iterator[Row]:
        yield from first
        yield from rows

    return list(names), every()


def _objects(written: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(written, 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = {}
        if line.strip():
            yield number, value if isinstance(value, dict) else {}


def _found(names: Sequence[str], chosen: Columns) -> Columns:
    if chosen == GUESSED:
        guess = _guessed(names)
        if not guess.question or not guess.answer:
            raise AssistantError(
                N_("This table has no columns with questions and answers."),
                N_(
                    "Say which they are (in the window, or with --map question=NAME,answer=NAME), or call two of them "
                    "question and answer; score and accepted tell which answer is best."
                ),
            )
        return guess
    known = {_plain(name): name for name in reversed(names)}
    for _what, column in named(checked(chosen)):
        if _plain(column) not in known:
            raise AssistantError(
                N_("This table has no column “{column}”."),
                N_("It has these: {columns}."),
                column=column,
                columns=", ".join(names) or "-",
            )
    return Columns(**{what: known[_plain(column)] for what, column in named(chosen)})


def _guessed(names: Sequence[str]) -> Columns:
    """By what columns are usually called; no column is two things."""
    known = {_plain(name): name for name in reversed(names)}

    def first(wanted: Sequence[str]) -> str:
        return next((known.pop(name) for name in wanted if name in known), "")

    return Columns(
        question=first(lessons.QUESTION),
        answer=first(lessons.ANSWER),
        thread=first(THREAD),
        rating=first(lessons.SCORE),
        accepted=first(lessons.ACCEPTED),
    )


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _groups(rows: Iterator[Row], columns: Columns) -> Iterator[list[Row]]:
    """The rows of one question: of one thread wherever they stand, or else those that follow each other with it."""
    if not columns.thread:
        for _question, group in groupby(rows, key=lambda row: _cell(row[1].get(columns.question))):
            yield list(group)
        return
    threads: dict[str, list[Row]] = {}
    broken: _BrokenOff | None = None
    try:
        for line, row in rows:
            cells = {name: row.get(name) for _what, name in named(columns)}
            name = _cell(row.get(columns.thread))
            threads.setdefault(name or f"\0{line}", []).append((line, cells))
    except _BrokenOff as error:
        broken = error
    yield from threads.values()
    if broken is not None:
        raise broken


def _best(group: Sequence[Row], columns: Columns) -> Iterator[Line]:
    """The first question of *group* that says anything with its best answer that does."""
    line = group[-1][0]
    asked = next((said for _line, row in group if (said := _cell(row.get(columns.question))).strip()), "")
    answers = [row for _line, row in group if _cell(row.get(columns.answer)).strip()]
    try:
        if not asked or not answers:
            raise Unreadable(N_("its question or its answer is empty"))
        best = max(answers, key=lambda row: lessons.rank(_ranked(row, columns)))
        found = lessons.conversation({"question": asked, "answer": _cell(best.get(columns.answer))})
        yield from lines(found[1]) if found is not None else ()
    except Unreadable as why:
        yield Skipped(str(why), Unit.LINE, line)


def _ranked(row: Mapping[str, object], columns: Columns) -> Mapping[str, object]:
    return {"score": row.get(columns.rating), "accepted": row.get(columns.accepted)}


def _cell(value: object) -> str:
    """As text; what is no text or number says nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
