"""runs: what there is, and what is wanted of one."""

import io
import json

import pytest

from assistant_gui.cli import commands
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.card import Card, Verdict
from assistant_gui.core.learning import Progress, Run, RunStatus
from assistant_gui.core.plan import Plan
from assistant_gui.core.turn import Turn
from tests.fakes import FakeSchool

PLAN = Plan("small", "pirate")
GOING = Run("r3", PLAN, RunStatus.RUNNING, 3.0, Progress("train", 5, 10))
PAUSED = Run("r2", PLAN, RunStatus.PAUSED, 2.0)
DONE = Run("r1", PLAN, RunStatus.DONE, 1.0, losses=((1, 3.0), (9, 0.5)), adapter="a1")


class Parts:
    def __init__(self) -> None:
        self.school = FakeSchool(runs=[GOING, PAUSED, DONE])


@pytest.fixture
def parts():
    return Parts()


@pytest.fixture
def runs(parts):
    """Type ``runs`` and more; the exit code, the answer and the rest."""

    def ran(*typed: str, as_json: bool = False) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        arguments = parser().parse_args(["runs", *typed])
        code = commands.run(arguments, parts, Out(out.write, err.write, as_json), Turn())
        return code, out.getvalue(), err.getvalue()

    return ran


def test_all_of_them_are_listed_as_they_are(runs):
    _code, answer, _aside = runs("list")

    assert [line.partition("(")[2] for line in answer.splitlines()] == ["Learning, step 5 of 10)", "paused)", "done)"]


def test_a_list_for_programs_has_one_object_for_each(runs):
    _code, answer, _aside = runs("list", as_json=True)

    assert [json.loads(line)["status"] for line in answer.splitlines()] == ["running", "paused", "done"]


def test_one_is_shown_with_its_plan_its_command_and_its_verdict(runs, parts):
    parts.school.card = lambda adapter: Card(Verdict.BETTER, ("It is closer.",), ()) if adapter == "a1" else None

    _code, answer, _aside = runs("show", "r1")
    told = json.loads(runs("show", "r1", as_json=True)[1])

    assert "  Better than what answered before\n  It is closer.\n" in answer
    assert "loss 3.000 to 0.500 in 9 steps" in answer
    assert (told["verdict"], told["plan"]["rank"], told["losses"]) == ("better", 8, [[1, 3.0], [9, 0.5]])
    assert told["command"].startswith("assistant-gui tune --base small --name pirate --epochs 3")


def test_the_newest_that_fits_is_meant_when_none_is_named(runs, parts):
    runs("pause")
    runs("resume")
    runs("keep")
    runs("cancel", "r2")

    assert (parts.school.paused, parts.school.resumed) == (["r3"], ["r2"])
    assert (parts.school.kept, parts.school.stopped) == (["r3"], ["r2"])


@pytest.mark.parametrize("typed", [("pause", "r1"), ("resume", "r3"), ("cancel", "r1")])
def test_what_a_run_is_not_ready_for_is_refused(runs, parts, typed):
    code, _answer, aside = runs(*typed)

    assert code == 1
    assert f"{typed[1]} is " in aside
    assert [*parts.school.paused, *parts.school.resumed, *parts.school.stopped] == []


def test_without_any_run_it_says_how_to_start_one(runs, parts):
    parts.school.past = []

    assert "assistant-gui tune" in runs("list")[2]
    assert runs("pause")[0] == 1
