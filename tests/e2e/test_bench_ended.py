"""A measurement that is ended from outside leaves no sound server behind."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

BENCH = (sys.executable, "-m", "assistant_gui", "bench", "voice", "--only", "idle")
RIG = """
import sys, threading
from assistant_gui.bench.rig import Rig
with Rig():
    print("up", flush=True)
    threading.Event().wait()
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_bench_that_is_told_to_end_ends_its_sound_server(how, models: Path, tmp_path: Path):
    bench = psutil.Popen([*BENCH, "--profile", str(tmp_path / "profile")], stderr=subprocess.PIPE)
    with bench, bench.stderr:
        server = begun(bench, "pulseaudio")

        bench.send_signal(how)

        assert bench.wait(60) == 130
    assert gone(server)


def test_a_rig_that_is_killed_takes_its_sound_server_with_it():
    owner = psutil.Popen([sys.executable, "-c", RIG], stdout=subprocess.PIPE)
    with owner, owner.stdout:
        owner.stdout.readline()
        server = begun(owner, "pulseaudio")

        owner.kill()

    assert gone(server)


def begun(parent: psutil.Popen, name: str) -> psutil.Process:
    """The child of *parent* that is called *name*, once there is one."""
    for _ in range(1200):
        for child in parent.children():
            with contextlib.suppress(psutil.NoSuchProcess):  # it lived for a moment, as those that ask the server do
                if child.name() == name:
                    return child
        try:
            parent.wait(0.05)
        except psutil.TimeoutExpired:
            continue
        break
    raise AssertionError(f"no {name} was begun")


def gone(process: psutil.Process) -> bool:
    return process in psutil.wait_procs([process], timeout=10)[0]
