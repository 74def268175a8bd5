"""The newest conversation is at the top."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from assistant_gui.core.conversation import Conversation
from assistant_gui.gui.chat.conversations import Conversations


@pytest.fixture
def conversations(qapp):
    made = Conversations()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show([Conversation("a", "Apples", 1, 1), Conversation("b", "", 2, 2), Conversation("c", "Cherries\nx", 3, 3)])
    yield made
    del tester


def titles(conversations):
    return [conversations.index(row).data() for row in range(len(conversations))]


def test_titles_stand_on_one_line_and_none_has_a_name(conversations):
    assert titles(conversations) == ["Cherries x", "New chat", "Apples"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (Conversation("a", "Apples", 1, 9), ["Apples", "Cherries x", "New chat"]),
        (Conversation("c", "Cherries", 3, 0), ["New chat", "Apples", "Cherries"]),
        (Conversation("b", "Berries", 2, 2), ["Cherries x", "Berries", "Apples"]),
        (Conversation("d", "Dates", 4, 4), ["Dates", "Cherries x", "New chat", "Apples"]),
    ],
)
def test_a_change_moves_it_where_it_belongs(conversations, changed, expected):
    conversations.put(changed)

    assert titles(conversations) == expected


def test_what_is_removed_is_gone(conversations):
    conversations.remove("b")
    conversations.remove("nobody")

    assert titles(conversations) == ["Cherries x", "Apples"]
