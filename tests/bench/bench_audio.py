"""From sound in the microphone to sound out of the speaker, through the real audio role.

Clicks are played into a virtual sink that the role both hears and plays on; whenever
a frame is loud, a click is sent back. One recording of that sink has both, so that
one clock measures them. Run: ``python -m tests.bench.bench_audio [seconds]``.
"""

import array
import json
import math
import os
import statistics
import subprocess
import sys
import threading
import time
import wave
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from assistant_gui.bench.rig import RATE_HZ, Recording, Rig
from tests.e2e.audio import Role, audio_role

EVERY = 0.8
LOUD = 3000


def click(hz: int) -> bytes:
    """20 ms that begin at once."""
    count = RATE_HZ // 50
    return array.array(
        "h", (round(12_000 * math.cos(2 * math.pi * hz * at / RATE_HZ)) for at in range(count))
    ).tobytes()


def clicks(wav: Path, seconds: float) -> Path:
    """A click every 0.8 seconds and a bit, so that they fall anywhere in a frame."""
    with wave.open(str(wav), "wb") as out:
        out.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        for number in range(round(seconds / EVERY)):
            gap = EVERY + 0.007 * (number % 5)
            out.writeframes(click(700) + bytes(2 * round((gap - 0.02) * RATE_HZ)))
    return wav


def answering(role: Role, over: threading.Event) -> None:
    """Send a click back for every loud frame, but not for our own."""
    deaf_until, mark = 0.0, 0
    while not over.is_set():
        event = role.event("frame")
        if float(str(event["level"])) > 0.02 and time.monotonic() > deaf_until:
            deaf_until, mark = time.monotonic() + 0.4, mark + 1
            role.do("play", click(700), turn=1, rate=RATE_HZ, mark=mark)


def delays(recording: Recording) -> list[float]:
    """Milliseconds between each click and the next, where it is an answer."""
    samples, onsets, at = recording.samples, [], 0
    while at < len(samples):
        if abs(samples[at]) > LOUD:
            onsets.append(at / RATE_HZ)
            at += RATE_HZ // 25  # past this click
        at += 1
    gaps = [(b - a) * 1000 for a, b in pairwise(onsets)]
    return [gap for gap in gaps if gap < 400]


def main(seconds: float) -> None:
    with TemporaryDirectory() as folder, Rig() as rig:
        log, over = Path(folder) / "audio.log", threading.Event()
        with audio_role(log, {**rig.env, "PULSE_SINK": "vmic"}) as role:
            role.do("open_microphone")
            role.event("frame")
            process = psutil.Process(role.process.pid)
            before = sum(process.cpu_times()[:2])
            threading.Event().wait(5)
            idle = (sum(process.cpu_times()[:2]) - before) / 5
            answers = threading.Thread(target=answering, args=(role, over))
            answers.start()
            with rig.record("vmic.monitor") as recording:
                rig.say(clicks(Path(folder) / "clicks.wav", seconds))
            over.set()
            answers.join()
        found = sorted(delays(recording))
    told = {
        "answers": len(found),
        "in_to_out_ms": {
            "min": round(found[0]),
            "p50": round(statistics.median(found)),
            "p95": round(found[round(0.95 * (len(found) - 1))]),
        },
        "listening_cpu_percent": round(100 * idle, 1),
        "load": round(os.getloadavg()[0], 1),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    subprocess.run(["pulseaudio", "--version"], check=True, stdout=subprocess.DEVNULL)
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
