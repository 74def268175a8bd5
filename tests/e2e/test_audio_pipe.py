"""The desk's end of the audio pipe, with the real role on virtual devices."""

import array
import math
import queue
import threading
import time
from pathlib import Path

import psutil
import pytest

from assistant_gui.app import App
from assistant_gui.bench.rig import RATE_HZ, Recording
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import DevicesListed, LevelMeasured, RoleChanged, RoleState
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.paths import Profile
from assistant_gui.remote.audio import AudioPipe

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def events():
    return []


@pytest.fixture
def pipe(rig, tmp_path, monkeypatch, events):
    for name, value in rig.devices.items():
        monkeypatch.setenv(name, value)  # roles inherit the desk's environment
    pipe = AudioPipe(tmp_path / "audio.log", emit=events.append)
    yield pipe
    pipe.close()


def tone(seconds, rate=24_000):
    count = round(seconds * rate)
    wave = (round(9000 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(count))
    return Sound(array.array("h", wave).tobytes(), rate)


def test_a_person_is_heard_until_the_turn_is_over(pipe, rig):
    turn = Turn()
    frames = pipe.frames(turn)
    heard, quiet = [next(frames)], 0
    speaking = threading.Thread(target=rig.say, args=(DATA / "cards-001.wav",))
    speaking.start()

    for frame in frames:
        heard.append(frame)
        quiet = 0 if speaking.is_alive() else quiet + 1
        if quiet == 20:  # what was said last is still on its way
            turn.cancel()

    assert sum(frame.speech > 0.5 for frame in heard) > 10
    speaking.join()


def test_closing_ends_the_role_and_listening(pipe):
    frames = pipe.frames(Turn())
    next(frames)
    role = psutil.Process(pipe._process.pid)

    pipe.close()

    assert not role.is_running()
    assert len(list(frames)) < 100


def test_it_can_be_used_again_after_it_was_closed(pipe):
    next(pipe.frames(Turn()))
    pipe.close()

    assert next(pipe.frames(Turn()))


def test_two_seconds_are_queued_and_no_more(pipe, rig):
    turn = Turn()

    pipe.play(tone(4), turn)
    queued = time.monotonic()
    pipe.drain(turn)

    assert 1.4 < time.monotonic() - queued < 2.7


def test_drain_waits_until_it_was_heard_and_callbacks_come_in_order(pipe, rig):
    turn, heard = Turn(), []

    with rig.record() as recording:
        for number in range(4):
            pipe.play(tone(0.2), turn, lambda number=number: heard.append(number))
        pipe.drain(turn)

    assert heard == [0, 1, 2, 3]
    assert recording.loud_seconds() == pytest.approx(0.8, abs=0.06)


def test_cancelling_wakes_who_plays_and_silences_at_once(pipe, rig):
    turn, raised = Turn(), queue.Queue()
    turn.on_cancel(lambda: pipe.flush(turn))

    def answer():
        try:
            pipe.play(tone(10), turn)
        except TurnCancelled as outcome:
            raised.put((time.monotonic(), outcome))

    with rig.record() as recording:
        thread = threading.Thread(target=answer)
        thread.start()
        pipe.play(tone(0.1), other := Turn())
        pipe.drain(other)
        cancelled = time.monotonic()
        turn.cancel()
        at, _ = raised.get(timeout=5)
        thread.join()
        pipe.play(tone(0.1), other := Turn())
        pipe.drain(other)

    assert at - cancelled < 0.2
    assert recording.seconds < 6


def test_the_role_may_be_killed_and_talking_goes_on(pipe, events):
    frames = pipe.frames(turn := Turn())
    next(frames)

    psutil.Process(pipe._process.pid).kill()
    while RoleChanged("audio", RoleState.READY) not in events[2:]:
        next(frames)
    next(frames)

    turn.cancel()
    assert [event.state for event in events if isinstance(event, RoleChanged)] == [
        RoleState.STARTING,
        RoleState.READY,
        RoleState.RESTARTING,
        RoleState.READY,
    ]


def test_what_was_playing_when_it_died_is_told(pipe):
    turn = Turn()
    pipe.play(tone(1), turn)

    psutil.Process(pipe._process.pid).kill()

    with pytest.raises(AssistantError, match="was killed"):
        pipe.drain(turn)


def test_devices_that_go_away_end_listening_with_a_sentence(pipe, rig):
    frames = pipe.frames(Turn())
    next(frames)

    rig.stop()

    with pytest.raises(AssistantError) as lost:
        for _ in frames:
            pass
    assert "microphone" in str(lost.value).lower()


def test_devices_are_listed(pipe, events):
    microphones, speakers = pipe.devices()

    assert "pulse" in microphones
    assert "pulse" in speakers
    pipe.close()
    assert DevicesListed(microphones, speakers) in events


def test_levels_are_told_while_somebody_listens(pipe, events):
    frames = pipe.frames(Turn())
    for _ in range(30):
        next(frames)

    pipe.close()
    assert 8 <= sum(isinstance(event, LevelMeasured) for event in events) <= 20


def test_a_check_hears_our_own_sound_come_back_and_go_away(pipe, rig):
    with rig.echo(percent=63, latency_ms=60):
        checked = pipe.check(Turn())

    assert checked.heard
    assert 0.05 < checked.delay < 0.4
    assert checked.noise_dbfs < -80
    assert -40 < checked.echo_dbfs < -15
    assert checked.removed_db > 15
    assert checked.clipped == 0


def test_a_check_without_an_echo_hears_nothing_and_listening_goes_on_after_it(pipe):
    frames = pipe.frames(Turn())
    next(frames)

    checked = pipe.check(Turn())

    assert not checked.heard
    assert next(frames)


def _peak_near_the_end(recording: Recording) -> int:
    """In the last half second of sound: what was played before may still be on its way when recording begins."""
    samples = recording.samples
    last = max(at for at, sample in enumerate(samples) if abs(sample) > 300)
    return max(samples[last - RATE_HZ // 2 : last - RATE_HZ // 10])


def test_the_volume_of_the_settings_is_that_of_the_sound_from_the_start_and_when_it_is_changed(
    rig, tmp_path, monkeypatch
):
    for name, value in rig.devices.items():
        monkeypatch.setenv(name, value)
    app = App(Profile.opened(tmp_path / "profile"))
    peaks = []
    try:
        for volume in (0.5, 1.0, 0.25):
            app.preferences.change("voice.volume", volume)
            app.use_devices()  # as the window does after every change
            with rig.record() as recording:
                turn = Turn()
                app.audio.play(tone(0.6), turn)
                app.audio.drain(turn)
            peaks.append(_peak_near_the_end(recording) / 9000)
    finally:
        app.close()

    assert peaks == pytest.approx([0.5, 1.0, 0.25], abs=0.03)
