"""A few letters, in their order, find a line."""

import pytest

from assistant_gui.gui.fuzzy import likeness


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("", "New chat", True),
        ("new", "New chat", True),
        ("nch", "New chat", True),
        ("NC", "new chat", True),
        ("new c", "New chat", True),
        ("newt", "New chat", True),
        ("chatnew", "New chat", False),
        ("x", "New chat", False),
        ("新会话", "新建会话", True),
        ("话", "新建会话", True),
    ],
)
def test_letters_are_found_in_their_order(typed, text, found):
    assert bool(likeness(typed, text)) == found


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("se", "Show everything", "Close"),  # beginnings of words before letters anywhere
        ("set", "Show the settings", "Show the chat of a test"),  # letters together before letters apart
        ("nc", "New chat", "Announce"),
    ],
)
def test_the_likelier_line_is_worth_more(typed, better, worse):
    assert likeness(typed, better) > likeness(typed, worse)
