"""How long a pause is waited out, by what was said before it."""

import pytest

from assistant_gui.session.holding import Holds, hold

HOLDS = Holds(short=1, whole=2, open=3, unfinished=4)


@pytest.mark.parametrize("text", ["Yes.", "no", "Okay, thanks.", "42", "Stop!", "好的。", "是"])
def test_a_known_short_answer_is_over_soonest(text):
    assert hold(text, HOLDS) == 1


@pytest.mark.parametrize(
    "text", ["What time is it?", "Tell me a story.", "What are you looking for?", "今天天气怎么样？"]
)
def test_a_whole_sentence_is_waited_for_a_little(text):
    assert hold(text, HOLDS) == 2


@pytest.mark.parametrize("text", ["seven of clubs", "今天天气", ""])
def test_words_without_an_end_are_waited_for_longer(text):
    assert hold(text, HOLDS) == 3


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
    assert hold(text, HOLDS) == 4
