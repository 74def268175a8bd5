"""What only guides the eye is not said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_gui.core.spoken import spoken, unmarked


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("# Hello **world**", "Hello world"),
        ("Use `ls -l` now", "Use ls -l now"),
        ("See [the docs](https://a.b/c_d).", "See the docs."),
        ("See https://www.example.com/a?b=1.", "See example.com."),
        ("* one\n* two\n- [x] three", "one. two. three"),
        ("Nice 😀👍🏽 day", "Nice day"),
        ("a snake_case_name", "a snake_case_name"),
        ("`snake_case()` and `camelCase`", "snake case and camel Case"),
        ("[a (b)](https://x.y/z_(1)) it is.[^2]", "a (b) it is."),
        ("**One.", "One."),  # the other half is in another sentence
        ("Two.** Three", "Two. Three"),
        ("**Bold *and* italic**, ~~gone~~", "Bold and italic, gone"),
        ("你好，**世界**！🎉", "你好，世界！"),
        ("a\u200b b\u00a0c", "a b c"),
        ("---", ""),
        ("😀", ""),
    ],
)
def test_marks_links_code_and_emoji_are_not_read_out(written, said):
    assert spoken(written) == said


@pytest.mark.parametrize("written", ["# A **b**\n* c\n\nd `e` https://f.g/h", "plain text, as it is."])
def test_saying_it_again_changes_nothing(written):
    assert spoken(spoken(written)) == spoken(written)


@given(st.text(max_size=300))
def test_no_text_breaks_it(written):
    said = spoken(written)

    assert said == "" or any(character.isalnum() for character in said)


@pytest.mark.parametrize("marks", ["*" * 3000, "[" * 3000, "`" * 3001, "~~~\n" * 800])
def test_thousands_of_marks_are_silence_and_no_work_for_ever(marks):
    assert spoken(marks) == ""


@pytest.mark.parametrize("written", ["_a" * 2000, "<a" * 2000])
def test_thousands_of_marks_that_mark_nothing_are_left_and_no_work_for_ever(written):
    assert spoken(written) == written


def test_emphasis_over_a_whole_page_is_not_read_out_and_costs_no_time():
    page = "word " * 200

    assert spoken(f"**{page.strip()}**").startswith("word")
    assert spoken("**a few words**") == "a few words"


def test_a_screen_reader_reads_numbers_in_its_own_way():
    assert unmarked("It costs **$5** at 20°C") == "It costs $5 at 20°C"
