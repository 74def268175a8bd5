"""The talk button: what of the first syllable is lost, and what a microphone costs that is kept ready.

    python -m tests.bench.bench_press [PRESSES]

Noise is said into a virtual microphone. One audio role listens to it all the time; another one is pressed, cold and
kept ready in turn, and where its sound begins in that of the first says when its hearing began. A few milliseconds
of the sound server's are counted as lost.
"""

import statistics
import sys
import tempfile
import threading
import time
import wave
from pathlib import Path

import numpy as np
import psutil

from assistant_gui.bench.rig import Rig
from tests.e2e.audio import Role, audio_role

RATE_HZ = 16_000
FRAME = 512
KEPT_S = 30.0
IDLE_S = 20.0
HEARD_FRAMES = 30


def main() -> None:
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as name, Rig() as rig:
        folder = Path(name)
        noise = _noise(folder / "noise.wav", 110)
        saying = threading.Thread(target=rig.say, args=(noise,))
        saying.start()
        with (
            audio_role(folder / "always.log", rig.env, echo="headphones") as always,
            audio_role(folder / "pressed.log", rig.env, echo="headphones") as pressed,
        ):
            arrivals = _listening(always)
            for kept in (False, True):
                _press(pressed, kept=kept)  # the first one loads what judges frames
                lost = [_lost(always, arrivals, *_press(pressed, kept=kept)) for _ in range(presses)]
                what = "kept ready" if kept else "cold"
                _say(f"{what}: lost {1000 * statistics.median(lost):.0f} ms, at most {1000 * max(lost):.0f} ms")
            pressed.do("keep_microphone", seconds=2 * IDLE_S)
            process = psutil.Process(pressed.process.pid)
            threading.Event().wait(1.0)
            before, began = process.cpu_times(), time.monotonic()
            threading.Event().wait(IDLE_S)
            after, took = process.cpu_times(), time.monotonic() - began
            spent = after.user + after.system - before.user - before.system
            _say(f"kept ready, idle: {100 * spent / took:.2f} % of a core over {took:.0f} s")
        saying.join()


def _noise(file: Path, seconds: int) -> Path:
    samples = np.random.default_rng(0).normal(0, 3000, seconds * 48_000).clip(-32000, 32000).astype("<i2")
    smooth = np.convolve(samples, np.ones(6) / 6, "same").astype("<i2")  # what is left of it at 16 kHz
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 48_000, 0, "NONE", ""))
        out.writeframes(smooth.tobytes())
    return file


def _listening(role: Role) -> list[float]:
    """Have *role* listen; for each of its frames, as they come, when it came."""
    arrivals: list[float] = []
    role.do("open_microphone")

    def take() -> None:
        while True:
            try:
                event = role.event("frame", within=5.0)
            except AssertionError:
                return
            new = len(role.frames) - len(arrivals)
            arrivals.extend([float(str(event["at"]))] * new)

    threading.Thread(target=take, daemon=True).start()
    threading.Event().wait(1.0)
    return arrivals


def _press(role: Role, *, kept: bool) -> tuple[float, np.ndarray]:
    """When the button went down, and what was heard then."""
    threading.Event().wait(1.0)
    first, at = len(role.frames), time.monotonic()
    role.do("open_microphone")
    while len(role.frames) < first + HEARD_FRAMES:
        role.event("frame")
    role.do("keep_microphone", seconds=KEPT_S if kept else 0.0)
    role.do("close_microphone")
    return at, _samples(role, first, first + HEARD_FRAMES)


def _lost(always: Role, arrivals: list[float], pressed_at: float, heard: np.ndarray) -> float:
    """Seconds from the press to the first sample that was *heard*; below 0 it was before."""
    count = len(arrivals)
    begins = min(at - (number + 1) * FRAME / RATE_HZ for number, at in enumerate(arrivals[:count]))
    start = max(0, round((pressed_at - begins - 1.0) * RATE_HZ))
    all_of_it = _samples(always, start // FRAME, count)
    size = 1 << (len(all_of_it) + len(heard)).bit_length()
    found = np.fft.irfft(np.fft.rfft(all_of_it, size) * np.conj(np.fft.rfft(heard[FRAME:], size)), size)
    place = int(np.argmax(found[: len(all_of_it)])) - FRAME
    return begins + (start // FRAME * FRAME + place) / RATE_HZ - pressed_at


def _samples(role: Role, first: int, last: int) -> np.ndarray:
    pcm = b"".join(bytes(frame["pcm"]) for frame in role.frames[first:last])  # type: ignore[call-overload]
    return np.frombuffer(pcm, "<i2").astype(np.float32)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
