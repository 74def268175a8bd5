"""From the end of what a person says to the first sound of the answer, stage by stage.

The whole program without its window, hands-free on virtual sound devices: a recording
goes into the virtual microphone, and what the microphone and the virtual speaker carry
is recorded together, so that one clock measures both. Prints one JSON line: medians of
RUNS turns (5 unless told), in milliseconds, after one turn that warms everything up:

    ASSISTANT_MODELS=... python -m tests.bench.bench_voice [RUNS] [--voice system-voice|piper-joe]

``hold``, ``attempt_to_sound`` and ``audible`` are of that clock: from the end of speech
until the attempt begins, from there to sound on the speaker, and both together. The
others are what the program tells of itself: ``recognise`` is how long the ears took;
``first_token``, ``first_sentence`` and ``first_sound`` count from the question to the model.
"""

import argparse
import json
import os
import queue
import statistics
import sys
import tempfile
import wave
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant_gui.app import App
from assistant_gui.core.events import Event, Failed, Floor, FloorChanged, StageTimed
from assistant_gui.paths import Profile
from tests.e2e.rig import RATE_HZ, Recording, Rig

QUESTION = Path(__file__).parent.parent / "data" / "librivox-0930.wav"
WINDOW_S = 0.01
LOUD = 32767 / 100
"""-40 dBFS."""
WINDOWS_UP = 3
"""What stays up for so many windows is sound and not a click."""
SPEECH_DB = 20
"""Speech has ended where it stays so much below its loudest; the rest is the reader's room."""
LEAD_S = 0.5
LONGEST_S = 120.0

TWO_SIDES = (
    "module-null-sink sink_name=both channels=2 channel_map=front-left,front-right",
    "module-remap-sink sink_name=mouth master=both channels=1 channel_map=mono "
    "master_channel_map=front-left remix=no",
    "module-remap-sink sink_name=loudspeaker master=both channels=1 channel_map=mono "
    "master_channel_map=front-right remix=no",
    "module-remap-source source_name=ear master=both.monitor channels=1 channel_map=mono "
    "master_channel_map=front-left remix=no",
)  # fmt: skip
"""One sink for both: the microphone is its left side, the speaker its right."""
DEVICES = {"PULSE_SINK": "loudspeaker", "PULSE_SOURCE": "ear"}
MIXED = 2
"""A mono recording of two sides is their mean."""


class Turns:
    """Says the question to the running program and measures what comes of it."""

    def __init__(self, app: App, rig: Rig, question: Path) -> None:
        self._app = app
        self._rig = rig
        self._question = question
        self._asked = levels(*samples_of(question))
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        app.listen(self._events.put)

    def listen(self) -> None:
        self._app.talk.hands_free(True)
        self._until(FloorChanged(Floor.LISTENING), {})

    def one(self) -> dict[str, float]:
        """Stage -> milliseconds, of one question and its answer."""
        stages: dict[str, float] = {}
        self._app.conversation = ""
        with self._rig.record("both.monitor") as recording:
            self._rig.say(self._question, "mouth")
            self._until(FloorChanged(Floor.THINKING), stages)
            attempt = len(recording.samples) / RATE_HZ
            self._until(FloorChanged(Floor.LISTENING), stages)
        ended, sounded = self._found(recording)
        clock = {
            "hold": attempt - ended,
            "attempt_to_sound": sounded - attempt,
            "audible": sounded - ended,
        }
        return stages | {name: seconds * 1000 for name, seconds in clock.items()}

    def _until(self, wanted: Event, stages: dict[str, float]) -> None:
        while (event := self._events.get(timeout=LONGEST_S)) != wanted:
            match event:
                case StageTimed(stage=stage, ms=ms):
                    stages[stage] = ms
                case Failed(error=error):
                    raise error

    def _found(self, recording: Recording) -> tuple[float, float]:
        """Seconds into *recording* at which the question's speech ended and the answer's sound began."""
        heard = levels([each * MIXED for each in recording.samples], RATE_HZ)
        began = first_up(heard) - first_up(self._asked)
        return (began + speech_end(self._asked)) * WINDOW_S, first_up(heard, began + len(self._asked)) * WINDOW_S


def levels(samples: Sequence[int], rate_hz: int) -> list[float]:
    """Root mean square of each window."""
    size = round(WINDOW_S * rate_hz)
    blocks = (samples[at : at + size] for at in range(0, len(samples) - size + 1, size))
    return [(sum(each * each for each in block) / size) ** 0.5 for block in blocks]


def first_up(levels: Sequence[float], start: int = 0) -> int:
    """The first window from *start* that is loud, as are those after it."""
    for at in range(start, len(levels) - WINDOWS_UP + 1):
        if min(levels[at : at + WINDOWS_UP]) > LOUD:
            return at
    raise RuntimeError("nothing was heard")


def speech_end(levels: Sequence[float]) -> int:
    """The window after the last one of speech."""
    least = max(levels) / 10 ** (SPEECH_DB / 20)
    return max(at for at, level in enumerate(levels) if level > least) + 1


def samples_of(wav: Path) -> tuple["array[int]", int]:
    with wave.open(str(wav)) as file:
        samples = array("h")
        samples.frombytes(file.readframes(file.getnframes()))
        return samples, file.getframerate()


def after_a_silence(wav: Path, target: Path) -> Path:
    """The same, but quiet at first, so that it cannot fall into the echo guard after an answer."""
    samples, rate_hz = samples_of(wav)
    with wave.open(str(target), "wb") as out:
        out.setparams((1, 2, rate_hz, 0, "NONE", ""))
        out.writeframes(bytes(2 * round(LEAD_S * rate_hz)) + samples.tobytes())
    return target


@contextmanager
def talking(voice: str) -> Iterator[Turns]:
    """The program, warm and listening, in a profile that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder, Rig() as rig:
        for module in TWO_SIDES:
            rig.control("load-module", *module.split(" ", 1))
        os.environ.update({**rig.devices, **DEVICES})  # the audio role inherits where its devices are
        app = App(Profile.opened(Path(folder) / "profile"))
        try:
            for key, value in {"voice.model": voice, "chat.max_tokens": 40, "chat.temperature": 0.0}.items():
                app.preferences.change(key, value)
            app.warm_up()
            app.speech.connect()
            turns = Turns(app, rig, after_a_silence(QUESTION, Path(folder) / "question.wav"))
            turns.listen()
            yield turns
        finally:
            app.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", type=int, nargs="?", default=5)
    parser.add_argument("--voice", default="system-voice", choices=["system-voice", "piper-joe"])
    asked = parser.parse_args()
    with talking(asked.voice) as turns:
        turns.one()
        found = [turns.one() for _ in range(asked.runs)]
    medians = {name: round(statistics.median(each[name] for each in found)) for name in found[0]}
    told = {"bench": "voice", "voice": asked.voice, "runs": asked.runs, "ms": medians}
    sys.stdout.write(json.dumps({**told, "load": round(os.getloadavg()[0], 1)}) + "\n")


if __name__ == "__main__":
    main()
