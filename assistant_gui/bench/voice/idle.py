"""What listening costs while nobody speaks: the desk, the audio role and the engines together."""

import os
import threading
from collections.abc import Callable, Iterator

import numpy as np
import psutil

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.clips import Clip
from assistant_gui.bench.voice.room import room
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.core.language import N_

SECONDS = 60.0
NOISE = 10 ** (-60 / 20)
SETTLES_S = 15.0


def measured(wanted: Wanted) -> Iterator[Row]:
    seconds = min(SECONDS, wanted.minutes * 60)
    with room(wanted) as here:
        wanted.tell("idle")
        nobody = threading.Event()
        nobody.wait(SETTLES_S)
        silence = cost(lambda: nobody.wait(seconds), seconds)
        sounds = room_noise(seconds)
        noise = cost(lambda: here.say(sounds, lead=0.0), seconds)
    wanted.keep("idle", [{"silence": silence}, {"noise": noise}])
    yield Row(
        "idle_core_percent",
        N_("Listening while nobody speaks, % of a core"),
        max(sum(silence.values()), sum(noise.values())),
        2,
        6,
        3,
    )


def cost(meanwhile: Callable[[], object], seconds: float) -> dict[str, float]:
    """Process -> percent of a core it used *meanwhile*, which takes so many *seconds*."""
    before = used()
    meanwhile()
    return {name: round(100 * (after - before.get(name, 0.0)) / seconds, 2) for name, after in used().items()}


def used() -> dict[str, float]:
    """Seconds of processor time of this process and of the program's others, by what they are and their id."""
    found = {"desk": sum(psutil.Process().cpu_times()[:2])}
    for child in psutil.Process(os.getpid()).children(recursive=True):
        try:
            line = child.cmdline()
            if "assistant_gui" in " ".join(line):
                found[f"{line[-1]} {child.pid}"] = sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return found


def room_noise(seconds: float) -> Clip:
    """A quiet room: steady, more of the low than of the high."""
    dice = np.random.default_rng(1)
    spectrum = np.fft.rfft(dice.normal(0, 1, round(seconds * RATE_HZ)))
    hz = np.fft.rfftfreq(round(seconds * RATE_HZ), 1 / RATE_HZ)
    samples = np.fft.irfft(spectrum / np.maximum(hz, 100.0))
    return Clip("room", (samples * (NOISE / np.sqrt(np.mean(samples**2)))).astype(np.float32))
