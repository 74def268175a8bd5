"""An engine that dies in each state of the floor: what a turn's end means for who may speak."""

import pytest

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import FRAME_SECONDS, Frame
from assistant_gui.core.sound import Sound, joined
from assistant_gui.session.commands import Begin, Do, Glimpse, Show
from assistant_gui.session.floor import SILENT_FRAMES, Moderator
from assistant_gui.session.listening import Rules

SPEECH = Frame(Sound(b"\x10\x01" * 512, 16000), 0.9, echo=False)
QUIET = Frame(Sound(b"\x01\x00" * 512, 16000), 0.0, echo=False)
MUTED = Frame(Sound(bytes(1024), 16000), 0.0, echo=False)
RULES = Rules(proof_frames=2, preroll_frames=2, pause_frames=3)
HOLD = 5 * FRAME_SECONDS


def after(moderator, frames):
    return [command for frame in frames for command in moderator.heard(frame)]


def listening(moderator):
    """Nobody speaks."""


def hearing(moderator):
    after(moderator, [SPEECH] * 5)


def attempting(moderator):
    after(moderator, [SPEECH] * 5 + [QUIET] * 3)


def recognised(moderator):
    attempting(moderator)
    moderator.recognised("Hello.")
    moderator.ready()


def thinking(moderator):
    recognised(moderator)
    after(moderator, [QUIET] * 3)


def speaking(moderator):
    thinking(moderator)
    moderator.sounding()


def ducked(moderator):
    speaking(moderator)
    after(moderator, [SPEECH] * 3)


def silenced(moderator):
    speaking(moderator)
    after(moderator, [SPEECH] * 12)


def glimpsing(moderator):
    speaking(moderator)
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)


def interrupted(moderator):
    glimpsing(moderator)
    moderator.glimpsed("No, tell me about Paris.")


STATES = [listening, hearing, attempting, recognised, thinking, speaking, ducked, silenced, glimpsing, interrupted]


@pytest.fixture
def moderator():
    moderator = Moderator(RULES, lambda _said: HOLD)
    moderator.hands_free(on=True)
    return moderator


@pytest.mark.parametrize("state", STATES)
def test_after_an_engine_died_the_next_question_is_heard_and_committed(moderator, state):
    state(moderator)

    moderator.answered()  # an engine died, and with it the turn
    after(moderator, [QUIET] * 12)
    moderator.recognised("What is left of it.")
    moderator.answered()
    said = after(moderator, [SPEECH] * 5 + [QUIET] * 3)
    moderator.recognised("Hello again.")
    moderator.ready()
    committed = after(moderator, [QUIET] * 3)

    assert any(isinstance(command, Begin) for command in said)
    assert Do.COMMIT in committed


@pytest.mark.parametrize("state", [ducked, silenced, glimpsing])
def test_an_answer_that_died_while_it_was_quiet_leaves_the_speaker_as_loud_as_before(moderator, state):
    state(moderator)

    assert Do.RESTORE in moderator.answered()


@pytest.mark.parametrize("state", [hearing, silenced])
def test_what_was_being_said_when_an_engine_died_is_still_asked(moderator, state):
    state(moderator)

    moderator.answered()
    said = after(moderator, [SPEECH] * 5 + [QUIET] * 3)

    (begun,) = [command for command in said if isinstance(command, Begin)]
    assert begun.sound.seconds > 10 * FRAME_SECONDS


def test_recognition_that_died_over_an_answer_lets_it_go_on(moderator):
    glimpsing(moderator)

    moderator.glimpsed("")

    assert Do.RESTORE in after(moderator, [QUIET] * 12)


def test_a_microphone_that_is_muted_in_the_middle_is_answered_for_what_was_said_and_told(moderator):
    commands = after(moderator, [SPEECH] * 10 + [MUTED] * 3)
    moderator.recognised("What is the")
    commands += after(moderator, [MUTED] * SILENT_FRAMES)

    (begun,) = [command for command in commands if isinstance(command, Begin)]
    assert begun.sound.pcm.startswith(joined([SPEECH.sound] * 10).pcm)
    assert Do.COMMIT in commands
    assert Do.COMPLAIN_SILENCE in commands


def test_a_microphone_that_is_pulled_out_in_the_middle_of_a_question_leaves_the_floor(moderator):
    attempting(moderator)

    assert Do.COMMIT in moderator.ears_closed()
    assert Show(Floor.OFF) in moderator.answered()


def test_a_microphone_that_is_pulled_out_over_an_answer_lets_it_be_heard(moderator):
    silenced(moderator)

    commands = moderator.ears_closed()

    assert Do.RESTORE in commands
    assert not any(isinstance(command, Glimpse) for command in commands)
