"""Playing and telling of it, with the test as the sound card."""

import queue

import numpy as np
import pytest

from assistant_gui.audio import playing
from assistant_gui.audio import speaker as module
from assistant_gui.audio.buffer import LATENCIES
from assistant_gui.audio.devices import Loss
from assistant_gui.audio.playlist import Block
from assistant_gui.audio.speaker import Speaker
from tests.sound import FakeSystem, device

RATE = 16_000


class Desk:
    def __init__(self):
        self.events = queue.SimpleQueue()
        self.failed = queue.SimpleQueue()

    def long_after(self, seconds):
        """Nothing is told for so long."""
        with pytest.raises(queue.Empty):
            self.events.get(timeout=seconds)

    def event(self, name):
        while (event := self.events.get(timeout=5))["event"] != name:
            pass
        return event


@pytest.fixture
def system():
    return FakeSystem(device(0, "default"), device(1, "Headset", rate_hz=48_000))


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def speaker(system, desk):
    speaker = Speaker(system, desk.events.put, lambda error, loss: desk.failed.put((error, loss)))
    yield speaker
    speaker.close()


def block(turn, mark, seconds=0.1, value=1000):
    return Block(turn, mark, RATE, np.full(round(seconds * RATE), value, "<i2").tobytes())


def listen(stream, seconds):
    """Take sound as a card does until *seconds* of it were not silent."""
    heard = []
    while sum(map(len, heard)) < seconds * stream.rate_hz:
        sound = stream.take(160)
        if sound.any():
            heard.append(sound)
    return np.concatenate(heard)


def test_nothing_is_opened_before_something_is_played(speaker, system):
    speaker.flush(1)
    speaker.use("Headset")

    assert system.opened.empty()


def test_a_block_is_told_when_it_begins_and_when_it_was_heard(speaker, system, desk):
    speaker.play(block(5, 50))
    listen(system.stream(), 0.1)

    assert desk.event("sounding") == {"event": "sounding", "turn": 5}
    assert desk.event("played") == {"event": "played", "turn": 5, "mark": 50}
    assert desk.event("quiet")


def test_beginning_is_told_once_for_a_turn(speaker, system, desk):
    speaker.play(block(5, 50))
    speaker.play(block(5, 51))
    listen(system.stream(), 0.2)
    desk.event("quiet")
    speaker.play(block(6, 60))
    stream = speaker._playing.stream

    listen(stream, 0.1)

    assert desk.event("sounding")["turn"] == 6


def test_a_flushed_turn_is_not_told_as_heard(speaker, system, desk):
    speaker.play(block(5, 50, 0.5))
    stream = system.stream()
    listen(stream, 0.1)

    speaker.flush(5)
    stream.take(1600)
    speaker.play(block(6, 60))
    listen(stream, 0.1)

    assert desk.event("played")["turn"] == 6


def test_it_is_audible_while_it_plays_and_a_moment_after(speaker, system, desk):
    assert not speaker.audible(1e9)
    speaker.play(block(5, 50))
    listen(system.stream(), 0.05)
    desk.event("sounding")
    assert speaker.audible(1e9)

    listen(speaker._playing.stream, 0.05)
    desk.event("quiet")

    assert speaker.audible(speaker._heard_until + 0.29)
    assert not speaker.audible(speaker._heard_until + 0.31)


def test_one_that_cannot_keep_up_gets_a_longer_buffer_and_loses_nothing(speaker, system, desk):
    speaker.warm()
    first = system.stream()
    first.troubles = playing.TROUBLES

    speaker.play(block(5, 50))
    second = system.stream()

    assert first.closed.is_set()
    assert system.latencies == list(LATENCIES[:2])
    assert len(listen(second, 0.1)) == 1600
    assert desk.event("played")["mark"] == 50


def test_one_that_nearly_came_too_late_gets_a_longer_buffer_after_the_answer(speaker, system, desk, monkeypatch):
    monkeypatch.setattr(module, "REOPENED_AFTER", 0.01)  # else a second
    speaker.play(block(5, 50))
    first = system.stream()
    listen(first, 0.05)
    desk.event("sounding")
    first.close_calls = 1
    listen(first, 0.05)
    desk.event("quiet")
    assert first.closed.wait(5)

    speaker.play(block(6, 60))

    assert len(listen(system.stream(), 0.1)) == 1600
    assert system.latencies == list(LATENCIES[:2])


def test_a_close_call_that_nobody_could_hear_changes_nothing(speaker, system, desk, monkeypatch):
    monkeypatch.setattr(module, "REOPENED_AFTER", 0.01)  # else a second
    speaker.warm()
    first = system.stream()
    first.close_calls = 1

    speaker.play(block(5, 50))
    listen(first, 0.1)
    desk.event("quiet")

    desk.long_after(0.2)
    assert not first.closed.is_set()


def test_another_device_plays_what_was_not_heard_yet(speaker, system, desk):
    speaker.play(block(5, 50, 0.4))
    first = system.stream()
    listen(first, 0.2)

    speaker.use("Headset")
    second = system.stream()

    assert first.closed.is_set()
    assert second.device.name == "Headset"
    assert len(listen(second, 0.19)) / 48_000 == pytest.approx(0.2, abs=0.02)


def test_one_that_was_opened_long_before_it_is_needed_plays(speaker, system, desk, monkeypatch):
    monkeypatch.setattr(playing, "STALLED_AFTER", 0.3)
    speaker.warm()
    first = system.stream()
    desk.long_after(0.4)

    speaker.play(block(5, 50))

    assert len(listen(first, 0.1)) == 1600
    assert system.opened.empty()


def test_one_that_ends_by_itself_is_opened_again_and_loses_nothing(speaker, system, desk):
    speaker.play(block(5, 50))
    system.stream().pull_out()

    assert len(listen(system.stream(), 0.1)) == 1600
    assert desk.failed.empty()


def test_one_that_is_pulled_out_is_told(speaker, system, desk):
    speaker.play(block(5, 50))
    stream = system.stream()

    system.broken = {"default", "Headset"}
    stream.pull_out()

    error, loss = desk.failed.get(timeout=5)
    assert loss is Loss.GONE
    assert "default" in str(error)
    desk.event("quiet")
    assert stream.closed.wait(5)


def test_one_that_never_begins_is_opened_again_and_loses_nothing(speaker, system, desk, monkeypatch):
    monkeypatch.setattr(playing, "STALLED_AFTER", 0.05)  # else a second
    speaker.play(block(5, 50))
    dead = system.stream()

    alive = system.stream()

    assert dead.closed.wait(5)
    assert len(listen(alive, 0.1)) == 1600
    assert desk.event("played")["mark"] == 50
    assert desk.failed.empty()


def test_one_that_takes_no_sound_is_told(speaker, system, desk, monkeypatch):
    monkeypatch.setattr(playing, "WAKES_WITHIN", 0.1)  # else five seconds

    speaker.play(block(5, 50))

    assert desk.failed.get(timeout=5)[1] is Loss.GONE


def test_none_at_all_is_told_and_what_was_queued_is_dropped(speaker, system, desk):
    system.found = system.plugged_in = []

    speaker.play(block(5, 50))

    error, loss = desk.failed.get(timeout=5)
    assert loss is Loss.REFUSED
    assert error.message == "No speaker was found."
    assert not speaker.audible(1e9)


def test_a_quiet_speaker_is_let_go_after_a_while(speaker, system, desk, monkeypatch):
    monkeypatch.setattr(module, "REST_AFTER", 0.05)  # else twenty seconds
    speaker.play(block(5, 50))
    stream = system.stream()
    listen(stream, 0.1)

    assert stream.closed.wait(5)


def test_what_comes_too_late_is_counted_only_while_there_is_something_to_hear(system, desk):
    late = []
    speaker = Speaker(system, desk.events.put, lambda *_: None, on_late=late.append)
    speaker.warm()
    stream = system.stream()
    stream.troubles = 1
    speaker.play(block(5, 50))
    listen(stream, 0.05)
    stream.troubles += 2
    listen(stream, 0.05)
    desk.event("quiet")

    speaker.close()
    assert sum(late) == 2


def test_starving_is_told(system, desk):
    starved = []
    speaker = Speaker(system, desk.events.put, lambda *_: None, on_starved=starved.append)
    speaker.play(block(5, 50))
    stream = system.stream()
    listen(stream, 0.1)
    desk.event("quiet")
    speaker.play(block(5, 51))
    listen(stream, 0.1)
    desk.event("quiet")

    speaker.close()
    assert sum(starved) == 1
