"""Sentences as they are said."""

import pytest

from assistant_gui.session.saying import sayings
from assistant_gui.session.sentences import sentences


def said(text: str, language: str = "") -> list[tuple[str, str]]:
    return [(each.text, each.language) for each in sayings(sentences([text]), language)]


def test_a_short_sentence_is_in_the_language_of_those_before():
    assert said("Das ist nicht die Zeit. 42 km. Gut.") == [
        ("Das ist nicht die Zeit.", "de"),
        ("42 km.", "de"),
        ("Gut.", "de"),
    ]


def test_as_long_as_it_does_not_show_it_is_the_language_of_the_question():
    assert said("3 Ok.", "zh") == [("三 Ok.", "zh")]


def test_an_answer_may_change_its_language():
    assert [language for _, language in said("This is what you say. 你今天好吗？ And this is the end of it.")] == [
        "en",
        "zh",
        "en",
    ]


def test_what_is_said_leads_back_into_the_whole_answer():
    text = "One. It is **1,250** now."

    last = list(sayings(sentences([text])))[-1]

    at = last.text.index(" now")
    assert text[: last.origins[at]].startswith("One. It is **1,250")


def test_the_end_of_a_line_is_a_pause():
    assert [text for text, _ in said("# The weather\n- sun\n- rain!\nand more", "en")] == [
        "The weather.",
        "sun.",
        "rain!",
        "and more",
    ]


@pytest.mark.parametrize(
    ("locale", "date"),
    [("en_GB.UTF-8", "April third"), ("en_US.UTF-8", "March fourth"), ("", "March fourth"), ("de_DE", "March fourth")],
)
def test_dates_are_read_as_where_the_person_is(locale, date):
    (only,) = sayings(sentences(["It was on 3/4/2026."]), "en", locale)

    assert date in only.text
    assert only.language == "en"
