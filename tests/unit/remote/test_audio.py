"""The audio pipe against a role that is played by the test."""

import io
import os
import queue
import threading
from dataclasses import asdict

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    DevicesListed,
    Failed,
    LevelMeasured,
    MicrophoneKept,
    RoleChanged,
    RoleState,
    SoundWasLate,
)
from assistant_gui.core.packets import packed, packets
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.audio import AudioPipe


class ScriptedRole:
    """Stands in for RoleProcess: takes commands, says what the test has it say."""

    def __init__(self, role, orders, log, on_change, *, on_ready, **_options):
        self.orders = orders
        self.commands = queue.SimpleQueue()
        self.starts = 0
        self.streams = []
        self.alive = False
        self.refusal = None
        self._one_start = threading.Lock()
        self.starting = threading.Event()
        self.may_start = threading.Event()
        self.may_start.set()
        self._on_change = on_change
        self._on_ready = on_ready
        self._out = None
        self.stdout = None

    def start(self):
        with self._one_start:
            return self._start()

    def _start(self):
        if self.alive:
            return {}
        if self.refusal:
            raise self.refusal
        self.starting.set()
        self.may_start.wait(5)
        reading, writing = os.pipe()
        self.stdout, self._out = os.fdopen(reading, "rb"), os.fdopen(writing, "wb", buffering=0)
        self.streams.append(self.stdout)
        self.starts += 1
        self.alive = True
        self._on_ready({})
        return {}

    def send(self, data):
        if not self.alive:
            raise AssistantError("The audio process is not running.")
        ((header, payload),) = packets(io.BytesIO(data))
        self.commands.put({**header, "payload": payload})

    def say(self, payload=b"", **header):
        self._out.write(packed(header, payload))

    def stop(self):
        if self.alive:
            self._end()
            self._on_change(RoleState.ENDED, "")

    def die(self, *, for_good=True):
        self._end()
        self._on_change(RoleState.FAILED if for_good else RoleState.RESTARTING, "The audio process was killed.")

    def command(self):
        return self.commands.get(timeout=5)

    def _end(self):
        self.alive = False
        self._out.close()


@pytest.fixture
def events():
    return queue.SimpleQueue()


@pytest.fixture
def pipe(tmp_path, events):
    roles = []

    def launch(*args, **options):
        roles.append(ScriptedRole(*args, **options))
        return roles[0]

    pipe = AudioPipe(tmp_path / "log", lambda: ("my mic", ""), events.put, keep=lambda: 120.0, launch=launch)
    pipe.role = roles[0]
    yield pipe
    pipe.close()
    for stream in pipe.role.streams:
        stream.close()


@pytest.fixture
def aside():
    """Run something on a thread; calling the result joins it and gives what it returned or raised."""
    threads = []

    def start(work):
        results = queue.SimpleQueue()

        def run():
            try:
                results.put(work())
            except (AssistantError, TurnCancelled) as error:
                results.put(error)

        thread = threading.Thread(target=run)
        thread.start()
        threads.append(thread)
        return lambda: results.get(timeout=5)

    yield start
    for thread in threads:
        thread.join(5)


@pytest.mark.parametrize("use", ["play", "frames"])
def test_stop_does_not_wait_for_an_audio_role_that_starts(pipe, aside, use):
    turn = Turn()
    pipe.role.may_start.clear()
    wish = {"play": lambda: pipe.play(SECOND, turn), "frames": lambda: list(pipe.frames(turn))}[use]
    playing = aside(wish)
    assert pipe.role.starting.wait(5)

    turn.cancel()

    assert isinstance(playing(), TurnCancelled)
    assert pipe.role.starts == 0
    pipe.role.may_start.set()
    assert aside(pipe.test_tone)() is None  # the start went on
    assert pipe.role.starts == 1
    assert pipe.role.command()["do"] == "test_tone"


SECOND = Sound(b"\1\0" * 24_000, 24_000)


def a(kind, events):
    """The next event of *kind*."""
    while not isinstance(event := events.get(timeout=5), kind):
        pass
    return event


def test_nothing_is_started_before_it_is_wished_for(pipe):
    assert pipe.role.starts == 0


def test_the_role_is_told_the_devices_of_the_settings(pipe):
    assert pipe.role.orders() == {"microphone": "my mic", "speaker": "", "echo": "turns", "volume": 1.0}


def test_sound_goes_out_in_pieces_stamped_with_the_turn(pipe):
    turn = Turn()

    pipe.play(SECOND, turn)

    first, second = pipe.role.command(), pipe.role.command()
    assert first["do"] == second["do"] == "play"
    assert first["turn"] == turn.number
    assert first["rate"] == 24_000
    assert first["payload"] + second["payload"] == SECOND.pcm
    assert first["mark"] != second["mark"]


def test_being_heard_is_told_once_with_the_last_piece(pipe):
    turn, heard = Turn(), queue.SimpleQueue()
    pipe.play(SECOND, turn, lambda: heard.put("heard"))
    marks = [pipe.role.command()["mark"] for _ in range(2)]

    for mark in marks:
        pipe.role.say(event="played", turn=turn.number, mark=mark)
    pipe.drain(turn)

    assert heard.get_nowait() == "heard"
    assert heard.empty()


def test_playing_waits_while_two_seconds_are_on_their_way(pipe, aside):
    turn = Turn()
    playing = aside(lambda: pipe.play(Sound(SECOND.pcm * 3, 24_000), turn))
    marks = [pipe.role.command()["mark"] for _ in range(4)]
    with pytest.raises(queue.Empty):
        pipe.role.commands.get(timeout=0.1)

    for mark in marks[:2]:
        pipe.role.say(event="played", turn=turn.number, mark=mark)

    assert pipe.role.command()["do"] == "play"
    assert playing() is None


def test_flush_is_sent_and_what_it_drops_is_not_told(pipe):
    turn, heard = Turn(), []
    pipe.play(SECOND, turn, lambda: heard.append("heard"))
    marks = [pipe.role.command()["mark"] for _ in range(2)]

    pipe.flush(turn)
    for mark in marks:
        pipe.role.say(event="played", turn=turn.number, mark=mark)
    pipe.drain(turn)

    assert pipe.role.command() == {"do": "flush", "turn": turn.number, "payload": b""}
    assert heard == []


def test_nothing_of_a_cancelled_turn_follows_its_flush(pipe):
    turn = Turn()
    turn.on_cancel(lambda: pipe.flush(turn))
    turn.cancel()

    with pytest.raises(TurnCancelled):
        pipe.play(SECOND, turn)


def test_flush_without_a_role_starts_none(pipe):
    pipe.flush(Turn())

    assert pipe.role.starts == 0


def test_a_role_that_dies_is_told_to_who_waits(pipe, aside):
    turn = Turn()
    pipe.play(SECOND, turn)
    waiting = aside(lambda: pipe.drain(turn))

    pipe.role.die(for_good=False)

    assert str(waiting()) == "The audio process was killed."


def test_a_role_that_is_not_ready_is_told_to_who_plays(pipe):
    pipe.role.refusal = AssistantError("Sound needs PortAudio, which is not installed.", "Install it.")

    with pytest.raises(AssistantError, match="PortAudio"):
        pipe.play(SECOND, Turn())


def frame(role, speech=0.9, *, echo=False):
    role.say(bytes(1024), event="frame", speech=speech, level=0.1, echo=echo)


def test_listening_opens_the_microphone_and_closes_it_when_the_turn_is_over(pipe, aside):
    turn, heard = Turn(), queue.SimpleQueue()

    def listen():
        for frame in pipe.frames(turn):
            heard.put(frame)

    over = aside(listen)
    assert pipe.role.command()["do"] == "open_microphone"

    frame(pipe.role, echo=True)
    first = heard.get(timeout=5)
    turn.cancel()

    assert first.echo
    assert first.speech == 0.9
    assert len(first.sound.pcm) == 1024
    assert over() is None
    assert pipe.role.command()["do"] == "close_microphone"


def test_a_turn_that_is_over_opens_nothing(pipe):
    turn = Turn()
    turn.cancel()

    assert list(pipe.frames(turn)) == []
    assert pipe.role.starts == 0


def test_no_microphone_is_raised_where_somebody_listens(pipe, aside):
    heard = aside(lambda: list(pipe.frames(Turn())))
    pipe.role.command()

    pipe.role.say(
        event="failed", what="microphone", message="No {x}.", hint="Get it.", facts={"x": "ear"}, loss="refused"
    )

    assert str(heard()) == "No ear. Get it."


def test_another_microphone_is_told_and_listening_goes_on(pipe, aside, events):
    turn = Turn()
    heard = aside(lambda: next(pipe.frames(turn)))
    pipe.role.command()

    pipe.role.say(event="failed", what="microphone", message="Another.", hint="", facts={}, loss="other")
    frame(pipe.role)

    assert a(Failed, events).error.message == "Another."
    assert heard().speech == 0.9


def test_a_device_that_goes_away_is_tried_once_with_a_fresh_role(pipe, aside):
    heard = aside(lambda: list(pipe.frames(Turn())))
    pipe.role.command()

    gone = {"event": "failed", "what": "microphone", "message": "Gone.", "hint": "", "facts": {}, "loss": "gone"}
    pipe.role.say(**gone)
    assert pipe.role.command()["do"] == "open_microphone"  # the fresh one
    pipe.role.say(**gone)

    assert str(heard()) == "Gone."
    assert pipe.role.starts == 2


def test_a_role_that_comes_back_goes_on_listening(pipe, aside):
    heard = aside(lambda: next(pipe.frames(Turn())))
    pipe.role.command()

    pipe.role.die(for_good=False)
    pipe.role.start()
    assert pipe.role.command()["do"] == "open_microphone"
    frame(pipe.role)

    assert heard()


def test_closing_ends_listening_quietly_and_playing_with_a_sentence(pipe, aside):
    turn = Turn()
    heard = aside(lambda: list(pipe.frames(Turn())))
    pipe.role.command()
    pipe.play(SECOND, turn)
    waiting = aside(lambda: pipe.drain(turn))

    pipe.close()

    assert heard() == []
    assert "turned off" in str(waiting())


def test_levels_of_both_sides_are_told_together(pipe, events):
    pipe.test_tone()

    frame(pipe.role)
    pipe.role.say(event="level", speaker=0.25)

    assert a(LevelMeasured, events) == LevelMeasured(0.1, 0.0)
    assert a(LevelMeasured, events) == LevelMeasured(0.1, 0.25)


def test_devices_are_asked_for_and_told(pipe, aside, events):
    listed = aside(pipe.devices)
    assert pipe.role.command()["do"] == "devices"

    pipe.role.say(event="devices", microphones=["a", "b"], speakers=["c"])

    assert listed() == (("a", "b"), ("c",))
    assert a(DevicesListed, events) == DevicesListed(("a", "b"), ("c",))


def test_another_device_is_used_at_once_if_the_role_is_there(pipe):
    pipe.use("x", "y")
    assert pipe.role.starts == 0

    pipe.test_tone()
    pipe.use("x", "y")

    pipe.role.command()
    told = {"do": "use", "microphone": "x", "speaker": "y", "echo": "turns", "volume": 1.0}
    assert pipe.role.command() == {**told, "payload": b""}


def test_what_is_played_can_be_made_quieter_silent_and_loud_again(pipe):
    pipe.duck()
    assert pipe.role.starts == 0

    pipe.test_tone()
    pipe.duck()
    pipe.hold()
    pipe.restore()

    pipe.role.command()
    assert [pipe.role.command()["do"] for _ in range(3)] == ["duck", "hold", "restore"]


def test_sound_that_came_too_late_is_told(pipe, aside, events):
    pipe.test_tone()

    pipe.role.say(event="xruns", input=2, output=1, starved=3)

    assert a(SoundWasLate, events) == SoundWasLate(2, 1, 3)


def test_the_wake_word_is_waited_for_in_the_role_and_the_frames_after_it_come(pipe):
    turn = Turn()
    frames = pipe.frames(turn, "hey_jarvis")
    came = queue.SimpleQueue()
    reader = threading.Thread(target=lambda: came.put(next(frames)))
    reader.start()
    assert pipe.role.command() == {"do": "open_microphone", "word": "hey_jarvis", "payload": b""}

    frame = {"event": "frame", "speech": 0.1, "level": 0.1, "echo": False}
    pipe.role.say(b"\1\0", **frame)  # on its way from before
    pipe.role.say(event="waiting")
    pipe.role.say(event="woken")
    pipe.role.say(b"\2\0", **frame)

    assert came.get(timeout=5).sound.pcm == b"\2\0"
    reader.join()
    turn.cancel()
    frames.close()


CHECKED = SetupChecked(True, 0.12, -60.0, -30.0, -55.0, 0.0, cancelling=True)


def test_what_a_check_found_is_given_back(pipe, aside):
    checking = aside(lambda: pipe.check(Turn()))
    assert pipe.role.command()["do"] == "check"

    pipe.role.say(event="checked", **asdict(CHECKED))

    assert checking() == CHECKED


def test_a_check_of_what_cannot_be_used_says_so(pipe, aside):
    checking = aside(lambda: pipe.check(Turn()))
    pipe.role.command()

    pipe.role.say(event="checked", message="No {what} was found.", hint="Plug one in.", facts={"what": "ear"})

    assert str(checking()).startswith("No ear was found.")


def test_a_check_is_not_waited_for_any_more_when_it_is_cut_short(pipe, aside):
    turn = Turn()
    checking = aside(lambda: pipe.check(turn))
    pipe.role.command()

    turn.cancel()

    assert isinstance(checking(), TurnCancelled)


def test_a_headset_that_sounds_worse_is_told_once_and_listening_goes_on(pipe, aside, events):
    turn = Turn()
    heard = aside(lambda: next(pipe.frames(turn)))
    pipe.role.command()

    for _ in range(2):
        pipe.role.say(event="failed", what="microphone", message="It is worse.", hint="", facts={}, loss="worse")
    frame(pipe.role)

    assert heard()
    assert str(a(Failed, events).error) == "It is worse."
    turn.cancel()
    pipe.close()
    told = []
    while not events.empty():
        told.append(events.get())
    assert not [event for event in told if isinstance(event, Failed)]


def test_a_microphone_is_kept_ready_for_as_long_as_the_settings_say(pipe):
    pipe.keep_ready(on=True)  # nobody is there to keep it yet
    assert pipe.role.starts == 0
    pipe.test_tone()
    pipe.role.command()

    pipe.keep_ready(on=True)
    pipe.keep_ready(on=False)

    assert [pipe.role.command()["seconds"] for _ in range(2)] == [120.0, 0.0]


def test_that_it_is_kept_is_told_and_ends_with_the_role(pipe, events):
    pipe.test_tone()

    pipe.role.say(event="kept", on=True)
    assert a(MicrophoneKept, events).on is True
    pipe.close()

    assert a(MicrophoneKept, events).on is False


def test_one_that_is_pulled_out_while_nobody_listens_ends_the_role_and_is_not_told(pipe, events):
    pipe.test_tone()

    pipe.role.say(event="unkept", loss="gone")

    while not (isinstance(event := events.get(timeout=5), RoleChanged) and event.state is RoleState.ENDED):
        assert not isinstance(event, Failed)
    assert not pipe.role.alive
