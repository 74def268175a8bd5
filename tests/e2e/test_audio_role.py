"""The real audio role on virtual devices: what is said arrives, what is played is heard."""

import array
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.e2e.audio import audio_role

DATA = Path(__file__).parent.parent / "data"
RATE_HZ = 24_000
LATE_S = 30.0
"""On a machine that is wholly busy, frames may be so far behind."""


@pytest.fixture
def role(rig, tmp_path):
    with audio_role(tmp_path / "audio.log", rig.env) as role:
        yield role


def tone(seconds, hz=440, rate=RATE_HZ):
    count = round(seconds * rate)
    return array.array("h", (round(9000 * math.sin(2 * math.pi * hz * at / rate)) for at in range(count))).tobytes()


def test_what_is_said_arrives_as_frames_that_are_speech(role, rig):
    role.do("open_microphone")
    role.event("frame")

    rig.say(DATA / "librivox-0930.wav")
    said_at = time.monotonic()
    while sum(frame["speech"] > 0.5 for frame in role.frames) <= 30 and time.monotonic() < said_at + LATE_S:
        role.event("frame")

    assert all(len(frame["pcm"]) == 1024 for frame in role.frames)
    assert sum(frame["speech"] > 0.5 for frame in role.frames) > 30  # of 3.3 seconds
    assert max(frame["level"] for frame in role.frames) > 0.02
    assert not any(frame["echo"] for frame in role.frames)


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="others may not be served first")
def test_it_is_served_before_what_can_wait(role):
    assert os.getpriority(os.PRIO_PROCESS, role.process.pid) < 0


def test_silence_is_not_speech(role):
    role.do("open_microphone")
    role.event("frame")
    for _ in range(30):
        role.event("frame")

    assert max(frame["speech"] for frame in role.frames[5:]) < 0.5


def test_what_is_played_is_heard_whole(role, rig):
    with rig.record() as recording:
        for mark in range(4):
            role.do("play", tone(0.25), turn=3, rate=RATE_HZ, mark=mark)
        role.event("quiet")

    assert recording.loud_seconds() == pytest.approx(1.0, abs=0.06)


def test_each_block_is_reported_when_it_was_heard(role, rig):
    with rig.record():
        for mark in range(3):
            role.do("play", tone(0.3), turn=3, rate=RATE_HZ, mark=mark)
        began = role.event("sounding")
        heard = [role.event("played") for _ in range(3)]
        quiet = role.event("quiet")

    assert began["turn"] == 3
    assert [event["mark"] for event in heard] == [0, 1, 2]
    assert [event["at"] - began["at"] for event in heard] == pytest.approx([0.3, 0.6, 0.9], abs=0.12)
    assert quiet["at"] - heard[-1]["at"] < 0.2


def test_flush_falls_silent_at_once_and_reports_no_more(role, rig):
    with rig.record() as recording:
        for mark in range(4):
            role.do("play", tone(0.5), turn=3, rate=RATE_HZ, mark=mark)
        role.event("played")
        flushed = time.monotonic()
        role.do("flush", turn=3)
        quiet = role.event("quiet")
        later = role.nothing(0.5)

    assert quiet["at"] - flushed < 0.25
    assert recording.loud_seconds() < 0.85  # half a second was heard before the flush
    assert not [event for event in later if event["event"] in ("played", "sounding")]


def test_flush_leaves_another_turn_alone(role, rig):
    with rig.record():
        role.do("play", tone(1.0), turn=3, rate=RATE_HZ, mark=1)
        role.do("play", tone(0.2), turn=4, rate=RATE_HZ, mark=2)
        role.event("sounding")
        role.do("flush", turn=3)

        assert role.event("played")["turn"] == 4


def test_levels_come_while_it_plays(role, rig):
    with rig.record():
        role.do("play", tone(1.0), turn=3, rate=RATE_HZ, mark=1)
        role.event("quiet")

    assert 8 <= len(role.levels) <= 25
    assert max(role.levels) == pytest.approx(9000 / 32768 / math.sqrt(2), rel=0.1)
    assert role.levels[-1] == 0


def test_the_microphone_is_marked_as_echo_while_it_plays_and_shortly_after(role, rig):
    role.do("open_microphone")
    role.event("frame")
    with rig.echo():
        wanted_at = time.monotonic()
        role.do("play", tone(0.6), turn=3, rate=RATE_HZ, mark=1)
        role.event("sounding")
        quiet_at = float(str(role.event("quiet")["at"]))
        while not any(frame["echo"] for frame in role.frames) or role.frames[-1]["echo"]:
            role.event("frame")

    echoes = [frame["echo"] for frame in role.frames]
    assert 0.85 < 0.032 * sum(echoes) < quiet_at - wanted_at + 0.5  # 0.6 s and the 300 ms after, and the time to open
    loud = [frame for frame in role.frames if frame["level"] > 0.01]
    assert loud
    assert all(frame["echo"] for frame in loud)


def test_closing_the_microphone_stops_the_capture(role, rig):
    role.do("open_microphone")
    role.event("frame")
    assert "python" in rig.control("list", "source-outputs")

    role.do("close_microphone")
    role.do("devices")
    role.event("devices")
    frames = len(role.frames)

    assert not role.nothing(0.3)
    assert len(role.frames) == frames
    assert "python" not in rig.control("list", "source-outputs")


def test_no_microphone_is_open_before_it_is_wished_for(role, rig):
    role.do("devices")
    role.event("devices")

    assert "python" not in rig.control("list", "source-outputs")


def test_it_names_the_devices_and_prefers_the_sound_server(role):
    role.do("devices")

    listed = role.event("devices")

    assert "pulse" in listed["microphones"]
    assert "pulse" in listed["speakers"]
    assert listed["default_microphone"] == "pulse"
    assert listed["default_speaker"] == "pulse"


def test_a_device_that_is_not_there_is_replaced_and_said(rig, tmp_path):
    with audio_role(tmp_path / "log", rig.env, microphone="Golden Ear 3000") as role:
        role.do("open_microphone")

        failed = role.event("failed")
        role.event("frame")

    assert failed["what"] == "microphone"
    assert failed["loss"] == "other"
    assert failed["facts"]["name"] == "Golden Ear 3000"
    assert failed["hint"]


def test_the_test_tone_sounds(role, rig):
    with rig.record() as recording:
        role.do("test_tone")
        role.event("quiet")

    assert recording.loud_seconds() == pytest.approx(0.6, abs=0.1)


def test_devices_that_go_away_are_one_sentence(rig, role):
    role.do("open_microphone")
    role.event("frame")

    rig.stop()
    failed = role.event("failed", within=8)

    assert failed["what"] == "microphone"
    assert failed["loss"] == "gone"
    assert "{name}" in failed["message"]


def test_without_devices_it_is_ready_and_says_so_when_it_is_asked(tmp_path):
    with audio_role(tmp_path / "audio.log", {**os.environ, "PULSE_SERVER": "unix:/nowhere"}) as role:
        assert role.ready == {"ready": True}
        role.do("devices")
        if role.event("devices")["microphones"]:
            pytest.skip("this machine has sound hardware")

        role.do("open_microphone")
        microphone = role.event("failed")
        role.do("play", tone(0.1), turn=1, rate=RATE_HZ, mark=1)
        speaker = role.event("failed")

    assert microphone["message"] == "No microphone was found."
    assert speaker["message"] == "No speaker was found."
    assert speaker["hint"]
    assert speaker["loss"] == "refused"
    assert "Traceback" not in (tmp_path / "audio.err").read_text()


def test_without_portaudio_it_says_what_to_install(tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    (library / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")

    with audio_role(tmp_path / "audio.log", {**os.environ, "PYTHONPATH": str(library)}) as role:
        assert role.ready["ready"] is False
        assert "PortAudio" in role.ready["message"]
        assert role.ready["hint"]
        if sys.platform == "linux":
            assert "sudo apt install libportaudio2 libasound2-plugins" in role.ready["hint"]
    assert "Traceback" not in (tmp_path / "audio.err").read_text()


def test_the_end_of_stdin_ends_it_and_what_it_holds(role, rig):
    role.do("open_microphone")
    role.do("play", tone(5), turn=1, rate=RATE_HZ, mark=1)
    role.event("sounding")
    began = time.monotonic()

    assert role.leave() == 0

    assert time.monotonic() - began < 1


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_it_ends_when_the_desk_is_killed(rig, tmp_path):
    desk = """
import sys
from pathlib import Path
from assistant_gui.core.turn import Turn
from assistant_gui.remote.audio import AudioPipe
pipe = AudioPipe(Path(sys.argv[1]))
for frame in pipe.frames(Turn()):
    print(pipe._process.pid, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", desk, str(tmp_path / "audio.log")], env=rig.env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        role = psutil.Process(int(process.stdout.readline()))

        os.kill(process.pid, signal.SIGKILL)

        gone, alive = psutil.wait_procs([role], timeout=3)
    assert gone
    assert not alive
    assert "python" not in rig.control("list", "source-outputs")
