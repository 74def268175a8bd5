"""Long recordings: how much memory each process takes, how quick it is, and whether the times are right.

    python -m tests.bench.bench_long [MINUTES ...]

A recording of each length is made of the clips in tests/data with silence between
them, sent to a speech engine and followed, as the window and the command line do.
The peak of the engine is taken at each event, that of this process, which is the
desk, at the end; both should be flat. The times are compared with where each clip
was put.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
import soundfile
import soxr

from assistant_gui.core.events import Event
from assistant_gui.core.models import Format, Served
from assistant_gui.core.ports import Listened, Segment
from assistant_gui.core.turn import Turn
from assistant_gui.paths import models_folder
from assistant_gui.remote.engine import RemoteEars
from assistant_gui.remote.local import LocalEngine

DATA = Path(__file__).parent.parent / "data"
MODEL = "whisper-tiny.en"
RATE_HZ = 44_100
PAUSE = np.random.default_rng(0).normal(0, 0.001, 2 * RATE_HZ).astype(np.float32)
KNOWN = {"jfk.flac": "my fellow americans"}
"""By clip, how what is said in it begins."""


def main() -> None:
    lengths = [float(each) for each in sys.argv[1:]] or [5.0, 20.0, 60.0]
    with tempfile.TemporaryDirectory() as folder:
        served = Served(MODEL, Format.CT2_WHISPER, str(models_folder() / MODEL / "model.bin"))
        orders = {"context": 0, "threads": 0, "device": "auto"}
        engine = LocalEngine("speech", lambda: [served], lambda: orders, Path(folder) / "speech.log", _ignore)
        try:
            for minutes in lengths:
                _measure(engine, Path(folder) / "long.wav", minutes)
        finally:
            engine.stop()


def _measure(engine: LocalEngine, file: Path, minutes: float) -> None:
    begins = list(_made(file, minutes * 60))
    ears = RemoteEars(engine.connect, lambda: (MODEL, ""))
    engine.connect()
    process, early, peak, began = psutil.Process(engine.pid), 0, 0, time.monotonic()
    found: list[float] = []
    for told in ears.follow(file, Turn()):
        peak = max(peak, sum(each.memory_info().rss for each in [process, *process.children(recursive=True)]))
        if isinstance(told, Listened) and told.upto < 60:
            early = peak
        if isinstance(told, Segment) and re.search("my fellow americans", told.text, re.IGNORECASE):
            found.append(told.start)
    took = time.monotonic() - began
    far = [min(abs(one - begin) for begin in begins) for one in found]
    desk = psutil.Process().memory_info().rss
    sys.stdout.write(
        f"{minutes:5.0f} min, {file.stat().st_size / 1e6:6.0f} MB: engine {early / 1e6:5.0f} MB in the first minute, {peak / 1e6:5.0f} MB at most, "
        f"desk {desk / 1e6:4.0f} MB, {took:6.1f} s ({minutes * 60 / took:.1f} x real time), "
        f"{len(found)} of {len(begins)} clips found, "
        f"{sum(one <= 1.0 for one in far)} of them within 1 s, the worst {max(far, default=0):.2f} s away\n"
    )
    sys.stdout.flush()


def _made(file: Path, seconds: float) -> Iterator[float]:
    """Write *file*, clip after clip; where each of the known clips begins, in seconds."""
    clips = {each.name: _clip(each) for each in sorted(DATA.iterdir()) if each.suffix in (".wav", ".flac")}
    with closing(soundfile.SoundFile(file, "w", RATE_HZ, 1, "PCM_16")) as out:
        while out.frames < seconds * RATE_HZ:
            for name, clip in clips.items():
                if name in KNOWN:
                    yield out.frames / RATE_HZ
                out.write(clip)
                out.write(PAUSE)


def _clip(file: Path) -> np.ndarray:
    samples, rate_hz = soundfile.read(file, always_2d=True, dtype="float32")
    return soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ)


def _ignore(_event: Event) -> None: ...


if __name__ == "__main__":
    main()
