"""How far a sentence was heard, when only the length of its sound is known."""

import pytest

from assistant_gui.core.spoken import traced
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


def test_a_number_that_is_said_in_many_words_is_one_word():
    answer = "It is 1,250 now."
    said = traced(answer, "en")
    number = Passage(0, len(answer), origins=said.origins)
    number.grow(float(len(said.text)))  # a second for each character that is said
    number.finish()

    before, within, after = (said.text.index(word) for word in ("one", "hundred", " now"))
    assert answer[: number.reached(before, answer)] == "It is "
    assert answer[: number.reached(within, answer)] == "It is "
    assert answer[: number.reached(after, answer)] == "It is 1,250"
    assert answer[: number.reached(len(said.text), answer)] == answer


def test_marks_that_are_not_said_take_no_time():
    answer = "[One](https://example.com/a/long/address) two"
    said = traced(answer, "en")
    link = Passage(0, len(answer), origins=said.origins)
    link.grow(7.0)
    link.finish()

    assert answer[: link.reached(3.0, answer)] == "[One](https://example.com/a/long/address)"
