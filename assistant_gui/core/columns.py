"""Which column of a table of questions and answers is what: as it is guessed, typed or chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

TABLES: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}
"""How the names of tables end, and what stands between their cells."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of columns; an empty one is not there."""

    question: str = ""
    answer: str = ""
    thread: str = ""
    """Rows with the same value belong to one question, wherever they stand."""
    rating: str = ""
    """A number: of several answers the one with the highest is the best..."""
    accepted: str = ""
    """...but one that was accepted is better than any other."""


GUESSED = Columns()
"""Nothing was said: the names of the columns tell."""

TITLES: Mapping[str, str] = {
    "question": N_("Question"),
    "answer": N_("Answer"),
    "thread": N_("Ticket or thread"),
    "rating": N_("Rating"),
    "accepted": N_("Accepted"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The beginning of a table, to choose by."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: Columns


def named(columns: Columns) -> Iterator[tuple[str, str]]:
    """(what it is, the name of its column) of those that are there."""
    for one in fields(Columns):
        if name := getattr(columns, one.name):
            yield one.name, name


def checked(columns: Columns) -> Columns:
    """*columns*, when questions and answers can be read by them. Raises AssistantError."""
    hint = N_("Choose one column with questions and one with answers.")
    if not columns.question:
        raise AssistantError(N_("No column with questions was chosen."), hint)
    if not columns.answer:
        raise AssistantError(N_("No column with answers was chosen."), hint)
    chosen = [column for _what, column in named(columns)]
    twice = next((column for column in chosen if chosen.count(column) > 1), None)
    if twice is not None:
        raise AssistantError(
            N_("The column “{column}” was chosen twice."), N_("Choose another one for one of them."), column=twice
        )
    return columns


def typed(words: str) -> Columns:
    """What ``question=NAME,answer=NAME`` means. Raises AssistantError."""
    found: dict[str, str] = {}
    for word in filter(None, (each.strip() for each in words.split(","))):
        what, equals, column = (each.strip() for each in word.partition("="))
        if what not in TITLES or not equals or not column:
            raise AssistantError(
                N_("“{word}” does not say which column is what."),
                N_("Write it like this: question=NAME,answer=NAME; there are also {others}."),
                word=word,
                others=", ".join([*TITLES][2:]),
            )
        found[what] = column
    return checked(Columns(**found))
