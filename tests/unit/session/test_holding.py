"""How long a pause is waited out, by what was said before it and how it sounded."""

from dataclasses import replace

import pytest

from assistant_gui.session.holding import Holds, Said, hold

HOLDS = Holds(shortest=1, longer=2, longest=3, sure=1, doubtful=0, beside=0.5, alone=2, open=-0.5, unfinished=-1.5)


@pytest.mark.parametrize("text", ["Yes.", "no", "Okay, thanks.", "42", "Stop!", "好的。", "是"])
def test_a_known_short_answer_is_over_soonest_however_it_sounds(text):
    assert hold(Said(text, -3), HOLDS) == 1
    assert hold(Said(text, ending=-3), HOLDS) == 1


@pytest.mark.parametrize(
    "text", ["What time is it?", "Tell me a story.", "What are you looking for?", "今天天气怎么样？"]
)
@pytest.mark.parametrize(("ending", "seconds"), [(-3, 3), (-0.1, 3), (0, 2), (0.9, 2), (1, 1), (3, 1)])
def test_a_whole_sentence_is_waited_for_as_long_as_its_sound_is_in_doubt(text, ending, seconds):
    assert hold(Said(text, ending=ending), HOLDS) == seconds


@pytest.mark.parametrize(("finality", "seconds"), [(-3, 3), (-0.1, 3), (0.4, 2), (0.5, 1)])
def test_where_the_ears_cannot_tell_it_counts_how_the_voice_faded(finality, seconds):
    assert hold(Said("Tell me a story.", finality), HOLDS) == seconds


def test_what_the_ears_tell_is_surer_than_how_the_voice_faded():
    assert hold(Said("Tell me a story.", -1, 2), HOLDS) == 1
    assert hold(Said("Tell me a story.", 1, -2), HOLDS) == 3


def test_a_voice_that_faded_makes_the_ears_surer():
    assert [hold(Said("Tell me a story.", finality, 0.5), HOLDS) for finality in (-2, 0, 2)] == [3, 2, 1]


def test_somebody_of_short_pauses_is_never_waited_for_longer_than_those():
    assert hold(Said("Tell me a story.", ending=0.5), replace(HOLDS, longest=1.5)) == 1.5


@pytest.mark.parametrize("text", ["seven of clubs", "今天天气", ""])
def test_words_without_an_end_are_waited_for_longer(text):
    assert hold(Said(text, ending=1), HOLDS) == 2


@pytest.mark.parametrize(
    "text",
    [
        "What is the weather like in",
        "I would like to.",
        "Um...",
        "Set a timer for",
        "And the.",
        "Well,",
        "我想要，",
        "因为",
    ],
)
def test_a_sentence_that_wants_another_word_is_waited_for_longest(text):
    assert hold(Said(text, ending=1.4), HOLDS) == 3


def test_a_voice_that_is_surely_done_outweighs_a_word_that_wants_another():
    assert hold(Said("This is what I was looking for", ending=2.5), HOLDS) == 1
