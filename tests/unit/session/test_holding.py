"""How long a pause is waited out, by what was said before it and how it sounded."""

import pytest

from assistant_gui.session.holding import Holds, Said, hold

HOLDS = Holds(shortest=1, longest=2, sure=1, doubtful=-1, open=-0.5, unfinished=-0.8)
NEITHER = 1.5
"""The hold without any evidence."""


@pytest.mark.parametrize("text", ["Yes.", "no", "Okay, thanks.", "42", "Stop!", "好的。", "是"])
def test_a_known_short_answer_is_over_soonest_however_it_sounds(text):
    assert hold(Said(text, -3), HOLDS) == 1


@pytest.mark.parametrize(
    "text", ["What time is it?", "Tell me a story.", "What are you looking for?", "今天天气怎么样？"]
)
@pytest.mark.parametrize(("finality", "seconds"), [(-3, 2), (-1, 2), (0, NEITHER), (1, 1), (3, 1)])
def test_a_whole_sentence_is_waited_for_as_long_as_its_sound_is_in_doubt(text, finality, seconds):
    assert hold(Said(text, finality), HOLDS) == seconds


@pytest.mark.parametrize("text", ["seven of clubs", "今天天气", ""])
def test_words_without_an_end_are_waited_for_longer(text):
    assert hold(Said(text), HOLDS) == pytest.approx(NEITHER + 0.25)


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
    assert hold(Said(text), HOLDS) == pytest.approx(NEITHER + 0.4)


def test_a_voice_that_is_surely_done_outweighs_a_word_that_wants_another():
    assert hold(Said("This is what I was looking for", 2), HOLDS) == 1
