"""What became of an import, in sentences."""

import pytest

from assistant_gui.core.exchange import Import, Skipped, Unit
from assistant_gui.core.imported import sentences, why


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Import(), ["Conversations imported: 0, with messages: 0."]),
        (Import(2, 5, product="Jan"), ["Conversations imported from Jan: 2, with messages: 5."]),
        (Import(2, 5, product="assistant_gui"), ["Conversations imported: 2, with messages: 5."]),
        (Import(duplicates=3), ["Conversations that were here already: 3."]),
        (Import(grown=3, messages=4), ["Conversations that were here already and got new messages: 3."]),
        (
            Import(stopped=True, duplicates=1),
            ["Conversations that were here already: 1.", "It was stopped; importing the file again brings the rest."],
        ),
    ],
)
def test_only_what_says_something_is_said(made, said):
    assert sentences(made) == said


@pytest.mark.parametrize(
    ("skipped", "said"),
    [
        (Skipped("it is too long", Unit.LINE, 4), "Line 4 was left out: it is too long"),
        (
            Skipped("it is too long", Unit.CONVERSATION, 4, "a.json"),
            "a.json: Conversation 4 was left out: it is too long",
        ),
        (Skipped("it is too long", Unit.CONVERSATION), "Something in a conversation was left out: it is too long"),
        (Skipped("{braces}", Unit.FILE, name="{x}"), "{x} was left out: {braces}"),
        (
            Skipped("it is missing", Unit.ATTACHMENT, name="a.txt"),
            "The attached file a.txt was left out: it is missing",
        ),
    ],
)
def test_what_was_left_out_is_named(skipped, said):
    assert why(skipped) == said
