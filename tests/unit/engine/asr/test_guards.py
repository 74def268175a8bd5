"""When Whisper is not to be believed."""

import pytest

from assistant_gui.engine.asr.guards import (
    Signs,
    doubtful,
    echoes,
    lost,
    nothing_said,
    repeats,
    unsure,
    without_repeats,
)

SURE = Signs(no_speech=0.02, mean_logprob=-0.3, compression=1.1)


@pytest.mark.parametrize(
    ("tokens", "length"),
    [
        ([1, 2, 3, 4], 0),
        ([1, 1], 0),
        ([1, 1, 1], 1),
        ([9, 1, 2, 1, 2, 1, 2], 2),
        ([1, 2, 3, 4, 5, 6] * 3, 6),
        ([1, 2, 3, 4, 5, 6, 7] * 3, 0),
        ([1, 1, 1, 2], 0),
    ],
)
def test_a_pattern_of_up_to_six_tokens_three_times_is_a_loop(tokens, length):
    assert repeats(tokens) == length


def test_a_loop_is_kept_once():
    assert without_repeats([7, 8, 1, 2, 1, 2, 1, 2]) == [7, 8, 1, 2]


def test_what_does_not_repeat_is_left_alone():
    assert without_repeats([1, 2, 3]) == [1, 2, 3]


def test_plain_speech_is_believed():
    assert not lost(SURE)
    assert not nothing_said(SURE)
    assert not doubtful("Thank you.", SURE)
    assert not unsure(SURE, 20)


def test_a_loop_or_a_text_that_shrinks_too_well_is_lost():
    assert lost(Signs(0.0, -0.3, 1.0, looped=True))
    assert lost(Signs(0.0, -0.3, 2.5))


@pytest.mark.parametrize(("no_speech", "mean_logprob"), [(0.7, -1.1), (0.1, -1.4)])
def test_guesses_and_silence_are_nothing_said(no_speech, mean_logprob):
    assert nothing_said(Signs(no_speech, mean_logprob, 1.0))


@pytest.mark.parametrize("text", ["Thank you.", " you", "Thanks for watching!", "谢谢观看"])
def test_what_whisper_likes_to_invent_is_looked_at_twice(text):
    assert doubtful(text, Signs(0.1, -0.5, 1.0))
    assert not doubtful("Thank you for the soup", Signs(0.1, -0.5, 1.0))


def test_a_few_words_alone_are_not_unsure():
    hesitant = Signs(0.02, -0.6, 1.0)

    assert not unsure(hesitant, 6)
    assert unsure(hesitant, 20)


@pytest.mark.parametrize("said", ["Themisto", "ananke themisto.", "Ananke, Themisto and Kallichore!"])
def test_words_of_the_prompt_are_an_echo_of_it(said):
    assert echoes(said, "Ananke, Themisto and Kallichore")


@pytest.mark.parametrize("said", ["", "This is Themisto", "Them", "Kallichore and Ananke"])
def test_other_words_are_not(said):
    assert not echoes(said, "Ananke, Themisto and Kallichore")
