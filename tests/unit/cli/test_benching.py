"""``bench voice``: which parts are measured, and what is said of those that cannot be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.bench.voice import families
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.cli import benching
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn


class NoParts:
    def beside(self, folder: Path, elsewhere: object) -> None:
        raise AssertionError("nothing is opened")


def run(*typed: str) -> tuple[int, list[str], list[str]]:
    answers, asides = list[str](), list[str]()
    arguments = parser().parse_args(["bench", "voice", *typed])
    code = benching.bench(arguments, NoParts(), Out(answers.append, asides.append, as_json=False), Turn())
    return code, answers, asides


def test_what_cannot_be_measured_is_said_and_the_command_fails(tmp_path: Path) -> None:
    code, _answers, asides = run("--only", "latency", "--clips", str(tmp_path))

    assert code == 1
    assert "latency was not measured" in asides[-1]
    assert "--clips" in asides[-1]


def test_what_there_is_not_cannot_be_asked_for() -> None:
    with pytest.raises(AssistantError, match=r"latency"):
        run("--only", "latancy")


@pytest.mark.parametrize("name", families.FAMILIES)
def test_every_family_can_be_loaded(name: str) -> None:
    assert callable(families.family(name))


def test_one_part_that_breaks_does_not_take_the_others_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(wanted: Wanted) -> Iterator[Row]:
        raise ValueError("a bug")

    def well(wanted: Wanted) -> Iterator[Row]:
        yield Row("p50_s", "Median", 0.5, 30)

    # families are found by name, and there is none that breaks
    monkeypatch.setattr(benching, "family", lambda name: broken if name == "latency" else well)

    code, answers, asides = run("--only", "latency,idle")

    assert code == 1
    assert "latency was not measured" in asides[-1]
    assert "p50_s" in answers[-1]
