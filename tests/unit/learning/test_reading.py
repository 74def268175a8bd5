"""Texts on their way into a run; how a run takes them is in the tests of the school."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant_gui.core.plan import Plan
from assistant_gui.core.texts import TextsFound
from assistant_gui.core.turn import Turn
from assistant_gui.learning.reading import read

PLAN = Plan(base="small", name="pirate", texts="books", plain_share=0.5)


class Book:
    def write(self, folder: Path, place: Path, turn: Turn, on_progress: Callable[[int], None]) -> TextsFound:
        (place / "plain.jsonl").write_text("Call me Ishmael.")
        return TextsFound(str(folder), files=1, passages=1)

    def size_bytes(self, folder: Path) -> int:
        return 16


@pytest.fixture
def reading(tmp_path):
    return lambda: read(PLAN, Book(), tmp_path / "waiting", Turn(), lambda seen: None)


def test_what_was_taken_stays_and_what_waits_is_gone(reading, tmp_path):
    with reading() as files:
        files[0].replace(tmp_path / files[0].name)

    assert [each.name for each in tmp_path.iterdir()] == ["plain.jsonl"]


def test_what_a_killed_desk_left_is_not_read(reading, tmp_path):
    (tmp_path / "waiting").mkdir()
    (tmp_path / "waiting" / "of another run.jsonl").touch()

    with reading() as files:
        assert [each.name for each in files] == ["plain.jsonl"]
