"""What is said of what is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_gui.core.spoken import spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("# Hello **world**", "Hello world"),
        ("Use `ls -l` now", "Use ls -l now"),
        ("Look:\n\n```python\nprint(1)\n```\nDone.", "Look: Done."),
        ("```\nnever closed", ""),
        ("See [the docs](https://a.b/c_d).", "See the docs."),
        ("See https://www.example.com/a?b=1.", "See example.com."),
        ("* one\n* two\n- [x] three", "one. two. three"),
        ("Nice 😀👍🏽 day", "Nice day"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b. 1, 2"),
        ("**Bold *and* italic**, ~~gone~~", "Bold and italic, gone"),
        ("你好，**世界**！🎉", "你好，世界！"),
        ("$5 at 20°C, 3 < 4", "$5 at 20°C, 3 < 4"),
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


@pytest.mark.parametrize("written", ["*" * 3000, "[" * 3000, "`" * 3001, "_a" * 2000, "~~~\n" * 800, "<a" * 2000])
def test_nasty_text_is_quick(written):
    spoken(written)


def test_emphasis_over_a_whole_page_keeps_its_marks_and_costs_no_time():
    page = "word " * 200

    assert spoken(f"**{page.strip()}**").startswith("**word")
    assert spoken("**a few words**") == "a few words"
