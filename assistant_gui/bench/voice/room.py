"""A room with one person and the program in it: both are recorded on one clock, each on a side of its own."""

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant_gui.bench.rig import RATE_HZ, Recording, Rig, missing
from assistant_gui.bench.voice.clips import Clip, written
from assistant_gui.bench.voice.levels import WINDOW_S, Levels, Samples, levels, placed
from assistant_gui.bench.voice.program import SETTINGS, Program
from assistant_gui.bench.voice.rows import Wanted
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Event, Failed, Floor, FloorChanged, LevelMeasured, ReplyGrew, SoundWasLate, Spoke
from assistant_gui.core.language import N_

TWO_SIDES = (
    "module-null-sink sink_name=both rate=48000 channels=2 channel_map=front-left,front-right",
    "module-remap-sink sink_name=mouth master=both rate=48000 channels=1 channel_map=mono "
    "master_channel_map=front-left remix=no",
    "module-remap-sink sink_name=loudspeaker master=both rate=48000 channels=1 channel_map=mono "
    "master_channel_map=front-right remix=no",
    "module-remap-source source_name=ear master=both.monitor rate=48000 channels=1 channel_map=mono "
    "master_channel_map=front-left remix=no",
)  # fmt: skip
"""One sink for both: the microphone is its left side, the speaker its right."""
DEVICES = {"PULSE_SINK": "loudspeaker", "PULSE_SOURCE": "ear"}
ECHO_PERCENT = 63
"""-12 dB."""
PATIENCE_S = 120.0
SETTLES_S = 0.5
"""So long nothing is said before a question, so that it cannot fall into the end of what was before."""

ANSWERS_WITHIN_S = 30.0
SETTLES_WITHIN_S = 10.0
FADED_WINDOWS = 20
"""Silent at the loudspeaker, one after the other: the answer before is over."""
LAST = 20
NOISY = (LevelMeasured, ReplyGrew, SoundWasLate, Spoke)

_log = logging.getLogger(__name__)
_E = TypeVar("_E", bound=Event)


class Unanswered(Exception):
    """What was said got no answer that could be heard."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was recorded of both sides, on one clock."""

    person: Samples
    """Also the speaker's echo, when there is one."""
    program: Samples

    def began(self, clip: Clip) -> float:
        """Seconds into it at which the person began to say *clip*."""
        return placed(clip.samples, self.person) / RATE_HZ

    def ended(self, clip: Clip) -> float:
        return self.began(clip) + clip.seconds

    @property
    def levels(self) -> Levels:
        """Of the program, window by window."""
        return levels(self.program, RATE_HZ)


class Room:
    """Made by :func:`room`. What the program tells is kept, in order, with the time at which it was told."""

    def __init__(self, rig: Rig, program: Program, folder: Path) -> None:
        self.program = program
        self.told: list[tuple[float, Event]] = []
        self._rig = rig
        self._folder = folder
        self._floor = Floor.OFF
        self._news = threading.Condition()
        program.listen(self._on_event)

    @property
    def floor(self) -> Floor:
        return self._floor

    def hands_free(self, on: bool) -> None:
        """Listen or stop to listen; returns when it does. Raises AssistantError when it cannot."""
        self.program.talk.hands_free(on=on)
        self.until(lambda: self._floor is (Floor.LISTENING if on else Floor.OFF))

    def say(self, clip: Clip, *, lead: float = SETTLES_S) -> None:
        """Into the microphone; returns when it is over."""
        self._rig.say(written(clip, self._folder / "said.wav", lead=lead), "mouth")

    def ask(self, clip: Clip) -> None:
        """Say *clip* as the beginning of a conversation; returns when the answer sounds. Raises Unanswered."""
        self.program.conversation = ""
        self.say(clip)
        if not self.wait(lambda: self._floor is Floor.SPEAKING, ANSWERS_WITHIN_S):
            raise Unanswered

    @contextmanager
    def trying(self) -> Iterator[None]:
        """One trial; one that got no answer does not count."""
        try:
            yield
        except Unanswered:
            self.hush()

    def hush(self) -> None:
        """Have whatever is under way end, and wait until the program listens again."""
        self.wait(lambda: self._floor in (Floor.SPEAKING, Floor.LISTENING), ANSWERS_WITHIN_S)
        self.program.talk.stop()
        if not self.wait(lambda: self._floor is Floor.LISTENING, SETTLES_WITHIN_S):
            self.hands_free(on=False)
            self.hands_free(on=True)
        self._let_fade()

    def _let_fade(self) -> None:
        """Until nothing comes out of the loudspeaker: what was played is on its way for up to 0.2 s."""
        with self._rig.record("loudspeaker.monitor") as recording:
            while recording.seconds < SETTLES_WITHIN_S:
                wait_for(recording, recording.seconds + FADED_WINDOWS * WINDOW_S)
                if not any(recording.loud()[-FADED_WINDOWS:]):
                    return

    def mark(self) -> int:
        """Events that are told from now on have this index in :attr:`told` or a later one."""
        with self._news:
            return len(self.told)

    def until(self, done: Callable[[], bool], within: float = PATIENCE_S) -> None:
        """Wait for events until *done*. Raises AssistantError when it takes longer than *within*, or a turn failed."""
        if not self.wait(done, within):
            raise AssistantError(
                N_("The program did not do what was waited for within {seconds} seconds."),
                N_("What it did last is in the log of this profile."),
                seconds=round(within),
            )

    def wait(self, done: Callable[[], bool], within: float) -> bool:
        """Whether it was *done* in time; what happened instead goes to the log. Raises why a turn failed."""
        with self._news:
            seen = len(self.told)
            deadline = time.monotonic() + within
            while not done():
                if not self._news.wait(max(0.0, deadline - time.monotonic())) or time.monotonic() > deadline:
                    last = [event for _, event in self.told if not isinstance(event, NOISY)][-LAST:]
                    _log.warning("waited %.0f s in vain: %s", within, last)
                    return False
                for _, event in self.told[seen:]:
                    if isinstance(event, Failed) and event.turn:
                        raise event.error
                seen = len(self.told)
        return True

    def since(self, mark: int, kind: type[_E]) -> list[_E]:
        """The events of *kind* from *mark* on."""
        with self._news:
            return [event for _, event in self.told[mark:] if isinstance(event, kind)]

    @contextmanager
    def record(self) -> Iterator[Recording]:
        with self._rig.record("both.monitor", channels=2) as recording:
            yield recording

    @contextmanager
    def echo(self) -> Iterator[None]:
        """The program hears itself, 12 dB quieter than it speaks."""
        with self._rig.echo(percent=ECHO_PERCENT, source="loudspeaker.monitor", sink="mouth"):
            yield

    def _on_event(self, event: Event) -> None:
        with self._news:
            self.told.append((time.monotonic(), event))
            if isinstance(event, FloorChanged):
                self._floor = event.floor
            self._news.notify_all()


@contextmanager
def room(wanted: Wanted, elsewhere: Mapping[str, str] | None = None) -> Iterator[Room]:
    """The program, warm and listening, alone in a room and in a profile that goes afterwards."""
    with sides(wanted) as (rig, folder), wanted.programs(folder / "profile", elsewhere or {}) as program:
        for key, value in {**SETTINGS, "voice.model": wanted.voice}.items():
            program.preferences.change(key, value)
        program.warm_up_talking()
        there = Room(rig, program, folder)
        there.hands_free(on=True)
        yield there


@contextmanager
def sides(wanted: Wanted) -> Iterator[tuple[Rig, Path]]:
    """The two sides of a room, which are the devices of every program started meanwhile, and a folder that goes afterwards."""
    if (why := missing()) is not None:
        raise why
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder, Rig() as rig:
        for module in TWO_SIDES:
            rig.control("load-module", *module.split(" ", 1))
        with _environment({**rig.devices, **DEVICES}):  # the audio role inherits where its devices are
            yield rig, Path(folder)


def heard(recording: Recording) -> Heard:
    """What was recorded so far."""
    raw = np.frombuffer(recording.file.read_bytes(), dtype="<i2")
    sides = (raw[: len(raw) // 2 * 2].reshape(-1, 2) / np.float32(32768)).astype(np.float32)
    return Heard(sides[:, 0], sides[:, 1])


def wait_for(recording: Recording, seconds: float) -> None:
    """Until *recording* is so long."""
    while (left := seconds - recording.seconds) > 0:
        threading.Event().wait(left)


def window(seconds: float) -> int:
    """Which window of levels it is in."""
    return round(seconds / WINDOW_S)


@contextmanager
def _environment(more: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
