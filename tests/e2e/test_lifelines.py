"""What is left behind when the program is killed: nothing but a run that goes on."""

import json
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from assistant_gui.paths import Profile
from assistant_gui.store.preferences import Preferences
from tests.e2e.program import Program

WAIT_S = 600.0


def until(true: Callable[[], object], what: str) -> None:
    """Wait for another process: there is nothing to be notified by."""
    end = time.monotonic() + WAIT_S
    ready, nobody = False, threading.Event()
    while not ready and time.monotonic() < end:
        ready = bool(true())
        if not ready:
            nobody.wait(0.05)  # the processor is the other process's
    assert ready, f"{what} did not come about"


def roles(process: psutil.Process) -> dict[str, psutil.Process]:
    found = {}
    for child in process.children(recursive=True):
        try:
            words = child.cmdline()
        except psutil.NoSuchProcess:  # it lived for a moment
            continue
        if "assistant_gui" in words:
            found[words[words.index("assistant_gui") + 1]] = child
    return found


@pytest.fixture
def program(tmp_path: Path, models: Path) -> Program:
    profile = Profile.opened(tmp_path / "profile")
    Preferences(profile.settings).change("welcomed", True)
    return Program(profile.root, models, {"QT_QPA_PLATFORM": "offscreen"})


def test_no_engine_is_left_when_the_window_is_killed(program):
    desk = subprocess.Popen(program.command(), env=program.environment)
    try:
        process = psutil.Process(desk.pid)
        until(lambda: "engine" in roles(process), "the engine")
        left = process.children(recursive=True)
    finally:
        desk.kill()
        desk.wait()

    gone, alive = psutil.wait_procs(left, timeout=15)
    assert gone
    assert not alive


def test_a_command_is_handed_over_to_the_open_window(program):
    desk = subprocess.Popen(program.command(), env=program.environment)
    try:
        until(lambda: (program.profile / "lock").exists() and (program.profile / "lock").stat().st_size, "the window")
        said = program.run("--json", "ask", "Say hello.")

        assert said.code == 0, said.err
        assert said.object["text"]
        assert desk.poll() is None
        assert program.run().code == 0  # a second window raises the first and ends
    finally:
        desk.kill()
        desk.wait()


@pytest.mark.timeout(900)
def test_a_run_goes_on_when_the_program_that_started_it_is_killed(program, tmp_path):
    lessons = tmp_path / "lessons.jsonl"
    lesson = {"messages": [{"role": "user", "content": "Hi {n}"}, {"role": "assistant", "content": "Ahoy {n}!"}]}
    lessons.write_text("\n".join(json.dumps(lesson).replace("{n}", str(n)) for n in range(8)))
    program.json("import", str(lessons))
    starter = subprocess.Popen(
        program.command("--json", "tune", "--epochs", "1"), env=program.environment, stdout=subprocess.PIPE
    )
    assert starter.stdout is not None
    for line in starter.stdout:
        if json.loads(line).get("event") == "step":
            break
    starter.kill()
    starter.wait()
    starter.stdout.close()

    (folder,) = (each for each in (program.profile / "runs").iterdir() if each.is_dir())
    events = folder / "events.jsonl"
    until(lambda: '"end"' in events.read_text().splitlines()[-1], "the end of the run")
    assert json.loads(events.read_text().splitlines()[-1])["status"] == "done"
    assert not (folder / "examples.jsonl").exists()
    (adapter,) = program.json("adapters", "list").objects
    assert adapter["base"] == "smollm2-135m"
