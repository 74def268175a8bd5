"""import and export, typed."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant_gui.cli.exchange import give_out, take_in
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.columns import GUESSED, Columns
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form, Import, Skipped, Unit
from assistant_gui.core.turn import Turn


class FakeParts:
    def __init__(self, made: Import | None = None) -> None:
        self.made = made or Import()
        self.exported: list[tuple[Form, Sequence[str]]] = []

    def import_file(
        self, file: Path, on_progress: Callable[[int, float], None], turn: Turn, columns: Columns = GUESSED
    ) -> Import:
        self.columns = columns
        on_progress(1, 0.5)
        return self.made

    def export(self, form: Form, conversations: Sequence[str]) -> Iterator[str]:
        self.exported.append((form, conversations))
        yield "one\n"

    def export_file(
        self, form: Form, conversations: Sequence[str], file: Path, on_progress: Callable[[int, int], None], turn: Turn
    ) -> int:
        self.exported.append((form, conversations))
        return 7


def typed(*words: str) -> argparse.Namespace:
    return parser().parse_args(words)


def out(*, as_json: bool = False) -> tuple[Out, list[str], list[str]]:
    answered: list[str] = []
    aside: list[str] = []
    return Out(answered.append, aside.append, as_json=as_json), answered, aside


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (Import(1, 2), 0),
        (Import(duplicates=1), 0),
        (Import(grown=1), 0),
        (Import(skipped=(Skipped("x", Unit.LINE, 1),)), 1),
        (Import(stopped=True), 130),
    ],
)
def test_the_exit_code_says_whether_anything_came(tmp_path, made, code):
    assert take_in(typed("import", str(tmp_path)), FakeParts(made), out()[0], Turn()) == code


def test_counts_are_told_as_json(tmp_path):
    made = Import(
        2, 5, 1, 3, 1, (Skipped("why", Unit.LINE, 4), Skipped("why", Unit.CONVERSATION, 5, "a.json")), product="Jan"
    )
    said, answered, _ = out(as_json=True)

    take_in(typed("import", str(tmp_path)), FakeParts(made), said, Turn())

    assert json.loads(answered[0]) == {
        "from": "Jan",
        "conversations": 2,
        "messages": 5,
        "grown": 1,
        "duplicates": 3,
        "trashed": 1,
        "stopped": False,
        "unnamed": 0,
        "skipped": [{"line": 4, "why": "why"}, {"conversation": 5, "in": "a.json", "why": "why"}],
    }


def test_ten_that_were_left_out_are_named(tmp_path):
    said, _, aside = out()

    take_in(typed("import", str(tmp_path)), FakeParts(Import(skipped=(Skipped("x", Unit.LINE, 1),) * 12)), said, Turn())

    assert len(aside) == 11
    assert aside[-1] == "… and 2 more.\n"


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="no file"):
        take_in(typed("import", str(tmp_path / "gone")), FakeParts(), out()[0], Turn())


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("export", Form.MESSAGES),
        ("export --format html", Form.HTML),
        ("export --out a.zip", Form.OWN),
        ("export --out a.md", Form.MARKDOWN),
        ("export --out a.html", Form.HTML),
        ("export --out a.json", Form.JSON),
        ("export --out a.jsonl", Form.MESSAGES),
        ("export --out a.txt", Form.MESSAGES),
        ("export --out a.md --format sharegpt", Form.SHAREGPT),
    ],
)
def test_the_name_of_the_file_decides_the_form(words, form):
    parts = FakeParts()

    assert give_out(typed(*words.split(), "--conversation", "x", "--conversation", "y"), parts, out()[0], Turn()) == 0

    assert parts.exported == [(form, ["x", "y"])]


def test_text_is_printed_as_it_is():
    said, answered, _ = out()

    give_out(typed("export"), FakeParts(), said, Turn())

    assert answered == ["one\n"]


def test_the_columns_of_a_table_can_be_typed(tmp_path):
    parts = FakeParts(Import(1, 2))

    take_in(typed("import", str(tmp_path), "--map", "question=Frage, answer=Antwort"), parts, out()[0], Turn())

    assert parts.columns == Columns("Frage", "Antwort")


def test_without_a_map_the_columns_are_guessed(tmp_path):
    parts = FakeParts(Import(1, 2))

    take_in(typed("import", str(tmp_path)), parts, out()[0], Turn())

    assert parts.columns == GUESSED
