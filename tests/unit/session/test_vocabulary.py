"""What the ears are told to listen for, made from what was put right and what the person wrote down."""

import pytest

from assistant_gui.core.corrections import Correction
from assistant_gui.session.vocabulary import MOST_WORDS, learned, prompt


@pytest.mark.parametrize(
    ("heard", "corrected", "expected"),
    [
        ("call on a car Vandermere", "call Anneke Vandermeer", ["Anneke Vandermeer"]),
        ("ask Anneke Van der Mere", "ask Anneke Vandermeer", ["Anneke Vandermeer"]),  # with the first name beside it
        ("what is a tensor", "what is a tensor?", []),  # a mark is no word
        ("turn of the light", "turn off the light", []),  # a short word in small letters is nobody's name
        ("play the core oil", "play the choral", ["choral"]),
        ("open cue gis", "open QGIS", ["QGIS"]),
        ("打开安妮的信", "打开安尼卡的信", ["尼卡"]),
        ("", "Tell Mira all that was said to us today", ["Tell", "Mira"]),  # another sentence: only its names
    ],
)
def test_words_that_were_put_right_are_learned(heard, corrected, expected):
    assert learned([Correction(heard, corrected)]) == expected


def test_what_was_put_right_often_comes_before_what_was_put_right_once():
    often, once = Correction("cue gis", "QGIS"), Correction("mirror", "Mira")

    assert learned([once, often, often]) == ["QGIS", "Mira"]


def test_of_words_put_right_equally_often_the_newest_comes_first():
    newest, oldest = Correction("cue gis", "QGIS"), Correction("mirror", "Mira")

    assert learned([newest, oldest]) == ["QGIS", "Mira"]


def test_a_correction_changes_what_is_listened_for_next():
    before = prompt("Piper", [])

    after = prompt("Piper", [Correction("cue gis", "QGIS")])

    assert (before, after) == ("Piper.", "Piper, QGIS.")


def test_without_words_there_is_no_prompt():
    assert prompt(" , ", []) == ""


def test_a_word_that_is_written_down_and_learned_is_there_once():
    assert prompt("qgis", [Correction("cue gis", "QGIS")]) == "qgis."


def test_the_person_s_own_words_leave_no_room_to_others_when_there_are_too_many():
    own = ", ".join(f"Word{number}" for number in range(100))

    made = prompt(own, [Correction("cue gis", "QGIS")])

    assert made.count(",") == MOST_WORDS - 1
    assert "QGIS" not in made
