"""Engines killed in each state of the floor, with real engines and a person who is a file: nothing hangs or is lost."""

import os
import queue
import signal
import threading
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant_gui.app import App
from assistant_gui.core.conversation import Role, State
from assistant_gui.core.events import Event, Failed, Floor, FloorChanged, ReplyEnded, ReplyGrew
from assistant_gui.core.ports import FRAME_SECONDS, Frame
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.paths import Profile

CLIP = Path(__file__).parent.parent / "data" / "cards-001.wav"
RATE_HZ = 16_000
FRAME_BYTES = 1024
QUIET = Frame(Sound(b"\x01\x00" * 512, RATE_HZ), 0.0, echo=False)
LOUD = 0.01
LONGEST_S = 150
PAUSE_FRAMES = 8
"""Of silence, after which an attempt is under way."""


def spoken() -> list[Frame]:
    with wave.open(str(CLIP)) as file:
        pcm = file.readframes(file.getnframes())
    sounds = [Sound(pcm[at : at + FRAME_BYTES], RATE_HZ) for at in range(0, len(pcm) - FRAME_BYTES, FRAME_BYTES)]
    return [Frame(sound, 0.9 if sound.level > LOUD else 0.0, echo=False) for sound in sounds]


class Ends:
    """A person who says frames and is quiet in between, and a speaker that plays the rest of an answer when it is told."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.on_quiet: Callable[[], None] = lambda: None
        """Called when the person has just paused."""
        self.on_hold: Callable[[], None] = lambda: None
        self._said: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._breathless = False
        self._begun: set[int] = set()

    def say(self, frames: list[Frame], *, breathless: bool = False) -> None:
        """With *breathless* no silence follows."""
        self._breathless = breathless
        for frame in frames:
            self._said.put(frame)

    def frames(self, turn: Turn, word: str = "") -> Iterator[Frame]:
        turn.on_cancel(lambda: self._said.put(None))
        quiet = 0
        while not turn.cancelled:
            try:
                frame = self._said.get(timeout=None if self._breathless else FRAME_SECONDS)
            except queue.Empty:
                frame = QUIET
            if frame is not None:
                yield frame
                quiet = 0 if frame.speech else quiet + 1
                if quiet == PAUSE_FRAMES:
                    self.on_quiet()

    def play(self, sound: Sound, turn: Turn, on_played: Callable[[], None] | None = None) -> None:
        turn.check()
        if turn.number in self._begun:
            turn.on_cancel(self.go_on.set)
            assert self.go_on.wait(LONGEST_S)
            turn.check()
        self._begun.add(turn.number)
        if on_played is not None:
            on_played()

    def hold(self) -> None:
        self.on_hold()

    def duck(self) -> None: ...
    def keep_ready(self, *, on: bool) -> None: ...
    def restore(self) -> None: ...
    def devices(self) -> None: ...
    def use(self, microphone: str, speaker: str) -> None: ...
    def flush(self, turn: Turn) -> None: ...
    def drain(self, turn: Turn) -> None: ...


class Program:
    def __init__(self, app: App) -> None:
        self.app = app
        self.ends = Ends()
        self.events: list[Event] = []
        self.floor = Floor.OFF
        self.on_floor: Callable[[Floor], None] = lambda _: None
        self._news = threading.Condition()
        app.__dict__["audio"] = self.ends  # in the place of the process with the devices
        app.listen(self._on_event)

    def kill(self, engine: str) -> None:
        """At once, whatever it does."""
        os.kill((self.app.language if engine == "language" else self.app.speech).pid, signal.SIGKILL)

    def wait(self, done: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(done, LONGEST_S), self.events[-20:]

    def tell(self) -> None:
        """Something happened that is no event."""
        with self._news:
            self._news.notify_all()

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def rest(self) -> None:
        """Let everything go on until nobody speaks and nothing is worked on."""
        self.ends.on_quiet = self.ends.on_hold = lambda: None
        self.on_floor = lambda _: None
        self.ends.go_on.set()
        self.wait(lambda: self.floor is Floor.LISTENING and not self.app.companion.busy)

    def _on_event(self, event: Event) -> None:
        with self._news:
            self.events.append(event)
            if isinstance(event, FloorChanged):
                self.floor = event.floor
            self._news.notify_all()
        if isinstance(event, FloorChanged):
            self.on_floor(event.floor)


@pytest.fixture(scope="module")
def opened(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ASSISTANT_MODELS", str(models))  # read by the program, as a person would set it
        app = App(Profile.opened(tmp_path_factory.mktemp("profile")))
        app.preferences.change("chat.temperature", 0.0)
        app.preferences.change("chat.max_tokens", 60)
        app.preferences.change("chat.system_prompt", "Tell a long story in short sentences.")
        program = Program(app)
        app.warm_up_talking()
        app.talk.hands_free(on=True)
        yield program
        app.close()


@pytest.fixture
def program(opened: Program) -> Program:
    """Listening, with both engines up."""
    opened.rest()
    opened.app.warm_up_talking()
    opened.events.clear()
    opened.ends.go_on.clear()
    return opened


def while_listening(program: Program, fault: Callable[[], None]) -> None:
    fault()
    program.ends.say(spoken())


def while_somebody_speaks(program: Program, fault: Callable[[], None]) -> None:
    half = len(spoken()) // 2
    program.ends.say(spoken()[:half], breathless=True)
    program.wait(lambda: program.floor is Floor.HEARING)
    fault()
    program.ends.say(spoken()[half:])


def in_a_pause(program: Program, fault: Callable[[], None]) -> None:
    program.ends.on_quiet = fault
    program.ends.say(spoken())


def while_it_thinks(program: Program, fault: Callable[[], None]) -> None:
    program.on_floor = lambda floor: fault() if floor is Floor.THINKING else None
    program.ends.say(spoken())


def while_it_speaks(program: Program, fault: Callable[[], None]) -> None:
    program.on_floor = lambda floor: fault() if floor is Floor.SPEAKING else None
    program.ends.say(spoken())


def while_somebody_speaks_over_it(program: Program, fault: Callable[[], None]) -> None:
    program.ends.on_hold = fault
    program.on_floor = lambda floor: program.ends.say(spoken()) if floor is Floor.SPEAKING else None
    program.ends.say(spoken())


STATES = (
    while_listening,
    while_somebody_speaks,
    in_a_pause,
    while_it_thinks,
    while_it_speaks,
    while_somebody_speaks_over_it,
)


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")
@pytest.mark.parametrize("engine", ["speech", "language"])
@pytest.mark.parametrize("state", STATES)
def test_an_engine_may_be_killed_at_any_moment(program, engine, state):
    killed = threading.Event()

    def fault() -> None:
        if not killed.is_set():
            program.kill(engine)
            killed.set()
            program.tell()

    state(program, fault)
    program.wait(killed.is_set)
    program.ends.go_on.set()
    program.wait(lambda: bool(program.told(ReplyEnded)) or bool(program.told(Failed)))
    program.rest()

    sentences = [str(event.error) for event in program.told(Failed)]
    assert len(sentences) <= 1, sentences
    for event in program.told(ReplyEnded):
        written = "".join(grew.piece for grew in program.told(ReplyGrew) if grew.message == event.message.id)
        kept = program.app.archive.message(event.message.id)
        assert kept.text == written
        assert kept.state is not State.GROWING
        question = program.app.archive.message(kept.parent)
        assert (question.role, bool(question.text)) == (Role.PERSON, True)

    program.events.clear()
    program.ends.say(spoken())
    program.wait(lambda: bool(program.told(ReplyEnded)))
    assert program.told(ReplyEnded)[-1].message.state is State.WHOLE
    assert not program.told(Failed)
