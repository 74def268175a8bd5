"""What is said over an answer, and what it is meant as."""

import pytest

from assistant_gui.session.asides import Aside, aside, echoes


@pytest.mark.parametrize(
    "text",
    [
        "", "...", "Mm-hmm.", "Uh-huh", "Yeah, yeah.", "Okay.", "I see.", "Right, right, okay.", "嗯", "好的。", "Hmm",
        "MMMM", "Uh...", "Um...", "Ha ha ha!", "Hahaha", "Thank you.", "哈哈哈", "嗯嗯。", "So...", "You...",
        "(coughing)", "[Laughter]", "*sighs*", "(coughs) Mm-hmm.", "♪♪",
    ],
)  # fmt: skip
def test_signs_of_listening_are_nothing(text):
    assert aside(text) is Aside.NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "Stop.", "Stop, stop!", "Wait a minute.", "Okay, stop.", "停！", "等一下", "Hold on", "Please be quiet.",
        "Wait.", "wait wait", "No, wait.", "Stop it", "Hang on.", "Hold it!", "One moment, please.", "Shhh!",
        "停停", "停下来。", "等等。", "先等一下", "等会儿", "别说了。", "不要再说了", "好了好了", "打住",
    ],
)  # fmt: skip
def test_stop_means_stop(text):
    assert aside(text) is Aside.STOP


@pytest.mark.parametrize(
    "text", [
        "And tomorrow?", "Yes, but what about Paris?", "Stop the timer in ten minutes", "No.", "What?", "明天呢？",
        "So what?", "You said Paris.", "Thank you, but why?", "(coughs) And tomorrow?", "等一下几点了",
    ],
)  # fmt: skip
def test_everything_else_wants_the_floor(text):
    assert aside(text) is Aside.WORDS


def test_the_answer_heard_again_is_an_echo_and_a_question_about_it_is_not():
    answer = "The capital of France is Paris, a city on the Seine."

    assert echoes("capital of France is Paris", answer)
    assert not echoes("And what about the capital Germany has?", answer)
    assert not echoes("Paris?", answer)
