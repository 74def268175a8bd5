"""What is said over an answer when the recogniser does not say what it was."""

from dataclasses import replace

import pytest

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.session.commands import Begin, Do, Glimpse, Show
from assistant_gui.session.floor import Moderator
from assistant_gui.session.interjecting import STUNNED_FRAMES, UNTOLD_FRAMES
from assistant_gui.session.listening import Rules

SPEECH = Frame(Sound(b"\x10\x01" * 512, 16000), 0.9, echo=False)
QUIET = Frame(Sound(b"\x01\x00" * 512, 16000), 0.0, echo=False)


def after(moderator: Moderator, frames: list[Frame]) -> list[object]:
    return [command for frame in frames for command in moderator.heard(frame)]


@pytest.fixture
def moderator() -> Moderator:
    """Something short was said over an answer, which is silent until it is known what."""
    moderator = Moderator(Rules(proof_frames=2, preroll_frames=2, pause_frames=3), lambda _said: 0.1, spare=0.0)
    moderator.hands_free(on=True)
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)
    moderator.recognised("Hello.")
    after(moderator, [QUIET] * 3)
    moderator.sounding()
    assert Do.HOLD in after(moderator, [SPEECH] * 12 + [QUIET] * 3)
    return moderator


def test_an_answer_goes_on_when_nobody_says_in_time_what_was_said_over_it(moderator):
    assert after(moderator, [QUIET] * (UNTOLD_FRAMES - 2)) == []  # the last of those that made the pause counts
    assert after(moderator, [QUIET]) == [Do.RESTORE]
    assert after(moderator, [QUIET] * 300) == []


def test_words_that_are_recognised_late_take_the_floor_all_the_same(moderator):
    after(moderator, [QUIET] * UNTOLD_FRAMES)

    commands = moderator.glimpsed("And tomorrow?")

    assert commands[:2] == [Do.INTERRUPT, Show(Floor.HEARING)]
    assert isinstance(commands[2], Begin)
    assert Do.COMMIT in after(moderator, [QUIET])


def test_a_sign_of_listening_that_is_recognised_late_changes_nothing(moderator):
    after(moderator, [QUIET] * UNTOLD_FRAMES)

    assert moderator.glimpsed("Mm-hmm.") == []
    assert moderator.answered() == [Show(Floor.LISTENING)]


def test_whoever_says_it_again_is_heard_with_all_of_it(moderator):
    after(moderator, [QUIET] * UNTOLD_FRAMES)

    duck, glimpse = (each for each in after(moderator, [SPEECH] * 3 + [QUIET] * 3) if each is not Do.HOLD)

    assert duck is Do.DUCK
    assert isinstance(glimpse, Glimpse)
    assert glimpse.sound.seconds > UNTOLD_FRAMES * 0.032


def test_what_was_never_recognised_is_asked_after_the_answer(moderator):
    after(moderator, [QUIET] * UNTOLD_FRAMES)

    show, begin = moderator.answered()

    assert show == Show(Floor.HEARING)
    assert isinstance(begin, Begin)


@pytest.mark.parametrize(("startled", "frames"), [(True, 3), (False, 7)])
def test_what_is_louder_than_the_echo_ever_is_silences_an_answer_sooner(startled, frames):
    moderator = Moderator(hold=lambda _said: 0.1, spare=0.0)
    moderator.hands_free(on=True)
    after(moderator, [SPEECH] * 10 + [QUIET] * 4)
    moderator.recognised("Hello.")
    after(moderator, [QUIET] * 4)
    moderator.sounding()
    speech = replace(SPEECH, startled=startled)

    assert after(moderator, [speech] * (frames - 1)) == [Do.DUCK]
    assert after(moderator, [speech]) == [Do.HOLD]


@pytest.fixture
def sounding():
    """An answer sounds, and nobody speaks over it."""
    moderator = Moderator(hold=lambda _said: 0.1, spare=0.0)
    moderator.hands_free(on=True)
    after(moderator, [SPEECH] * 10 + [QUIET] * 4)
    moderator.recognised("Hello.")
    after(moderator, [QUIET] * 4)
    moderator.sounding()
    return moderator


INSISTENT = replace(QUIET, startled=True, insistent=True)


def test_what_is_louder_than_the_echo_and_goes_on_silences_an_answer_though_no_voice_is_heard_in_it(sounding):
    assert after(sounding, [INSISTENT]) == [Do.HOLD]


def test_a_voice_that_is_heard_once_the_answer_is_silent_keeps_it_so(sounding):
    after(sounding, [INSISTENT])

    commands = after(sounding, [QUIET] * 3 + [SPEECH] * 10 + [QUIET] * 4)

    assert len(commands) == 1
    assert isinstance(commands[0], Glimpse)


def test_where_nobody_speaks_the_answer_goes_on_and_is_not_stopped_like_that_again(sounding):
    after(sounding, [INSISTENT])

    assert after(sounding, [QUIET] * (STUNNED_FRAMES - 1)) == []
    assert after(sounding, [QUIET]) == [Do.RESTORE]
    assert after(sounding, [INSISTENT] * 5) == []


def test_the_next_answer_may_be_stopped_by_it(sounding):
    after(sounding, [INSISTENT] + [QUIET] * STUNNED_FRAMES)
    sounding.answered()
    after(sounding, [SPEECH] * 10 + [QUIET] * 4)
    sounding.recognised("And tomorrow?")
    after(sounding, [QUIET] * 4)
    sounding.sounding()

    assert after(sounding, [INSISTENT]) == [Do.HOLD]


def test_an_answer_that_ends_while_it_is_silent_so_is_loud_the_next_time(sounding):
    after(sounding, [INSISTENT])

    assert Do.RESTORE in sounding.answered()
