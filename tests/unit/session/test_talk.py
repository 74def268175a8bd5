"""Talking: the button, the switch, the microphone and the assistant together."""

import queue
import threading
from collections.abc import Iterator

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Event,
    Failed,
    Floor,
    FloorChanged,
    Recognised,
    ReplyGrew,
    StageTimed,
    TurnEnded,
    TurnTimed,
)
from assistant_gui.core.ports import Frame, Transcript
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.session.assistant import Attempt
from assistant_gui.session.floor import Moderator
from assistant_gui.session.listening import Rules
from assistant_gui.session.press import TAIL_FRAMES
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
        self.known: list[Transcript | None] = []
        self.glimpsed: queue.SimpleQueue[Turn] = queue.SimpleQueue()

    def hear(self, conversation: str, sound: Sound, known: Transcript | None = None) -> Attempt:
        self.heard.put((conversation, sound))
        self.known.append(known)
        return Attempt(self.turn, self.committed.set)

    def glimpse(self, sound: Sound) -> Turn:
        turn = Turn()
        self.glimpsed.put(turn)
        return turn

    def say(self, text: str) -> Turn:
        return self.turn

    def stop(self) -> None:
        self.stopped += 1


class Room:
    def __init__(self) -> None:
        self.assistant, self.microphone = FakeAnswers(), FakeMicrophone()
        self.told: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.now = self.awake = 0.0
        self.talk = Talk(
            self.assistant,
            self.microphone,
            lambda: "c1",
            self.told.put,
            Moderator(RULES, lambda _: 0.0, spare=0.0),
            clock=lambda: self.now,
            sleepless=lambda: self.awake,
        )

    def floor(self) -> Floor:
        event = self.told.get(timeout=10)
        assert isinstance(event, FloorChanged)
        return event.floor


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.talk.close()


def speak_with_the_button(room):
    """Hold it while something is said."""
    room.talk.start_talking()
    room.microphone.say(*[SPEECH] * 20)
    assert room.floor() is Floor.HEARING
    room.now += 2.0
    room.talk.finish_talking()
    room.microphone.say(*[QUIET] * TAIL_FRAMES)
    assert room.floor() is Floor.THINKING


def test_holding_the_button_opens_the_microphone_and_letting_go_asks(room):
    speak_with_the_button(room)

    conversation, sound = room.assistant.heard.get(timeout=10)
    assert conversation == "c1"
    assert sound.seconds > 0
    assert room.microphone.closed.wait(10)


def test_the_wake_word_is_waited_for_and_what_follows_it_is_heard(room):
    room.talk.wait_for("hey_jarvis")
    assert room.floor() is Floor.ARMED

    room.microphone.say(QUIET)  # the first frame after it
    assert room.floor() is Floor.LISTENING
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    assert room.floor() is Floor.HEARING
    assert room.assistant.heard.get(timeout=10)
    assert room.microphone.words == ["hey_jarvis"]


def test_another_wake_word_is_waited_for_at_once(room):
    room.talk.wait_for("hey_jarvis")
    room.talk.wait_for("alexa")
    room.talk.wait_for("alexa")
    assert [room.floor() for _ in range(3)] == [Floor.ARMED, Floor.OFF, Floor.ARMED]

    room.talk.wait_for("")
    assert room.floor() is Floor.OFF
    room.talk.close()
    assert sorted(room.microphone.words) == ["alexa", "hey_jarvis"]


def test_toggling_begins_and_the_next_time_ends_whoever_began(room):
    room.talk.start_talking()
    room.microphone.say(*[SPEECH] * 20)
    assert room.floor() is Floor.HEARING

    assert room.talk.toggle_talking() is False
    room.microphone.say(*[QUIET] * TAIL_FRAMES)
    assert room.floor() is Floor.THINKING
    assert room.microphone.closed.wait(10)
    assert room.talk.toggle_talking() is True


def test_what_is_said_between_two_taps_is_asked(room):
    room.talk.start_talking()
    room.now += 0.1
    room.talk.finish_talking()
    room.microphone.say(*[SPEECH] * 20)
    assert room.floor() is Floor.HEARING
    room.now += 2.0
    room.talk.start_talking()
    room.microphone.say(*[QUIET] * TAIL_FRAMES)

    assert room.floor() is Floor.THINKING
    assert room.assistant.heard.get(timeout=10)[1].seconds > 0


def test_stop_after_a_tap_drops_what_is_being_said(room):
    room.talk.start_talking()
    room.talk.finish_talking()
    room.microphone.say(*[SPEECH] * 20)
    assert room.floor() is Floor.HEARING
    room.talk.stop()

    assert room.floor() is Floor.OFF
    assert room.microphone.closed.wait(10)
    assert room.assistant.heard.empty()


def test_what_was_said_before_the_machine_slept_is_asked_and_listening_goes_on(room):
    room.talk.hands_free(True)
    room.microphone.say(*[SPEECH] * 20)
    assert [room.floor(), room.floor()] == [Floor.LISTENING, Floor.HEARING]
    room.awake += 3600.0
    room.microphone.say(QUIET)

    assert room.floor() is Floor.THINKING
    assert room.assistant.heard.get(timeout=10)[1].seconds > 0
    assert room.assistant.committed.is_set()
    assert room.talk.listening


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


def test_the_answer_is_committed_when_its_first_sound_is_there(room):
    talk = Talk(room.assistant, room.microphone, lambda: "c1", room.told.put, Moderator(RULES, lambda _: 0.0))
    talk.hands_free(True)
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)
    number = room.assistant.turn.number
    talk.on_event(Recognised(number, "Hello."))
    assert not room.assistant.committed.is_set()
    talk.on_event(StageTimed(number, "first_block", 100))

    assert room.assistant.committed.is_set()
    talk.close()


def test_going_on_after_a_pause_cancels_the_attempt(room):
    room.talk.hands_free(True)
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)
    first, room.assistant.turn = room.assistant.turn, Turn()
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)

    assert first.cancelled
    assert not room.assistant.committed.is_set()


def test_the_first_sound_tells_how_long_each_stage_took(room):
    room.talk.hands_free(True)
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)
    number = room.assistant.turn.number
    room.talk.on_event(StageTimed(number, "recognise", 300))
    room.talk.on_event(Recognised(number, "Hello."))
    room.talk.on_sounding(number + 1)
    room.talk.on_sounding(number)

    told = room.told.get(timeout=10)
    while not isinstance(told, TurnTimed):
        told = room.told.get(timeout=10)
    assert told.turn == number
    assert list(told.seconds) == ["soft_end", "recognised", "committed", "first_sound"]


@pytest.fixture
def spoken_over(room) -> Room:
    """Half a second is said over an answer that sounds, and now recognised."""
    room.talk.hands_free(True)
    room.microphone.say(*[SPEECH] * 4, *[QUIET] * 3)
    room.assistant.heard.get(timeout=10)
    room.talk.on_event(Recognised(room.assistant.turn.number, "Hello."))
    room.talk.on_event(StageTimed(room.assistant.turn.number, "first_sound", 100))
    room.microphone.say(*[SPEECH] * 16, *[QUIET] * 3)
    return room


def test_what_is_said_over_an_answer_makes_it_silent_and_a_sign_of_listening_lets_it_go_on(spoken_over):
    glimpse = spoken_over.assistant.glimpsed.get(timeout=10)
    spoken_over.talk.on_event(Recognised(glimpse.number, "Mm-hmm."))
    spoken_over.microphone.say(*[QUIET] * 12)

    assert spoken_over.microphone.restored.wait(10)
    assert spoken_over.microphone.loudness == ["duck", "hold", "restore"]
    assert spoken_over.assistant.stopped == 0


def test_words_said_over_an_answer_end_it_and_are_answered_without_being_recognised_again(spoken_over):
    glimpse = spoken_over.assistant.glimpsed.get(timeout=10)
    spoken_over.talk.on_event(Recognised(glimpse.number, "Und morgen?", "de"))

    spoken_over.assistant.heard.get(timeout=10)
    assert spoken_over.assistant.stopped == 1
    assert spoken_over.assistant.known[-1] == Transcript("Und morgen?", "de")
    assert spoken_over.microphone.loudness[-1] == "restore"


def test_the_answer_itself_heard_through_the_microphone_does_not_end_it(spoken_over):
    spoken_over.talk.on_event(ReplyGrew(spoken_over.assistant.turn.number, "m", "Rainbows come about in rain."))
    glimpse = spoken_over.assistant.glimpsed.get(timeout=10)
    spoken_over.talk.on_event(Recognised(glimpse.number, "come about in rain"))
    spoken_over.microphone.say(*[QUIET] * 12)

    assert spoken_over.microphone.restored.wait(10)
    assert spoken_over.assistant.stopped == 0


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


def test_after_the_button_the_microphone_is_kept_ready_and_after_hands_free_it_is_not(room):
    speak_with_the_button(room)
    assert room.microphone.kept_ready

    room.talk.hands_free(on=True)
    room.talk.hands_free(on=False)

    assert not room.microphone.kept_ready
