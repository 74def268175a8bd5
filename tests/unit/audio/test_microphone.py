"""From blocks of a sound card to frames, with the test as the sound card."""

import queue
import threading

import numpy as np
import pytest

from assistant_gui.audio.devices import Loss
from assistant_gui.audio.microphone import FRAME, Microphone
from tests.sound import FakeSystem, device


@pytest.fixture
def system():
    return FakeSystem(device(0, "default"), device(1, "Headset", rate_hz=48_000))


class Desk:
    def __init__(self):
        self.heard = queue.SimpleQueue()
        self.failed = queue.SimpleQueue()
        self.kept = queue.SimpleQueue()
        self.echo = False

    def frame(self):
        return self.heard.get(timeout=5)


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def microphone(system, desk):
    microphone = Microphone(
        system,
        desk.heard.put,
        lambda error, loss: desk.failed.put((error, loss)),
        lambda _at: desk.echo,
        lambda: lambda pcm: float(np.frombuffer(pcm, "<i2")[0]) / 1000,
    )
    yield microphone
    microphone.close()


def test_blocks_become_frames_with_their_figures(microphone, system, desk):
    microphone.open()
    stream = system.stream()

    stream.give(np.full(FRAME + 10, 500, np.int16))

    frame = desk.frame()
    assert len(frame.pcm) == 2 * FRAME
    assert frame.speech == 0.5
    assert frame.level == pytest.approx(500 / 32768)
    assert frame.echo is False
    assert desk.heard.empty()


def test_frames_are_marked_while_the_speaker_can_be_heard(microphone, system, desk):
    microphone.open()
    desk.echo = True

    system.stream().give(np.zeros(FRAME, np.int16))

    assert desk.frame().echo


def test_silence_of_a_muted_microphone_is_passed_on(microphone, system, desk):
    microphone.open()

    system.stream().give(np.zeros(FRAME, np.int16))

    assert desk.frame().pcm == bytes(2 * FRAME)


def test_closing_closes_the_device(microphone, system):
    microphone.open()
    stream = system.stream()

    microphone.close()

    assert stream.closed.wait(5)
    assert not microphone.is_open


def test_opening_twice_opens_one(microphone, system):
    microphone.open()
    microphone.open()

    system.stream()
    assert system.opened.empty()


def test_one_that_is_open_already_is_not_opened_again_when_its_rest_is_over(microphone, system):
    microphone.open()

    microphone.resume()
    microphone.close()

    assert system.stream().closed.wait(5)
    assert system.opened.empty()


def test_another_device_is_taken_at_once(microphone, system):
    microphone.open()
    first = system.stream()

    microphone.use("Headset")

    assert first.closed.is_set()
    assert system.stream().device.name == "Headset"


def test_the_same_device_is_left_alone(microphone, system):
    microphone.open()
    first = system.stream()

    microphone.use("")

    assert not first.closed.is_set()


def test_one_that_is_pulled_out_is_told_and_closed(microphone, system, desk):
    microphone.open()
    stream = system.stream()

    stream.pull_out()

    error, loss = desk.failed.get(timeout=5)
    assert loss is Loss.GONE
    assert "default" in str(error)


def test_one_that_gives_nothing_is_told(microphone, system, desk, monkeypatch):
    monkeypatch.setattr("assistant_gui.audio.microphone.WAKES_WITHIN", 0.05)  # else five seconds
    microphone.open()

    assert desk.failed.get(timeout=5)[1] is Loss.GONE


def test_none_at_all_is_told(microphone, system, desk):
    system.found = system.plugged_in = []

    microphone.open()

    error, loss = desk.failed.get(timeout=5)
    assert loss is Loss.REFUSED
    assert error.message == "No microphone was found."


def test_blocks_that_were_lost_are_counted(system, desk):
    late = queue.SimpleQueue()
    microphone = Microphone(
        system, desk.heard.put, lambda *_: None, lambda _at: False, lambda: lambda _pcm: 0.0, on_late=late.put
    )
    microphone.open()
    stream = system.stream()

    stream.troubles = 3
    stream.give(np.zeros(FRAME, np.int16))
    desk.frame()
    stream.give(np.zeros(FRAME, np.int16))
    desk.frame()
    microphone.close()

    assert [late.get_nowait(), late.get_nowait()] == [3, 0]


def test_nothing_is_lost_while_what_judges_frames_is_loaded(system, desk):
    loaded = threading.Event()

    def slowly_loaded():
        loaded.wait(5)
        return lambda _pcm: 0.9

    microphone = Microphone(system, desk.heard.put, lambda *_: None, lambda _at: False, slowly_loaded)
    microphone.open()
    stream = system.stream()

    for second in range(25):
        stream.give(np.full(16_000, 1000 + second, np.int16))
    loaded.set()

    heard = np.frombuffer(b"".join(desk.frame().pcm for _ in range(25 * 16_000 // FRAME)), "<i2")
    microphone.close()
    assert heard[0] == 1000
    assert heard[-1] == 1024


def test_nothing_is_told_of_what_was_heard_before_it_was_closed(system, desk):
    loading, closed = threading.Event(), threading.Event()

    def slowly_loaded():
        loading.set()
        closed.wait(5)
        return lambda _pcm: 0.9

    microphone = Microphone(system, desk.heard.put, lambda *_: None, lambda _at: False, slowly_loaded)
    microphone.open()
    stream = system.stream()
    stream.give(np.full(16_000, 1000, np.int16))
    loading.wait(5)

    microphone.close()
    closed.set()

    assert stream.closed.wait(5)
    assert desk.heard.empty()


def test_sound_that_waited_is_an_echo_if_the_speaker_was_heard_when_it_came(system, desk):
    loaded, asked = threading.Event(), []

    def slowly_loaded():
        loaded.wait(5)
        return lambda _pcm: 0.9

    def echoing(at):
        asked.append(at)
        return False

    microphone = Microphone(system, desk.heard.put, lambda *_: None, echoing, slowly_loaded)
    microphone.open()
    system.stream().give(np.full(2 * 16_000, 1000, np.int16))
    loaded.set()

    for _ in range(2 * 16_000 // FRAME):
        desk.frame()
    microphone.close()
    assert asked[-1] - asked[0] == pytest.approx(2.0, abs=0.1)


def kept(system, desk, *, clock=lambda: 0.0, attentive=lambda: False):
    """One that somebody listened to, and that is kept for ten seconds of *clock*."""
    microphone = Microphone(
        system,
        desk.heard.put,
        lambda error, loss: desk.failed.put((error, loss)),
        lambda _at: desk.echo,
        lambda: lambda _pcm: 0.9,
        attentive=attentive,
        on_kept=desk.kept.put,
        clock=clock,
    )
    microphone.keep(10.0)
    microphone.open()
    stream = system.stream()
    microphone.close()
    assert desk.kept.get(timeout=5) is True
    return microphone, stream


def test_one_that_is_kept_tells_nothing_and_then_begins_with_the_half_second_before(system, desk):
    microphone, stream = kept(system, desk)
    for tenth in range(20):
        stream.give(np.full(1600, 1000 + tenth, np.int16))

    assert desk.heard.empty()
    microphone.open()
    assert desk.kept.get(timeout=5) is False
    stream.give(np.full(FRAME, 2000, np.int16))

    heard = np.frombuffer(b"".join(desk.frame().pcm for _ in range((8000 + FRAME) // FRAME)), "<i2")
    microphone.close()
    microphone.keep(0)
    assert heard[0] == 1015
    assert set(heard) >= {1015, 1016, 1017, 1018, 1019, 2000}
    assert system.opened.empty()


def test_of_what_one_that_is_kept_hears_half_a_second_is_in_memory(system, desk):
    microphone, stream = kept(system, desk)
    session = microphone._session

    for _ in range(30):
        stream.give(np.full(1600, 1000, np.int16))
    microphone.rest()

    in_memory = np.count_nonzero(session.ring._samples) + len(session.before.taken())
    assert in_memory <= 4000 + 1600 + 8000  # what waits for the next look, and the half second


def test_what_is_played_is_no_beginning(system, desk):
    microphone, stream = kept(system, desk, attentive=lambda: True)
    stream.give(np.full(32_000, 1000, np.int16))

    microphone.open()
    desk.kept.get(timeout=5)
    stream.give(np.full(FRAME, 2000, np.int16))

    assert set(np.frombuffer(desk.frame().pcm, "<i2")) == {2000}
    microphone.keep(0)
    microphone.close()


@pytest.mark.parametrize("sound", [0, 1000])
def test_one_that_is_muted_or_waited_too_long_is_kept_no_longer(system, desk, sound):
    now = [0.0]
    _microphone, stream = kept(system, desk, clock=lambda: now[0])
    if sound:
        now[0] = 11.0

    for _ in range(4):
        stream.give(np.full(16_000, sound, np.int16))

    assert desk.kept.get(timeout=5) is False
    assert stream.closed.wait(5)
    assert desk.failed.empty()


def test_one_that_is_wished_for_just_as_it_is_given_up_is_heard(system, desk):
    now = [0.0]
    microphone, stream = kept(system, desk, clock=lambda: now[0])
    closing = stream.close
    stream.close = lambda: (microphone.open(), closing())
    now[0] = 11.0

    stream.give(np.full(16_000, 1000, np.int16))

    system.stream().give(np.full(FRAME, 2000, np.int16))
    assert set(np.frombuffer(desk.frame().pcm, "<i2")) == {2000}
    microphone.close()


def test_a_headset_that_sounds_worse_meanwhile_is_not_kept(desk):
    system = FakeSystem(device(0, "Bluetooth headset"))
    microphone = Microphone(system, desk.heard.put, lambda *_: None, lambda _at: False, lambda: lambda _pcm: 0.9)
    microphone.keep(10.0)
    microphone.open()
    stream = system.stream()
    stream.give(np.full(FRAME, 2000, np.int16))
    desk.frame()

    microphone.close()

    assert stream.closed.wait(5)


def test_what_was_said_before_the_button_is_heard_when_the_wake_word_was_waited_for(microphone, system, desk):
    waiting = queue.SimpleQueue()
    microphone.open(waiting.put)  # which is never true
    stream = system.stream()
    stream.give(np.full(16_000, 1000, np.int16))
    for _ in range(16_000 // FRAME):
        waiting.get(timeout=5)

    microphone.open()
    stream.give(np.full(FRAME, 2000, np.int16))

    heard = np.frombuffer(b"".join(desk.frame().pcm for _ in range((8000 + FRAME) // FRAME)), "<i2")
    assert set(heard) == {1000, 2000}
