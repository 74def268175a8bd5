"""The way back from what is said to what is written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_gui.core.spoken import traced
from assistant_gui.core.spoken.traced import Traced


def behind(written: str, last: str, language: str = "en") -> str:
    """What is behind us of *written* when *last* was said."""
    said = traced(written, language)
    upto = said.text.index(last) + len(last)
    return written[: said.origins[upto] if upto < len(said.origins) else len(written)]


@pytest.mark.parametrize(
    ("written", "last", "reached"),
    [
        ("It costs 1,250 euros.", "costs", "It costs"),
        ("It costs 1,250 euros.", "one thousand two", "It costs "),  # half a number is not said
        ("It costs 1,250 euros.", "fifty", "It costs 1,250"),
        ("**Bold** [link](https://x.y) end", "Bold", "**Bold**"),
        ("**Bold** [link](https://x.y) end", "link", "**Bold** [link](https://x.y)"),
        ("See ```x``` now", "x", "See ```x```"),
        ("Dr. Who & e.g. him", "Doctor", "Dr."),
        ("| a | b |\n|-|-|\n| 1 | 2 |\n", "b: ", "| a | b |\n|-|-|\n| 1 | "),
        ("| a | b |\n|-|-|\n| 1 | 2 |\n", "two", "| a | b |\n|-|-|\n| 1 | 2"),
    ],
)
def test_what_was_said_leads_back_to_what_is_written(written, last, reached):
    assert behind(written, last).startswith(reached)
    assert len(behind(written, last)) <= len(reached) + 1


@pytest.mark.parametrize("language", ["en", "zh", "de"])
@given(text=st.text(alphabet="ab 12.,-/:%$€*`_|[]()#\n年月个好。é", max_size=80))
def test_origins_only_go_forward_and_stay_within_the_text(language, text):
    said = traced(text, language)

    assert len(said.text) == len(said.origins)
    assert list(said.origins) == sorted(said.origins)
    assert all(0 <= origin <= len(text) for origin in said.origins)


def test_new_words_come_from_where_the_hit_begins():
    said = Traced.of("a 12 b").sub(re.compile(r"\d+"), lambda hit: "twelve")

    assert said.text == "a twelve b"
    assert said.origins == [0, 1, *[2] * 6, 4, 5]
