"""Run folders as the desk sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from assistant_gui.core.learning import RunStatus, Signal, Wish
from assistant_gui.core.plan import Plan
from assistant_gui.core.turn import Turn
from assistant_gui.learning import runs
from assistant_gui.learning.division import Division
from assistant_gui.learning.files import write_json


@pytest.fixture
def folder(tmp_path, small, example):
    place = tmp_path / "run"
    order = runs.Order("run", Plan(base="small", name="pirate"), small(), 12.5, "adapter-run", tmp_path / "adapter-run")
    teaching = (example(1), example(2, Signal.RATED_UP))
    runs.write_examples(place, Division(teaching, (), (example(3),)))
    runs.write_order(place, order)
    return place


def tell(folder, *events):
    with (folder / "events.jsonl").open("a") as file:
        file.writelines(json.dumps(event) + "\n" for event in events)


STEP = {"event": "step", "step": 3, "steps": 9, "loss": 1.5, "tokens_per_s": 200.0, "seconds_left": 4.0}


def test_examples_weigh_by_their_signal(folder):
    lines = [json.loads(line) for line in (folder / "examples.jsonl").read_text("utf-8").splitlines()]

    assert [line["weight"] for line in lines] == [2.0, 1.0]
    assert lines[0]["messages"][-1] == {"role": "assistant", "content": "ahoy 你好"}


def test_ids_and_hashes_stay_when_the_texts_go(folder):
    runs.bury(folder, "gone")

    kept = "".join(each.read_text("utf-8") for each in folder.iterdir())
    assert list(folder.glob("*.jsonl")) == [folder / "events.jsonl"]
    assert "ahoy" not in kept
    assert '"m1"' in kept
    assert "sha256" in kept


def test_what_a_killed_process_wrote_of_the_texts_goes_with_them(folder):
    (folder / ".examples.jsonl.k1ll3d").write_text("ahoy")

    runs.bury(folder, "gone")

    assert not list(folder.glob(".examples*"))


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps others out by other means")
def test_nobody_else_can_read_it(folder):
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "examples.jsonl").stat().st_mode & 0o077 == 0


def test_a_run_is_read_from_its_folder(folder):
    tell(folder, {"event": "stage", "stage": "train"}, STEP)

    run = runs.read(folder)

    assert run.status is RunStatus.RUNNING
    assert run.started == 12.5
    assert run.plan.name == "pirate"
    assert (run.progress.stage, run.progress.step, run.progress.steps, run.progress.loss) == ("train", 3, 9, 1.5)
    assert run.losses == ((3, 1.5),)


def test_the_end_says_how_it_went(folder):
    tell(folder, STEP, {"event": "end", "status": "done", "run": "run", "adapter": "adapter-run", "reason": ""})

    run = runs.read(folder)

    assert run.status is RunStatus.DONE
    assert run.adapter == "adapter-run"


def test_a_folder_without_a_spec_is_no_run(tmp_path):
    assert runs.read(tmp_path) is None


def test_only_whole_lines_are_events(folder):
    tell(folder, STEP)
    with (folder / "events.jsonl").open("a") as file:
        file.write('{"event": "st')

    found, offset = runs.events_from(folder, 0)
    assert len(found) == 1
    assert runs.events_from(folder, offset) == ([], offset)


def test_following_ends_with_the_end(folder):
    tell(folder, STEP, {"event": "end", "status": "done"})

    assert [event["event"] for event in runs.followed(folder, Turn(), lambda _: None)] == ["step", "end"]


def test_following_sees_what_comes_later(folder):
    def look(place: Path) -> None:
        tell(place, {"event": "end", "status": "done"})

    assert [event["event"] for event in runs.followed(folder, Turn(), look)] == ["end"]


def test_following_ends_when_it_is_cancelled(folder):
    turn = Turn()

    assert list(runs.followed(folder, turn, lambda _: turn.cancel())) == []


def test_a_process_is_found_when_the_clock_was_put_right(folder):
    command = [sys.executable, "-c", "input()", "tuner", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        born = psutil.Process(process.pid).create_time()
        write_json(folder / "status.json", {"pid": process.pid, "born": born - 3600})

        found = runs.alive(folder), runs.alive(folder.parent)

        process.communicate(b"\n")
    assert found == (True, False)


def test_a_process_is_found_by_its_id_and_birth(folder):
    me = psutil.Process()
    write_json(folder / "status.json", {"pid": me.pid, "born": me.create_time()})

    assert runs.alive(folder)


def test_another_process_with_the_same_id_is_not_it(folder):
    write_json(folder / "status.json", {"pid": os.getpid(), "born": 1.0})

    assert not runs.alive(folder)


def test_a_buried_run_has_an_end(folder):
    with (folder / "events.jsonl").open("w") as file:
        file.write(json.dumps({**STEP, "seq": 1}) + '\n{"half')

    runs.bury(folder, "It was killed.")

    run = runs.read(folder)
    assert run.status is RunStatus.FAILED
    assert run.reason == "It was killed."
    assert run.losses == ((3, 1.5),)


@pytest.mark.parametrize("wish", Wish)
def test_a_wish_is_written(folder, wish):
    runs.ask(folder, wish)

    assert json.loads((folder / "control.json").read_text()) == {"do": wish.value}


PAUSED = {"event": "end", "status": "paused", "reason": ""}


def test_a_pause_that_is_over_is_no_end(folder):
    tell(folder, STEP, PAUSED, {"event": "resumed"}, STEP)

    assert runs.read(folder).status is RunStatus.RUNNING


def test_following_goes_on_beyond_a_pause_that_is_over(folder):
    tell(folder, STEP, PAUSED, {"event": "resumed"}, {"event": "end", "status": "done"})

    assert [each["event"] for each in runs.followed(folder, Turn(), lambda _: None)] == ["step", "resumed", "end"]


def test_following_ends_with_a_pause(folder):
    tell(folder, STEP, PAUSED)

    assert [each["event"] for each in runs.followed(folder, Turn(), lambda _: None)] == ["step", "end"]


def test_steps_that_were_done_again_are_in_the_curve_once(folder):
    tell(folder, STEP, {**STEP, "step": 4}, {**STEP, "loss": 1.25})

    assert runs.read(folder).losses == ((3, 1.25), (4, 1.5))


def test_the_texts_of_a_paused_run_stay(folder):
    runs.bury(folder, "It was killed.", RunStatus.PAUSED)

    assert runs.read(folder).status is RunStatus.PAUSED
    assert (folder / "examples.jsonl").exists()
