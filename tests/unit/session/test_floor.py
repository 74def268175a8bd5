"""Who may speak, as a table of what happens and what is to be done."""

import pytest

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import FRAME_SECONDS, Frame
from assistant_gui.core.sound import Sound
from assistant_gui.session.commands import Begin, Do, Glimpse, Show
from assistant_gui.session.floor import AWAKE_FRAMES, SILENT_FRAMES, Moderator
from assistant_gui.session.holding import Said
from assistant_gui.session.listening import Rules
from assistant_gui.session.press import TAIL_FRAMES, TAP_FRAMES, TAP_SECONDS

SPEECH = Frame(Sound(b"\x10\x01" * 512, 16000), 0.9, echo=False)
QUIET = Frame(Sound(b"\x01\x00" * 512, 16000), 0.0, echo=False)
ZERO = Frame(Sound(bytes(1024), 16000), 0.0, echo=False)
OWN_VOICE = Frame(Sound(b"\x10\x01" * 512, 16000), 0.9, echo=True)
RULES = Rules(proof_frames=2, preroll_frames=2, pause_frames=3)
HOLD = 5 * FRAME_SECONDS


def listening() -> Moderator:
    """Hands-free, with a hold of five frames for whatever is recognised."""
    moderator = Moderator(RULES, lambda _said: HOLD, spare=0.0)
    moderator.hands_free(on=True)
    return moderator


def asked(moderator: Moderator) -> None:
    """Something was said, recognised and committed."""
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)
    moderator.recognised("Hello.")
    assert Do.COMMIT in after(moderator, [QUIET] * 3)


def after(moderator: Moderator, frames: list[Frame]) -> list[object]:
    return [command for frame in frames for command in moderator.heard(frame)]


def let_go(moderator: Moderator, tail: Frame = QUIET) -> list[object]:
    """The button comes up, and what is still on its way arrives."""
    assert moderator.released() == []
    return after(moderator, [tail] * TAIL_FRAMES)


def test_what_is_said_while_the_button_is_held_is_attended_to():
    moderator = Moderator(RULES)

    assert moderator.pressed() == [Do.INTERRUPT, Do.OPEN_EARS]
    assert after(moderator, [SPEECH] * 20) == [Show(Floor.HEARING)]
    commands = let_go(moderator)

    assert commands[0] is Do.CLOSE_EARS
    assert isinstance(commands[1], Begin)
    assert commands[1].sound.seconds == (20 + TAIL_FRAMES) * 512 / 16000
    assert commands[2:] == [Do.COMMIT, Show(Floor.THINKING)]


def test_the_last_word_is_heard_that_was_on_its_way_when_the_button_came_up():
    moderator = Moderator(RULES)
    moderator.pressed()
    after(moderator, [SPEECH] * 20)

    assert moderator.released() == []
    assert not moderator.held
    assert after(moderator, [SPEECH] * (TAIL_FRAMES - 1)) == []
    assert Do.COMMIT in after(moderator, [SPEECH])


def test_a_finger_that_slips_does_not_end_it():
    moderator = Moderator(RULES)
    moderator.pressed()
    after(moderator, [SPEECH] * 20)
    moderator.released()
    after(moderator, [SPEECH] * 2)

    assert moderator.pressed() == []
    assert moderator.held
    assert after(moderator, [SPEECH] * 20) == []
    assert moderator.released(TAP_SECONDS / 2) == []  # since it slipped
    begin = after(moderator, [QUIET] * TAIL_FRAMES)[1]
    assert isinstance(begin, Begin)
    assert begin.sound.seconds == (42 + TAIL_FRAMES) * 512 / 16000


def test_after_a_tap_it_listens_until_the_next_one():
    moderator = Moderator(RULES)
    moderator.pressed()

    assert moderator.released(TAP_SECONDS / 2) == []
    assert after(moderator, [SPEECH] * 20) == [Show(Floor.HEARING)]
    assert moderator.pressed() == []
    ears, begin, *rest = after(moderator, [QUIET] * TAIL_FRAMES)
    assert ears is Do.CLOSE_EARS
    assert isinstance(begin, Begin)
    assert begin.by_hand
    assert rest == [Do.COMMIT, Show(Floor.THINKING)]
    assert moderator.released(TAP_SECONDS / 2) == []


def test_a_second_tap_that_is_forgotten_is_made_up_for():
    moderator = Moderator(RULES)
    moderator.pressed()
    moderator.released(TAP_SECONDS / 2)

    assert Do.COMMIT not in after(moderator, [SPEECH] * 20 + [QUIET] * (TAP_FRAMES - 1))
    assert Do.COMMIT in after(moderator, [QUIET])


def test_what_is_said_after_a_tap_can_be_dropped():
    moderator = Moderator(RULES)
    moderator.pressed()
    moderator.released(TAP_SECONDS / 2)
    after(moderator, [SPEECH] * 20)

    assert moderator.given_up() == [Do.CLOSE_EARS, Show(Floor.OFF)]
    assert moderator.given_up() == []


def test_the_button_takes_back_what_was_said_just_before_it_was_pressed_when_hands_free():
    moderator = listening()
    after(moderator, [QUIET] * 10 + [SPEECH])
    moderator.pressed()
    after(moderator, [SPEECH] * 20)

    begin = let_go(moderator)[0]
    assert isinstance(begin, Begin)
    assert begin.sound.seconds == (RULES.preroll_frames + 20 + TAIL_FRAMES) * 512 / 16000


def test_the_button_does_not_take_back_the_answer_that_it_silences():
    moderator = listening()
    after(moderator, [QUIET] * 10 + [OWN_VOICE])
    moderator.pressed()
    after(moderator, [SPEECH] * 20)

    begin = let_go(moderator)[0]
    assert isinstance(begin, Begin)
    assert begin.sound.seconds == (20 + TAIL_FRAMES) * 512 / 16000


def test_a_slip_of_the_finger_is_told_and_asks_nothing():
    moderator = Moderator(RULES)
    moderator.pressed()
    after(moderator, [SPEECH])

    assert let_go(moderator) == [Do.CLOSE_EARS, Do.COMPLAIN_SHORT, Show(Floor.OFF)]


def test_a_dead_microphone_is_told_and_asks_nothing():
    moderator = Moderator(RULES)
    moderator.pressed()
    after(moderator, [ZERO] * 40)

    assert Do.COMPLAIN_SILENCE in let_go(moderator, ZERO)


def test_a_dead_microphone_is_told_once_when_hands_free():
    moderator = Moderator(RULES)
    moderator.hands_free(on=True)

    assert after(moderator, [ZERO] * SILENT_FRAMES * 3) == [Do.COMPLAIN_SILENCE]


def test_a_pause_begins_an_attempt_and_a_long_one_commits_it():
    moderator = Moderator(RULES, lambda _said: HOLD, spare=0.0)

    assert moderator.hands_free(on=True) == [Do.OPEN_EARS, Show(Floor.LISTENING)]
    commands = after(moderator, [QUIET, SPEECH, SPEECH, SPEECH, QUIET, QUIET, QUIET])
    assert commands[0] == Show(Floor.HEARING)
    assert isinstance(commands[1], Begin)

    assert moderator.recognised("Hello.") == []
    assert after(moderator, [QUIET]) == []
    assert after(moderator, [QUIET]) == [Do.COMMIT, Show(Floor.THINKING)]
    assert moderator.sounding() == [Show(Floor.SPEAKING)]
    assert moderator.answered() == [Show(Floor.LISTENING)]


def test_nothing_is_committed_before_it_is_recognised():
    moderator = listening()

    assert Do.COMMIT not in after(moderator, [SPEECH] * 3 + [QUIET] * 30)
    assert moderator.recognised("Hello.") == [Do.COMMIT, Show(Floor.THINKING)]


def test_the_hold_is_chosen_by_what_the_ears_tell_of_the_end():
    told: list[float | None] = []
    moderator = Moderator(RULES, lambda said: told.append(said.ending) or HOLD, spare=0.0)
    moderator.hands_free(on=True)
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    moderator.recognised("Hello.", -1.5)

    assert told == [-1.5]


def test_going_on_after_a_pause_withdraws_the_attempt_and_begins_another_with_all_of_it():
    moderator = listening()
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)
    moderator.recognised("What is the")
    commands = after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    assert commands[0] is Do.WITHDRAW
    assert isinstance(commands[1], Begin)
    assert commands[1].sound.seconds == 12 * 512 / 16000


def test_a_noise_that_was_nothing_is_forgotten():
    moderator = listening()
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    assert moderator.recognised("") == [Show(Floor.LISTENING)]
    assert after(moderator, [QUIET] * 30) == []


def test_an_attempt_that_failed_leaves_the_ears_open():
    moderator = listening()
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    assert moderator.answered() == [Show(Floor.LISTENING)]


def test_it_does_not_hear_itself():
    moderator = listening()

    assert after(moderator, [OWN_VOICE] * 100) == []


def test_its_own_voice_does_not_become_part_of_what_the_person_says():
    moderator = listening()
    after(moderator, [OWN_VOICE] * 10)
    commands = after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    assert next(each for each in commands if isinstance(each, Begin)).sound.seconds == 6 * 512 / 16000


def test_speaking_again_before_the_answer_sounds_cuts_it_short():
    moderator = listening()
    asked(moderator)

    assert Do.INTERRUPT not in after(moderator, [SPEECH] * 3)
    assert Do.INTERRUPT in after(moderator, [SPEECH] * 9)


def test_the_end_of_an_answer_that_was_cut_short_does_not_end_what_is_said():
    moderator = listening()
    asked(moderator)
    after(moderator, [SPEECH] * 12)

    assert moderator.answered() == []


def answering() -> Moderator:
    """An answer sounds, and the microphone hears the person alone."""
    moderator = listening()
    asked(moderator)
    moderator.sounding()
    return moderator


def test_a_cough_over_an_answer_makes_it_quieter_and_loud_again():
    moderator = answering()

    assert after(moderator, [SPEECH] * 3 + [QUIET] * 3) == [Do.DUCK, Do.RESTORE]


def test_speaking_over_an_answer_silences_it_until_it_is_known_what_was_said():
    moderator = answering()
    commands = after(moderator, [SPEECH] * 12 + [QUIET] * 3)

    assert commands[:2] == [Do.DUCK, Do.HOLD]
    assert isinstance(commands[2], Glimpse)


def test_a_sign_of_listening_lets_the_answer_go_on():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)

    assert moderator.glimpsed("Mm-hmm.") == []
    assert after(moderator, [QUIET] * 8) == [Do.RESTORE]
    assert moderator.answered() == [Show(Floor.LISTENING)]


def test_a_sign_of_listening_after_which_words_follow_keeps_the_answer_silent():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)
    moderator.glimpsed("Yeah.")

    commands = after(moderator, [QUIET] * 4 + [SPEECH] * 12 + [QUIET] * 3)

    assert Do.RESTORE not in commands
    assert isinstance(commands[-1], Glimpse)
    assert Do.INTERRUPT in moderator.glimpsed("Yeah, but what about Paris?")


def test_a_sign_of_listening_over_the_end_of_an_answer_is_no_question():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)
    moderator.glimpsed("Mm-hmm.")

    assert not [each for each in moderator.answered() if isinstance(each, Begin)]


def test_a_first_frame_of_speech_makes_an_answer_quieter_and_nothing_after_it_loud_again():
    moderator = answering()

    assert after(moderator, [SPEECH]) == [Do.DUCK]
    assert after(moderator, [QUIET] * 5) == [Do.RESTORE]


FAR_AWAY = Frame(Sound(b"\x10\x00" * 512, 16000), 0.9, echo=False)
"""Speech, but much quieter than the person's own."""


def test_words_much_quieter_than_the_person_are_what_is_left_of_the_answers_echo():
    moderator = answering()
    after(moderator, [FAR_AWAY] * 12 + [QUIET] * 3)

    assert moderator.glimpsed("is kept on") == []
    assert after(moderator, [QUIET] * 12) == [Do.RESTORE]


def test_stop_is_obeyed_however_quietly_it_is_said():
    moderator = answering()
    after(moderator, [FAR_AWAY] * 12 + [QUIET] * 3)

    assert Do.INTERRUPT in moderator.glimpsed("Stop.")


def test_stop_is_obeyed_and_not_answered():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)

    assert moderator.glimpsed("Stop!") == [Do.INTERRUPT, Do.RESTORE, Show(Floor.LISTENING)]
    assert after(moderator, [QUIET] * 40) == []


def test_words_over_an_answer_take_the_floor_and_are_answered_after_the_hold():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)
    commands = moderator.glimpsed("And tomorrow?")

    assert commands[:3] == [Do.INTERRUPT, Do.RESTORE, Show(Floor.HEARING)]
    assert isinstance(commands[3], Begin)
    assert commands[3].text == "And tomorrow?"
    assert after(moderator, [QUIET] * 2) == [Do.COMMIT, Show(Floor.THINKING)]


def test_whoever_speaks_on_over_an_answer_takes_the_floor_whatever_it_is():
    moderator = answering()
    commands = after(moderator, [SPEECH] * 60)

    assert commands == [Do.DUCK, Do.HOLD, Do.INTERRUPT, Do.RESTORE, Show(Floor.HEARING)]
    assert isinstance(after(moderator, [QUIET] * 3)[0], Begin)


def test_going_on_over_an_answer_makes_what_was_glimpsed_stale():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3 + [SPEECH] * 3)

    assert moderator.glimpsed("Mm-hmm.") == []


def test_what_is_said_over_the_end_of_an_answer_is_attended_to():
    moderator = answering()
    after(moderator, [SPEECH] * 12 + [QUIET] * 3)
    commands = moderator.answered()

    assert commands[:2] == [Do.RESTORE, Show(Floor.HEARING)]
    assert isinstance(commands[2], Begin)


def test_switching_off_while_somebody_speaks_over_an_answer_leaves_it_loud():
    moderator = answering()
    after(moderator, [SPEECH] * 12)

    assert Do.RESTORE in moderator.hands_free(on=False)


def test_what_was_begun_is_forgotten_and_not_shown_when_the_speaker_plays():
    moderator = listening()
    after(moderator, [SPEECH] * 3)

    assert after(moderator, [OWN_VOICE]) == [Show(Floor.LISTENING)]


def test_pressing_while_it_speaks_silences_it():
    moderator = listening()
    asked(moderator)
    moderator.sounding()

    assert moderator.pressed() == [Do.INTERRUPT]


def test_pressing_in_a_pause_withdraws_what_was_begun():
    moderator = listening()
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    assert moderator.pressed() == [Do.WITHDRAW, Do.INTERRUPT]


def test_what_was_said_before_the_microphone_was_lost_is_asked():
    moderator = listening()
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)

    assert moderator.ears_closed() == [Do.COMMIT, Show(Floor.THINKING)]


def test_a_sentence_that_the_lost_microphone_cut_is_asked():
    moderator = listening()
    after(moderator, [SPEECH] * 10)
    begin, *rest = moderator.ears_closed()

    assert isinstance(begin, Begin)
    assert rest == [Do.COMMIT, Show(Floor.THINKING)]


def test_what_was_said_at_the_button_before_the_microphone_was_lost_is_asked():
    moderator = Moderator(RULES)
    moderator.pressed()
    after(moderator, [SPEECH] * 10)

    assert isinstance(moderator.ears_closed()[0], Begin)
    assert moderator.released() == []


def test_a_click_before_the_microphone_was_lost_asks_nothing():
    moderator = listening()
    after(moderator, [SPEECH] * 2)

    assert moderator.ears_closed() == [Show(Floor.OFF)]


def test_a_sentence_that_sleep_cut_is_asked_and_the_next_is_another():
    moderator = listening()
    after(moderator, [SPEECH] * 10)
    begin, *rest = moderator.slept()

    assert isinstance(begin, Begin)
    assert rest == [Do.COMMIT, Show(Floor.THINKING)]
    moderator.answered()
    later = after(moderator, [QUIET] * 5 + [SPEECH] * 3 + [QUIET] * 3)
    assert [each.sound.seconds for each in later if isinstance(each, Begin)] == [8 * 512 / 16000]


def test_a_button_that_came_up_while_the_machine_slept_is_not_held_for_ever():
    moderator = Moderator(RULES)
    moderator.pressed()
    after(moderator, [SPEECH] * 10)

    assert Do.COMMIT in moderator.slept()
    assert moderator.released() == []


def test_sleep_while_nobody_speaks_asks_nothing():
    assert listening().slept() == []


def test_sleep_while_an_answer_sounds_changes_nothing():
    assert answering().slept() == []


def test_a_lost_microphone_ends_listening():
    moderator = Moderator(RULES)
    moderator.hands_free(on=True)

    assert moderator.ears_closed() == [Show(Floor.OFF)]


def waiting() -> Moderator:
    moderator = Moderator(RULES, lambda _said: HOLD, spare=0.0)
    assert moderator.wait_for_word(on=True) == [Do.ARM_EARS, Show(Floor.ARMED)]
    return moderator


def test_after_the_wake_word_it_is_hands_free_until_nobody_talks_any_more():
    moderator = waiting()

    assert moderator.woken() == [Show(Floor.LISTENING)]
    asked(moderator)
    moderator.sounding()
    assert after(moderator, [QUIET] * AWAKE_FRAMES) == []  # not while it answers
    assert moderator.answered() == [Show(Floor.LISTENING)]
    assert after(moderator, [QUIET] * (AWAKE_FRAMES - 1)) == []
    assert after(moderator, [QUIET]) == [Do.ARM_EARS, Show(Floor.ARMED)]


def test_the_wake_word_cuts_an_answer_short():
    moderator = waiting()
    moderator.pressed()
    after(moderator, [SPEECH] * 20)
    assert let_go(moderator)[0] is Do.ARM_EARS
    moderator.sounding()

    assert moderator.woken() == [Do.INTERRUPT, Show(Floor.LISTENING)]


def test_the_button_and_the_switch_go_back_to_the_wake_word():
    moderator = waiting()

    assert moderator.pressed() == [Do.INTERRUPT, Do.OPEN_EARS]
    assert moderator.woken() == []
    after(moderator, [SPEECH] * 20)
    assert Do.ARM_EARS in let_go(moderator)
    moderator.answered()
    assert moderator.hands_free(on=True) == [Do.OPEN_EARS, Show(Floor.LISTENING)]
    assert after(moderator, [QUIET] * AWAKE_FRAMES * 2) == []  # the person switched it on, nobody else
    assert moderator.hands_free(on=False) == [Do.ARM_EARS, Show(Floor.ARMED)]
    assert moderator.wait_for_word(on=False) == [Do.CLOSE_EARS, Show(Floor.OFF)]


def test_a_microphone_that_is_pulled_out_waits_for_nothing():
    moderator = waiting()

    assert moderator.ears_closed() == [Show(Floor.OFF)]
    assert moderator.wait_for_word(on=True) == [Do.ARM_EARS, Show(Floor.ARMED)]


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def learning(pauses: list[float]) -> Moderator:
    """Hands-free, and what it learns of the person's pauses is in *pauses*."""
    moderator = Moderator(RULES, lambda _said: HOLD, pauses.append, spare=0.0)
    moderator.hands_free(on=True)
    return moderator


def test_a_pause_that_was_waited_for_is_learned_from(learning, pauses):
    after(learning, [SPEECH] * 3 + [QUIET] * 4 + [SPEECH] * 2)

    assert pauses == [pytest.approx(4 * FRAME_SECONDS)]


def test_a_pause_that_was_cut_in_on_is_learned_from(learning, pauses):
    asked(learning)
    after(learning, [QUIET] * 5 + [SPEECH] * 12)

    assert pauses == [pytest.approx(12 * FRAME_SECONDS, abs=1.1 * FRAME_SECONDS)]  # and what proves the speech


def test_speaking_over_an_answer_is_no_pause(learning, pauses):
    asked(learning)
    learning.sounding()
    after(learning, [QUIET] * 5 + [SPEECH] * 60)

    assert pauses == []


def waiting_for_an_answer() -> Moderator:
    """The hold is over, and nothing can be heard of the answer yet."""
    moderator = Moderator(RULES, lambda _said: HOLD, spare=4 * FRAME_SECONDS)
    moderator.hands_free(on=True)
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)
    moderator.recognised("Hello.")
    assert after(moderator, [QUIET] * 4) == []
    return moderator


def test_an_answer_that_can_be_heard_is_committed_when_the_hold_is_over():
    assert waiting_for_an_answer().ready() == [Do.COMMIT, Show(Floor.THINKING)]


def test_whoever_goes_on_before_the_answer_can_be_heard_was_not_cut_in_on():
    assert Do.WITHDRAW in after(waiting_for_an_answer(), [SPEECH] * 2)


def test_a_slow_answer_is_committed_a_little_later():
    assert Do.COMMIT in after(waiting_for_an_answer(), [QUIET] * 2)


def test_an_answer_that_is_ready_early_waits_for_the_hold():
    moderator = listening()
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)
    moderator.recognised("Hello.")

    assert moderator.ready() == []
    assert Do.COMMIT in after(moderator, [QUIET] * 2)


def ends() -> tuple[Moderator, list[Said]]:
    told: list[Said] = []
    moderator = Moderator(RULES, lambda _said: HOLD, was_over=told.append, spare=0.0)
    moderator.hands_free(on=True)
    after(moderator, [SPEECH] * 3 + [QUIET] * 3)
    moderator.recognised("Hello.", 2.0)
    after(moderator, [QUIET] * 2)
    return moderator, told


def test_what_nobody_went_on_with_until_the_answer_sounded_was_over():
    moderator, told = ends()
    assert told == []

    moderator.sounding()

    assert [(each.text, each.ending) for each in told] == [("Hello.", 2.0)]


def test_what_somebody_went_on_with_was_not_over():
    moderator, told = ends()

    after(moderator, [SPEECH] * 2)
    moderator.sounding()

    assert told == []


def test_what_was_asked_at_the_button_tells_nothing_of_ends():
    moderator, told = ends()

    moderator.pressed()
    moderator.sounding()

    assert told == []
