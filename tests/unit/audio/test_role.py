"""The audio role's packets, on devices that the test plays."""

import queue
from array import array

import numpy as np
import pytest

from assistant_gui.audio.role import AudioRole, Outlet, tone
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.packets import packets
from tests.sound import FakeSystem, device

WORD = 777
"""A frame of this sample stands for the wake word."""


@pytest.fixture
def system():
    return FakeSystem(device(0, "default"), device(1, "Headset"))


@pytest.fixture
def told():
    return queue.SimpleQueue()


@pytest.fixture
def role(system, told):
    def tell(header, payload):
        told.put({**header, "payload": payload})

    def spotter(word):
        if word == "unheard_of":
            raise AssistantError("It is not installed.")
        return lambda pcm: pcm[:2] == WORD.to_bytes(2, "little")

    role = AudioRole(system, tell, lambda: lambda _pcm: 0.9, spotter=spotter)
    yield role
    role.microphone.close()
    role.speaker.close()


def obey(role, payload=b"", **header):
    role.obey([(header, payload)])


def event(told, name):
    while (event := told.get(timeout=5))["event"] != name:
        pass
    return event


def test_it_lists_devices(role, told):
    obey(role, do="devices")

    listed = event(told, "devices")

    assert listed["microphones"] == ["default", "Headset"]
    assert listed["default_speaker"] == "default"


def test_it_finds_what_was_plugged_in_since(role, system, told):
    system.plugged_in.append(device(2, "New"))

    obey(role, do="devices")

    assert "New" in event(told, "devices")["speakers"]


def test_it_leaves_the_list_alone_while_the_microphone_is_open(role, system, told):
    obey(role, do="open_microphone")
    system.stream()
    system.plugged_in.append(device(2, "New"))

    obey(role, do="devices")

    assert "New" not in event(told, "devices")["microphones"]


def test_frames_are_sent_while_the_microphone_is_open(role, system, told):
    obey(role, do="open_microphone")
    system.stream().give(np.full(512, 100, np.int16))

    frame = event(told, "frame")

    assert len(frame["payload"]) == 1024
    assert frame["speech"] == 0.9
    assert frame["echo"] is False


def test_speech_opens_the_speaker_before_there_is_an_answer(role, system):
    obey(role, do="open_microphone")

    system.stream().give(np.full(512, 100, np.int16))

    assert system.stream()


def test_what_is_played_is_told_with_its_turn_and_mark(role, system, told):
    obey(role, b"\1\0" * 1600, do="play", turn=4, rate=16_000, mark=9)
    stream, heard = system.stream(), 0
    while heard < 1600:
        heard += np.count_nonzero(stream.take(160))

    assert event(told, "played")["mark"] == 9


def test_a_failure_is_told_as_marked_sentences_and_facts(role, told):
    obey(role, do="use", microphone="Gone", speaker="")
    obey(role, do="open_microphone")

    failed = event(told, "failed")

    assert failed["what"] == "microphone"
    assert failed["loss"] == "other"
    assert failed["facts"] == {"name": "Gone", "other": "default"}


def test_an_unknown_command_is_passed_over(role, told):
    obey(role, do="dance")
    obey(role, do="devices")

    assert event(told, "devices")


def test_the_tone_begins_and_ends_softly():
    samples = array("h", tone())

    assert samples[0] == 0
    assert abs(samples[-1]) < 100
    assert 5000 < max(samples) <= 6000


class Trickle:
    """Takes a few bytes at a time, as a raw pipe may."""

    def __init__(self):
        self.bytes = b""

    def write(self, data):
        self.bytes += bytes(data[:7])
        return len(data[:7])


def test_packets_go_out_whole(tmp_path):
    out = Trickle()

    Outlet(out).send({"event": "frame"}, bytes(100))

    (tmp_path / "out").write_bytes(out.bytes)
    with (tmp_path / "out").open("rb") as stream:
        assert list(packets(stream)) == [({"event": "frame"}, bytes(100))]


def test_the_volume_alone_may_be_changed(role, system):
    obey(role, do="use", microphone="Headset")
    obey(role, do="use", volume=0.5)

    obey(role, do="open_microphone")

    assert role.speaker.loudness.volume == 0.5
    assert system.stream().device.name == "Headset"


def test_nothing_is_sent_before_the_wake_word_but_signs_that_it_is_listened_for(role, system, told):
    obey(role, do="open_microphone", word="hey_jarvis")
    stream = system.stream()
    stream.give(np.full(512 * 40, 100, np.int16))
    stream.give(np.full(512, WORD, np.int16))
    stream.give(np.full(512, 5, np.int16))

    said = [told.get(timeout=5) for _ in range(3)]

    assert [one["event"] for one in said] == ["waiting", "woken", "frame"]
    assert said[2]["payload"] == np.full(512, 5, np.int16).tobytes()


def test_nothing_is_sent_either_when_the_device_changes_meanwhile(role, system, told):
    obey(role, do="open_microphone", word="hey_jarvis")
    system.stream()
    obey(role, do="use", microphone="Headset", echo="headphones")

    stream = system.stream()
    while stream.device.name != "Headset":
        stream = system.stream()
    stream.give(np.full(512 * 31, 100, np.int16))

    assert event(told, "waiting")
    assert told.empty()


def test_the_talk_button_ends_the_wait_on_the_same_stream(role, system, told):
    obey(role, do="open_microphone", word="hey_jarvis")
    stream = system.stream()
    obey(role, do="open_microphone")
    stream.give(np.full(512, 100, np.int16))

    assert event(told, "frame")


def test_a_wake_word_that_cannot_be_listened_for_is_told_and_opens_nothing(role, told):
    obey(role, do="open_microphone", word="unheard_of")

    assert event(told, "failed")["loss"] == "refused"
    assert not role.microphone.is_open


def test_a_check_without_a_microphone_says_so_and_is_over(role, system, told):
    system.found = system.plugged_in = []

    obey(role, do="check")

    assert event(told, "checked")["message"] == "No microphone was found."


def test_a_microphone_that_is_only_kept_is_told_of_and_is_no_reason_to_list_old_devices(role, system, told):
    obey(role, do="keep_microphone", seconds=60)
    obey(role, do="open_microphone")
    stream = system.stream()
    obey(role, do="close_microphone")
    assert event(told, "kept")["on"] is True
    system.plugged_in.append(device(2, "New"))

    obey(role, do="devices")

    assert event(told, "kept")["on"] is False
    assert "New" in event(told, "devices")["microphones"]
    assert stream.closed.is_set()


def test_one_that_is_pulled_out_while_it_is_only_kept_is_no_failure_for_people(role, system, told):
    obey(role, do="keep_microphone", seconds=60)
    obey(role, do="open_microphone")
    stream = system.stream()
    obey(role, do="close_microphone")
    event(told, "kept")

    stream.pull_out()

    assert told.get(timeout=5)["event"] == "kept"
    assert {**told.get(timeout=5), "payload": b""} == {"event": "unkept", "loss": "gone", "payload": b""}
