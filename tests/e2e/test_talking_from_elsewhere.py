"""The real window, talked to without being touched: by a command that a key runs, and by the wake word."""

import io
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant_gui.bench.rig import Rig
from tests.e2e.program import Program

DATA = Path(__file__).parent.parent / "data"
LONGEST_S = 90
OPENS_WITHIN_S = 60


@pytest.fixture
def program(rig: Rig, tmp_path: Path, models: Path) -> Program:
    return Program(tmp_path / "profile", models, {**rig.devices, "QT_QPA_PLATFORM": "offscreen"})


@contextmanager
def window(program: Program, settings: str = "") -> Iterator[None]:
    program.profile.mkdir()
    (program.profile / "settings.toml").write_text(f"welcomed = true\n[chat]\nmax_tokens = 20\n{settings}")
    with subprocess.Popen(program.command(), env=program.environment, stdin=subprocess.DEVNULL) as opened:
        try:
            yield
        finally:
            opened.terminate()


def pressed(program: Program, *how: str) -> str:
    """What the command says; it is run again until the window is there."""
    begun = time.monotonic()
    while (said := program.run("toggle-talk", *how)).code and time.monotonic() < begun + OPENS_WITHIN_S:
        assert "No window is open." in said.err
    assert said.code == 0, said.err
    return said.out


def questions(program: Program, *, more_than: int = 0) -> list[str]:
    """What was understood so far, once there is something new."""
    begun = time.monotonic()
    while time.monotonic() < begun + LONGEST_S:  # each look starts a program, which sets the pace
        lines = [json.loads(line) for line in program.run("export").out.splitlines()]
        said = [one["content"] for line in lines for one in line["messages"] if one["role"] == "user"]
        if len(said) > more_than:
            return said
    return []


def unhurried(said: Path, file: Path) -> Path:
    """With a second before and after it, as a person takes who holds a key."""
    samples, rate_hz = soundfile.read(said, dtype="int16")
    soundfile.write(file, np.pad(samples, rate_hz), rate_hz)
    return file


def spoken(text: str, file: Path) -> Path:
    """*text* as a synthetic voice says it."""
    made = subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "140", "--stdout", text], capture_output=True, check=True)
    soundfile.write(file, *soundfile.read(io.BytesIO(made.stdout), dtype="int16"))
    return file


@pytest.mark.model
def test_a_key_of_the_desktop_begins_and_ends_talking(program, rig, tmp_path):
    with window(program):
        pressed(program, "--hold-start")
        wait_for_ears(program)
        pressed(program, "--hold-end")  # nothing was said, and so nothing is asked

        assert pressed(program, "--hold-start") == "Listening…\n"
        wait_for_ears(program, times=2)
        rig.say(unhurried(DATA / "cards-001.wav", tmp_path / "said.wav"))
        assert pressed(program, "--hold-end") == "Not listening any more.\n"

        assert questions(program)  # what was said meanwhile


@pytest.mark.model
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="there is no voice to say it")
def test_nothing_is_heard_before_the_wake_word_and_what_follows_it_is(program, rig, tmp_path):
    pytest.importorskip("pymicro_wakeword", reason="the extra wake is not installed")
    word = spoken("Okay Nabu!", tmp_path / "word.wav")

    with window(program, '[hearing]\nwake_word = "okay_nabu"\n'):
        pressed(program, "--hold-end")  # the window is there
        wait_for_ears(program)
        rig.say(DATA / "librivox-0890.wav")
        rig.say(word)
        rig.say(DATA / "cards-001.wav")

        said = questions(program)

    assert len(said) == 1
    assert "10 of" in said[0]


def wait_for_ears(program: Program, times: int = 1) -> None:
    """Until the microphone was opened so many times, as the log of the audio role says."""
    log, begun = program.profile / "logs" / "audio.log", time.monotonic()
    while (
        not (log.exists() and log.read_text().count("listening to") >= times)
        and time.monotonic() < begun + OPENS_WITHIN_S
    ):
        program.run("--version")  # sets the pace
