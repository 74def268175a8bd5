"""Short of memory or of room at any stage, a run recovers, waits, or explains itself; nothing half-written is listed."""

import os

import pytest

from assistant_gui.learning.adapters import Adapters
from tests import tiny_base
from tests.e2e import tiny_runs

pytestmark = [pytest.mark.skipif(os.name != "posix", reason="limits of the system"), pytest.mark.timeout(600)]

LONG = "Tell me of {name}. " + "And then the ship sailed on over the sea. " * 9
"""Some 400 tokens: their attention alone takes megabytes."""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return tiny_base.made(tmp_path_factory.mktemp("base"))


@pytest.fixture
def run(tmp_path, base):
    place = tiny_runs.folder(tmp_path / "run", base, agreement=True, scoring=True, plan={"epochs": 5})
    tiny_runs.lines(place / "judging.jsonl", *(f"j{n}" for n in range(8)), question=LONG, conversation="{name}")
    tiny_runs.lines(place / "stopping.jsonl", "s1", "s2", question="And {name}?")
    (tmp_path / "adapters").mkdir()
    return place


def ended(run, *trouble):
    """(status, reason) of the run with this trouble."""
    assert tiny_runs.started(run, *trouble).wait() == 0
    end = tiny_runs.events(run)[-1]
    return end["status"], end["reason"]


def warnings(run):
    return " ".join(str(each["message"]) for each in tiny_runs.events(run) if each["event"] == "warning")


def listed(run):
    return [each.id for each in Adapters(run.parent / "adapters").all()]


def test_without_memory_for_the_base_it_says_so(run):
    status, reason = ended(run, "lacks", "load", "1")

    assert status == "failed"
    assert "not enough memory to train this model" in reason
    assert listed(run) == []
    assert not (run / "examples.jsonl").exists()


def test_without_memory_for_a_step_it_takes_half_as_much_at_a_time(run):
    assert ended(run, "lacks-once", "train", "200") == ("done", "")
    assert "half as many examples at a time" in warnings(run)
    assert listed(run) == ["run"]


def test_without_memory_to_judge_the_adapter_is_kept(run):
    assert ended(run, "lacks", "score", "30") == ("done", "")
    assert "kept without a judgement" in warnings(run)
    assert listed(run) == ["run"]


def test_without_memory_to_ask_the_engine_it_waits_and_goes_on(run):
    status, reason = ended(run, "lacks", "check", "5")

    assert status == "paused"
    assert "Close other programs, then go on" in reason
    assert listed(run) == []
    assert ended(run) == ("done", "")
    assert listed(run) == ["run"]


def test_when_the_system_gives_no_more_memory_the_judgement_is_left_out(run):
    """Really: an address space that is used up, and torch's own words."""
    assert ended(run, "cramped", "score", str(8 * 2**20)) == ("done", "")
    assert "kept without a judgement" in warnings(run)
    assert listed(run) == ["run"]


def test_on_a_disk_that_takes_no_adapter_it_waits_and_goes_on(run):
    """Really: no file may grow beyond what the weights need."""
    status, reason = ended(run, "full", "check", "9000")

    assert status == "paused"
    assert "cannot be written" in reason
    assert "Look for space on the disk, then go on" in reason
    assert listed(run) == []
    assert not (run / "adapter.tmp").exists()
    assert ended(run) == ("done", "")
    assert listed(run) == ["run"]


def test_on_a_disk_that_takes_no_checkpoint_it_goes_on_without(run):
    assert ended(run, "full", "train", "20000")[0] == "done"
    assert "A checkpoint could not be written" in warnings(run)
    assert listed(run) == ["run"]
