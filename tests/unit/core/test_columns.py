"""Which column is what: mistakes are said in words."""

import pytest

from assistant_gui.core.columns import Columns, checked, typed
from assistant_gui.core.errors import AssistantError


def test_what_is_typed_names_columns_of_any_name():
    assert typed("question=Was fragt er, answer=回答 , rating=Note") == Columns("Was fragt er", "回答", rating="Note")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("query=a,answer=b", "“query=a” does not say which column is what"),
        ("question", "“question” does not say"),
        ("question=,answer=b", "“question=” does not say"),
        ("answer=b", "No column with questions was chosen"),
        ("question=a", "No column with answers was chosen"),
        ("question=a,answer=a", "“a” was chosen twice"),
    ],
)
def test_mistakes_are_said_in_words(words, why):
    with pytest.raises(AssistantError, match=why):
        typed(words)


def test_columns_that_differ_are_good():
    assert checked(Columns("a", "b", thread="c")) == Columns("a", "b", thread="c")
