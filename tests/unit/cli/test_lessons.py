"""data list, check and export, for people and for programs."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant_gui.cli.commands import run
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.learning import Signal
from assistant_gui.core.lessons import Entry, Findings, Leak, Private, Repeat
from assistant_gui.core.texts import Noticed, TextsFound
from assistant_gui.core.turn import Turn
from tests.fakes import FakeLessons, FakeTexts

LEAK = Leak("a", 1, 0, 9, Private.EMAIL, "ann@b.org", "[EMAIL_1]")
FOUND = Findings(3, 1, (LEAK,), (Repeat("b", "a", exact=True),))

TEXTS = TextsFound(
    "", 1, 5, kinds=((Private.EMAIL, 1),),
    noticed=(Noticed(Private.EMAIL, "a.txt", "to ", "ann@b.org", ".", "[EMAIL_1]", replaced=True),),
)  # fmt: skip


@pytest.fixture
def command():
    """Run a command; what it printed."""
    entries = [Entry(name, "c", "Tea", f"{name}?", f"{name}.", Signal.RATED_UP, 1.0) for name in ("b", "a")]

    def ran(*typed: str) -> str:
        printed: list[str] = []
        arguments = parser().parse_args(typed)
        out = Out(printed.append, printed.append, "--json" in typed)
        assert (
            run(arguments, SimpleNamespace(lessons=FakeLessons(entries, FOUND), texts=FakeTexts(TEXTS)), out, Turn())
            == 0
        )
        return "".join(printed)

    return ran


def test_answers_are_listed_and_those_left_out_counted(command):
    assert command("data", "list", "--limit", "1") == "b  rated_up  b? → b.\n… and 1 more.\n"
    assert json.loads(command("data", "list", "--json", "--first", "1"))["id"] == "a"


def test_a_check_says_what_is_left_out_and_what_is_replaced(command):
    said = command("data", "check")

    assert said.splitlines() == [
        "Answers: 3, of which would be learned: 1.",
        "Kept aside, to judge what was learned and to know when to stop: 1.",
        "Left out, as they say the same as another one or nearly: 1.",
        "E-mail addresses: 1, learned as placeholders.",
    ]


def test_a_check_for_programs_does_not_repeat_the_secret(command):
    said = command("data", "check", "--json")

    assert json.loads(said)["kinds"] == {"email": 1}
    assert "ann@b.org" not in said


def test_texts_of_a_folder_can_be_checked_without_repeating_the_secret(command, tmp_path: Path):
    said = command("data", "check", "--texts", str(tmp_path), "--json")

    assert json.loads(said)["kinds"] == {"email": 1}
    assert "ann@b.org" not in said


def test_all_is_written_to_a_file(command, tmp_path: Path):
    file = tmp_path / "data.jsonl"

    said = command("data", "export", "--out", str(file))

    assert said == f"Examples in {file}: 2.\n"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_votes_are_written_as_preferences(command, tmp_path: Path):
    file = tmp_path / "votes.jsonl"

    command("data", "export", "--preferences", "--out", str(file))

    assert set(json.loads(file.read_text(encoding="utf-8"))) == {"prompt", "chosen", "rejected", "source"}
