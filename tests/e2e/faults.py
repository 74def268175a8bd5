"""The whole program but its window, in a room of virtual devices, and what can go wrong there at any moment."""

import contextlib
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import soundfile
import soxr

from assistant_gui.app import App
from assistant_gui.bench.rig import RATE_HZ, Rig
from assistant_gui.bench.voice.clips import Clip
from assistant_gui.bench.voice.room import DEVICES, TWO_SIDES, Room
from assistant_gui.core.conversation import Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Asked, Failed, Floor, LevelMeasured, ReplyEnded, RoleChanged, RoleState
from assistant_gui.paths import Profile

DATA = Path(__file__).parent.parent / "data"
BACK_WITHIN_S = 60.0
ANSWER_WITHIN_S = 90.0


@dataclass(frozen=True, slots=True)
class Outcome:
    state: str
    fault: str
    told: tuple[str, ...]
    """What the pane said."""
    kept: bool
    """What had been said was asked, or nothing had been said."""
    back_s: float
    """Until it listened again and the devices were there."""
    answered: bool
    """The next question was answered aloud."""


class Trials:
    """A program that listens, and one fault after the other."""

    def __init__(self, rig: Rig, app: App, folder: Path) -> None:
        self.rig, self.app = rig, app
        self.room = Room(rig, app, folder)
        self.question = clip("cards-001.wav", 6.0)
        """Without a pause: an answer that begins in one is over, cut short, before the question is."""

    def listen(self) -> None:
        """As a person who sees that it does not listen any more: switch it on again, until it does."""
        deadline = time.monotonic() + BACK_WITHIN_S
        while self.room.floor is Floor.OFF:
            assert time.monotonic() < deadline, "it does not listen any more"
            mark = self.room.mark()
            self.app.talk.hands_free(on=True)
            self._wait(lambda: self.room.floor is not Floor.OFF, 2.0)
            self._wait(lambda mark=mark: bool(self.room.since(mark, LevelMeasured)), 5.0)
            threading.Event().wait(0.5)  # a device that cannot be opened is told a moment later

    def _wait(self, done: Callable[[], bool], within: float) -> bool:
        """Whatever fails meanwhile."""
        deadline = time.monotonic() + within
        while (left := deadline - time.monotonic()) > 0:
            try:
                return self.room.wait(done, left)
            except AssistantError:
                continue
        return done()

    def answered(self) -> bool:
        """Ask; whether it was answered aloud. A question that a device swallowed is asked again, once."""
        for _ in range(2):
            self.listen()
            mark = self.room.mark()
            self.room.say(self.question)
            if self._wait(lambda mark=mark: self._spoken(mark), ANSWER_WITHIN_S):
                self.quiet()
                return True
        return False

    def _spoken(self, mark: int) -> bool:
        return self.room.floor is Floor.SPEAKING or bool(self.room.since(mark, ReplyEnded))

    def quiet(self) -> None:
        """Nobody speaks, and nothing is worked on."""
        self.app.talk.stop()
        self._wait(lambda: not self.app.companion.busy and self.room.floor in (Floor.LISTENING, Floor.OFF), 30.0)

    def try_out(self, state: "State", fault: "Fault") -> Outcome:
        self.quiet()
        self.listen()
        self.app.conversation = ""
        mark = self.room.mark()
        with state(self), fault(self):
            pass
        began = time.monotonic()
        self._wait(lambda: not self.app.companion.busy and self.room.floor is not Floor.THINKING, ANSWER_WITHIN_S)
        told = tuple(str(event.error) for event in self.room.since(mark, Failed)) + tuple(
            event.detail for event in self.room.since(mark, RoleChanged) if event.state is RoleState.RESTARTING
        )
        asked = [event.message for event in self.room.since(mark, Asked)]
        kept = state is listening or any(each.role is Role.PERSON and each.text for each in asked)
        self.listen()
        back = time.monotonic() - began
        return Outcome(state.__name__, fault.__name__, told, kept, back, self.answered())


State = Callable[[Trials], "contextmanager[None]"]
Fault = Callable[[Trials], "contextmanager[None]"]


@contextmanager
def listening(_trials: Trials) -> Iterator[None]:
    """Nobody speaks."""
    yield


@contextmanager
def hearing(trials: Trials) -> Iterator[None]:
    """In the middle of a sentence, which goes on for a while."""
    saying = threading.Thread(target=_said_anyhow, args=(trials.room, clip("jfk.flac", 10.0)))
    saying.start()
    trials._wait(lambda: trials.room.floor is Floor.HEARING, 10.0)
    threading.Event().wait(2.0)
    yield
    saying.join()


@contextmanager
def speaking(trials: Trials) -> Iterator[None]:
    """In the middle of an answer."""
    trials.room.say(trials.question)
    assert trials._wait(lambda: trials.room.floor is Floor.SPEAKING, ANSWER_WITHIN_S)
    threading.Event().wait(0.5)
    yield


def _said_anyhow(room: Room, clip: Clip) -> None:
    try:
        room.say(clip)
    except Exception:  # noqa: BLE001 - the device may be pulled out under it
        return


@contextmanager
def no_microphone(trials: Trials) -> Iterator[None]:
    with unplugged(trials.rig, "source_name=ear"):
        threading.Event().wait(1.0)
        yield


@contextmanager
def no_speaker(trials: Trials) -> Iterator[None]:
    with unplugged(trials.rig, "sink_name=loudspeaker"):
        threading.Event().wait(1.0)
        yield


@contextmanager
def neither(trials: Trials) -> Iterator[None]:
    with unplugged(trials.rig, "source_name=ear", "sink_name=loudspeaker"):
        threading.Event().wait(1.0)
        yield


@contextmanager
def muted(trials: Trials) -> Iterator[None]:
    trials.rig.control("set-source-mute", "ear", "1")
    threading.Event().wait(4.0)
    yield
    trials.rig.control("set-source-mute", "ear", "0")


@contextmanager
def asleep(trials: Trials) -> Iterator[None]:
    """The audio role, as when the machine is suspended."""
    role = psutil.Process(trials.app.audio._process.pid)
    role.send_signal(signal.SIGSTOP)
    threading.Event().wait(6.0)
    role.send_signal(signal.SIGCONT)
    yield


@contextmanager
def hung_ears(trials: Trials) -> Iterator[None]:
    """The engine that recognises stands still and never comes back by itself."""
    psutil.Process(trials.app.speech.pid).send_signal(signal.SIGSTOP)
    yield


@contextmanager
def killed_audio(trials: Trials) -> Iterator[None]:
    psutil.Process(trials.app.audio._process.pid).kill()
    yield


UNPLUGS = ((listening, no_microphone), (hearing, no_microphone), (speaking, no_speaker), (listening, neither))
UNPLUGS += ((speaking, neither), (hearing, neither))
OTHERS = ((hearing, muted), (listening, asleep), (speaking, asleep), (hearing, hung_ears), (hearing, killed_audio))
OTHERS += ((speaking, killed_audio),)


@contextmanager
def unplugged(rig: Rig, *names: str) -> Iterator[None]:
    """The devices of the modules with *names* in their words are not there meanwhile."""
    listed = [line.split("\t") for line in rig.control("list", "short", "modules").splitlines()]
    modules = [(number, " ".join(words).split()) for name in names for number, *words in listed if name in str(words)]
    for number, _ in modules:
        rig.control("unload-module", number)
    try:
        yield
    finally:
        for _, words in modules:
            rig.control("load-module", *words)
        _moved_back(rig, "source-output", "ear")
        _moved_back(rig, "sink-input", "loudspeaker")


def _moved_back(rig: Rig, kind: str, device: str) -> None:
    """To *device*, which is there again: what the sound server of a desktop remembers, the rig's does not."""
    for each in rig.control("list", f"{kind}s").split("\n\n"):
        if "ALSA plug-in" in each and (found := re.search(r"#(\d+)", each)):
            with contextlib.suppress(subprocess.CalledProcessError):  # it ended meanwhile
                rig.control(f"move-{kind}", found[1], device)


@contextmanager
def trials(folder: Path, setenv: Callable[[str, str], None]) -> Iterator[Trials]:
    """*setenv* sets the environment, which the audio role inherits."""
    with Rig() as rig:
        for module in TWO_SIDES:
            rig.control("load-module", *module.split(" ", 1))
        for name, value in {**rig.devices, **DEVICES}.items():
            setenv(name, value)
        app = App(Profile.opened(folder / "profile"))
        try:
            app.preferences.change("chat.temperature", 0.0)
            app.preferences.change("chat.max_tokens", 40)
            app.warm_up_talking()
            yield Trials(rig, app, folder)
        finally:
            app.close()


def clip(name: str, seconds: float) -> Clip:
    samples, rate_hz = soundfile.read(DATA / name, always_2d=True, dtype="float32")
    whole = soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ)
    return Clip(name, np.ascontiguousarray(whole[: round(seconds * RATE_HZ)]))
