"""Rows and what is demanded of them."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from assistant_gui.bench.voice.rows import Row, Verdict, Wanted
from assistant_gui.bench.voice.table import as_object, table


@pytest.mark.parametrize(
    ("value", "most", "verdict"),
    [
        (0.5, False, Verdict.GOAL),
        (0.9, False, Verdict.MUST),
        (1.1, False, Verdict.FAILED),
        (1.1, True, Verdict.GOAL),
        (0.7, True, Verdict.FAILED),
    ],
)
def test_a_row_is_judged_by_its_figures(value: float, most: bool, verdict: Verdict) -> None:
    must, goal = (0.8, 1.0) if most else (1.0, 0.6)

    assert Row("p50_s", "", value, 30, must, goal, most=most).verdict is verdict


def test_nothing_is_demanded_of_a_row_without_figures() -> None:
    assert Row("curve", "", 3, 30).verdict is Verdict.TOLD


def test_the_object_has_a_field_for_each_row() -> None:
    told = as_object([Row("p50_s", "", 0.51234, 30, 1.0, 0.6), Row("cut_ins", "", 0.2, 60, 0.1, 0.05)])

    assert told["p50_s"] == 0.512
    assert told["trials"] == {"p50_s": 30, "cut_ins": 60}
    assert told["failed"] == ["cut_ins"]


def test_the_table_says_in_words_how_it_stands() -> None:
    lines = list(table([Row("p50_s", "Median", 0.7, 30, 1.0, 0.6), Row("other", "Other", 2, 5)]))

    assert lines[1].split() == ["Median", "(p50_s)", "0.7", "1", "0.6", "30", "good", "enough"]
    assert lines[2].split() == ["Other", "(other)", "2", "5"]


def test_raw_values_are_kept_only_when_they_are_wanted(tmp_path: Path) -> None:
    wanted = Wanted(lambda *_: nullcontext(), None, tmp_path, save=tmp_path / "raw")

    wanted.keep("latency", [{"sounded": 0.5}, {"sounded": 0.7}])

    lines = (tmp_path / "raw" / "latency.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"sounded": 0.5}, {"sounded": 0.7}]
