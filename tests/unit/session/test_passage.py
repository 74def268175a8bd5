"""How far a sentence was heard, when only the length of its sound is known."""

import pytest

from assistant_gui.session.passage import Passage

ANSWER = "One two three. Four five."


def passage(start: int, upto: int, seconds: float) -> Passage:
    made = Passage(start, upto)
    made.grow(seconds)
    made.finish()
    return made


@pytest.mark.parametrize(
    ("seconds", "heard"),
    [(0.0, ""), (0.2, ""), (0.3, "One"), (0.7, "One two"), (1.2, "One two"), (1.4, "One two three.")],
)
def test_time_is_shared_out_by_characters_and_half_a_word_is_not_heard(seconds, heard):
    assert ANSWER[: passage(0, 14, 1.4).reached(seconds, ANSWER)].strip() == heard


def test_a_later_sentence_counts_from_the_beginning_of_the_answer():
    assert ANSWER[: passage(14, 25, 1.1).reached(0.6, ANSWER)].strip() == "One two three. Four"


def test_while_its_sound_still_grows_the_usual_pace_is_taken():
    growing = Passage(0, 14, pace=0.1)
    growing.grow(0.2)

    assert ANSWER[: growing.reached(0.2, ANSWER)] == ""
    growing.grow(0.6)
    assert ANSWER[: growing.reached(0.8, ANSWER)].strip() == "One two"


def test_where_no_spaces_stand_between_words_every_character_counts():
    answer = "今天天气很好。"

    assert answer[: passage(0, 7, 7.0).reached(3.0, answer)] == "今天天"
