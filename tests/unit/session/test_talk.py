"""Talking: the button, the switch, the microphone and the assistant together."""

import queue
import threading
from collections.abc import Iterator

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Event, Failed, Floor, FloorChanged, Recognised, StageTimed, TurnEnded
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.session.assistant import Attempt
from assistant_gui.session.floor import Moderator
from assistant_gui.session.listening import Rules
from assistant_gui.session.talk import Talk
from tests.fakes import FakeMicrophone

SPEECH = Frame(Sound(b"\x10\x01" * 512, 16000), 0.9, echo=False)
QUIET = Frame(Sound(b"\x01\x00" * 512, 16000), 0.0, echo=False)
RULES = Rules(proof_frames=2, preroll_frames=2, pause_frames=3)


class FakeAnswers:
    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[tuple[str, Sound]] = queue.SimpleQueue()
        self.stopped = 0
        self.turn = Turn()
        self.committed = threading.Event()

    def hear(self, conversation: str, sound: Sound) -> Attempt:
        self.heard.put((conversation, sound))
        return Attempt(self.turn, self.committed.set)

    def say(self, text: str) -> Turn:
        return self.turn

    def stop(self) -> None:
        self.stopped += 1


class Room:
    def __init__(self) -> None:
        self.assistant, self.microphone = FakeAnswers(), FakeMicrophone()
        self.told: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.talk = Talk(self.assistant, self.microphone, lambda: "c1", self.told.put, Moderator(RULES, lambda _: 0.0))

    def floor(self) -> Floor:
        event = self.told.get(timeout=10)
        assert isinstance(event, FloorChanged)
        return event.floor


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.talk.close()


def test_holding_the_button_opens_the_microphone_and_letting_go_asks(room):
    room.talk.start_talking()
    room.microphone.say(*[SPEECH] * 20)
    assert room.floor() is Floor.HEARING
    room.talk.finish_talking()

    assert room.floor() is Floor.THINKING
    conversation, sound = room.assistant.heard.get(timeout=10)
    assert conversation == "c1"
    assert sound.seconds > 0
    assert room.microphone.closed.wait(10)


def test_hands_free_listens_asks_and_listens_again(room):
    room.talk.hands_free(True)
    assert room.floor() is Floor.LISTENING
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)

    assert room.floor() is Floor.HEARING
    room.assistant.heard.get(timeout=10)
    number = room.assistant.turn.number
    assert not room.assistant.committed.is_set()
    room.talk.on_event(Recognised(number, "Hello."))
    assert room.floor() is Floor.THINKING
    assert room.assistant.committed.is_set()
    room.talk.on_event(StageTimed(number, "first_sound", 100))
    assert room.floor() is Floor.SPEAKING
    room.talk.on_event(TurnEnded(number))
    assert room.floor() is Floor.LISTENING


def test_going_on_after_a_pause_cancels_the_attempt(room):
    room.talk.hands_free(True)
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)
    first, room.assistant.turn = room.assistant.turn, Turn()
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)

    assert first.cancelled
    assert not room.assistant.committed.is_set()


def test_switching_it_off_closes_the_microphone(room):
    room.talk.hands_free(True)
    assert room.microphone.opened.wait(10)
    room.talk.hands_free(False)

    assert room.microphone.closed.wait(10)


def test_a_microphone_that_is_pulled_out_is_told_and_listening_is_over(room):
    room.talk.hands_free(True)
    assert room.floor() is Floor.LISTENING
    room.microphone.say(AssistantError("The microphone is gone.", "Plug it in."))

    event = room.told.get(timeout=10)
    assert isinstance(event, Failed)
    assert event.turn == 0
    assert room.floor() is Floor.OFF


def test_words_nobody_said_are_told_only_when_the_button_was_held(room):
    room.talk.hands_free(True)
    room.floor()
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.floor()
    room.assistant.heard.get(timeout=10)
    room.talk.on_event(Recognised(room.assistant.turn.number, ""))
    room.talk.on_event(TurnEnded(room.assistant.turn.number))

    assert room.floor() is Floor.LISTENING


def test_sound_that_is_turned_off_meanwhile_is_told_and_listening_is_over(room):
    room.talk.hands_free(True)
    assert room.floor() is Floor.LISTENING
    assert room.talk.listening
    room.microphone.say(None)

    event = room.told.get(timeout=10)
    assert isinstance(event, Failed)
    assert room.floor() is Floor.OFF
    assert not room.talk.listening
