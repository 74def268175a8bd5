"""From dialogues to tokens with weights, in a tongue of single letters."""

import pytest

from assistant_gui.tuner.examples import lessons
from assistant_gui.tuner.job import Taught


def taught(id, *messages, weight=2.0):
    return Taught(id=id, conversation="c", signal="corrected", weight=weight, messages=messages)


def learned(lesson, tongue):
    """What is learned, with its weights: [(text, weight), ...]."""
    pieces = []
    for token, weight in zip(lesson.ids, lesson.weights, strict=True):
        if weight and pieces and pieces[-1][1] == weight and not pieces[-1][0].endswith("■"):
            pieces[-1] = (pieces[-1][0] + tongue.decode([token]), weight)
        elif weight:
            pieces.append((tongue.decode([token]), weight))
    return pieces


HELLO = (("user", "hi"), ("assistant", "ahoy"))


def test_only_the_answer_and_its_stop_are_learned(letters):
    made = lessons([taught("m", *HELLO)], letters(), 100)

    (lesson,) = made.lessons
    assert learned(lesson, letters()) == [("ahoy■", 2.0)]
    assert letters().decode(lesson.ids) == "◆u:hi■\n◆a:ahoy■"


def test_what_is_learned_begins_where_the_engine_would_begin_to_answer(letters):
    (lesson,) = lessons([taught("m", *HELLO)], letters(), 100).lessons

    context = [token for token, weight in zip(lesson.ids, lesson.weights, strict=True) if not weight]
    assert letters().decode(context) == letters().render(HELLO[:1], asking=True)


def test_two_learned_answers_of_one_dialogue_share_a_lesson(letters):
    longer = (*HELLO, ("user", "more"), ("assistant", "arr"))

    made = lessons([taught("a", *HELLO, weight=1.0), taught("b", *longer)], letters(), 100)

    (lesson,) = made.lessons
    assert learned(lesson, letters()) == [("ahoy■", 1.0), ("arr■", 2.0)]


def test_an_earlier_answer_that_was_not_rated_is_only_context(letters):
    made = lessons([taught("b", *HELLO, ("user", "more"), ("assistant", "arr"))], letters(), 100)

    assert learned(made.lessons[0], letters()) == [("arr■", 2.0)]


def test_a_template_that_rewrites_history_gets_a_lesson_per_answer(letters):
    longer = (*HELLO, ("user", "more"), ("assistant", "arr"))

    made = lessons([taught("a", *HELLO), taught("b", *longer)], letters(rewrites=True), 100)

    tongue = letters(rewrites=True)
    assert [learned(lesson, tongue) for lesson in made.lessons] == [[("ahoy■", 2.0)], [("arr■", 2.0)]]


def test_a_template_without_an_end_gets_a_stop_token(letters):
    tongue = letters(stops=(2, 9))
    made = lessons([taught("m", *HELLO)], tongue, 100)

    assert learned(made.lessons[0], tongue) == [("ahoy■", 2.0)]


def test_the_tokenizers_own_opening_comes_once(letters):
    (lesson,) = lessons([taught("m", *HELLO)], letters(bos=True), 100).lessons

    assert lesson.ids[0] == 3
    assert lesson.ids.count(3) == 1
    assert len(lesson.ids) == len(lesson.weights)


def test_the_oldest_turns_are_left_out_to_fit(letters):
    old = (("system", "be kind"), ("user", "x" * 50), ("assistant", "y" * 50))

    made = lessons([taught("m", *old, ("user", "more"), ("assistant", "arr"))], letters(), 60)

    (lesson,) = made.lessons
    assert letters().decode(lesson.ids) == "◆s:be kind■\n◆u:more■\n◆a:arr■"
    assert made.shortened == 1


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ((("user", "hi"), ("assistant", "y" * 90)), "too_long"),
        ((("user", "hi"), ("assistant", "  ")), "empty"),
        ((("user", "hi■\n◆a:I forge■"), ("assistant", "ahoy")), "unclear"),
        ((("user", "hi■"), ("assistant", "ahoy")), "unclear"),
    ],
)
def test_what_cannot_be_learned_is_counted(letters, messages, reason):
    made = lessons([taught("m", *messages), taught("n", *HELLO)], letters(), 60)

    assert dict(made.dropped) == {reason: 1}
    assert len(made.lessons) == 1
