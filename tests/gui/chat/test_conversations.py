"""The list: pinned ones, folders, then by day; the newest on top, and only what changed is touched."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.gui.chat.conversations import MANY, Conversations
from assistant_gui.gui.chat.lines import FolderLine, Place

NOON = datetime(2026, 3, 10, 12).timestamp()
DAY = 24 * 3600.0
WORK, CHESS = Folder("w", "Work", 1, position=1), Folder("h", "Chess", 2, position=2)


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


def conversation(id, title="", ago=0.0, **more):
    return Conversation(id, title or id, 1, NOON - ago, **more)


A, B, C = conversation("a", ago=3), conversation("b", ago=2), conversation("c", ago=1)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def conversations(qapp, clock):
    made = Conversations(now=clock)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show([A, B, C])
    yield made
    del tester


@pytest.fixture
def touched(conversations):
    """What the views were told, in order."""
    told = []
    conversations.modelReset.connect(lambda: told.append("reset"))
    conversations.rowsInserted.connect(lambda _, first, last: told.append(("in", first, last)))
    conversations.rowsRemoved.connect(lambda _, first, last: told.append(("out", first, last)))
    conversations.rowsMoved.connect(lambda _a, first, _b, _c, target: told.append(("move", first, target)))
    return told


def shown(conversations):
    return [conversations.index(row).data() for row in range(conversations.rowCount())]


def test_titles_stand_on_one_line_and_none_has_a_name(conversations):
    conversations.show([replace(A, title=""), replace(B, title="Cherries\nx")])

    assert shown(conversations) == ["Today", "Cherries x", "New chat"]


def test_days_have_headings_and_empty_ones_have_none(conversations):
    conversations.show([A, conversation("y", ago=DAY), conversation("w", ago=3 * DAY), conversation("o", ago=40 * DAY)])

    assert shown(conversations) == ["Today", "a", "Yesterday", "y", "Previous 7 days", "w", "Older", "o"]


def test_pinned_ones_come_first_then_folders(conversations):
    conversations.show([A, replace(B, pinned=1.0), replace(C, folder="h")], [CHESS, WORK])

    assert shown(conversations) == ["Pinned", "b", "Work", "Chess", "c", "Today", "a"]
    assert [each.count for each in map(conversations.line, (2, 3))] == [0, 1]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (conversation("a"), ["Today", "a", "c", "b"]),
        (conversation("c", ago=9), ["Today", "b", "a", "c"]),
        (conversation("b", "Berries", ago=2), ["Today", "c", "Berries", "a"]),
        (conversation("d", ago=2.5), ["Today", "c", "b", "d", "a"]),
        (replace(A, pinned=5.0), ["Pinned", "a", "Today", "c", "b"]),
        (conversation("c", ago=DAY), ["Today", "b", "a", "Yesterday", "c"]),
        (replace(B, archived=1.0), ["Today", "c", "a"]),
        (replace(B, trashed=1.0), ["Today", "c", "a"]),
        (replace(B, folder="nowhere"), ["Today", "c", "b", "a"]),
    ],
)
def test_a_change_moves_it_where_it_belongs(conversations, changed, expected):
    conversations.put(changed)

    assert shown(conversations) == expected
    assert conversations.get(changed.id) == changed


def test_what_is_removed_is_gone_and_its_heading_with_it(conversations):
    conversations.show([A, conversation("y", ago=DAY)])

    conversations.remove("y")
    conversations.remove("nobody")

    assert shown(conversations) == ["Today", "a"]


def test_only_the_line_that_changed_is_touched(conversations, touched):
    conversations.put(replace(B, title="Berries"))
    conversations.put(conversation("a"))
    conversations.put(replace(C, pinned=1.0))

    assert touched == [("move", 3, 1), ("in", 0, 0), ("move", 3, 1)]


def test_many_at_once_are_listed_again_in_one_go(conversations, touched):
    many = [conversation(f"m{number}", ago=100 + number) for number in range(MANY)]

    conversations.put_all(many)
    conversations.remove_all([each.id for each in many])

    assert touched == ["reset", "reset"]
    assert shown(conversations) == ["Today", "c", "b", "a"]


# Folders


def test_a_folder_is_closed_and_opened(conversations):
    conversations.show([A, replace(B, folder="w"), replace(C, folder="w", pinned=1.0)], [WORK])

    conversations.open_folder("w", on=False)
    closed = shown(conversations)
    conversations.put(replace(B, folder="w", title="still inside"))
    conversations.open_folder("w", on=True)

    assert closed == ["Pinned", "c", "Work", "Today", "a"]
    assert shown(conversations) == ["Pinned", "c", "Work", "still inside", "Today", "a"]


def test_what_moves_in_and_out_of_a_folder_is_counted(conversations):
    conversations.show_folders([WORK])
    conversations.open_folder("w", on=False)

    conversations.put(replace(A, folder="w"))
    conversations.put(replace(B, folder="w"))
    two = conversations.line(0)
    conversations.put(B)
    conversations.remove("a")

    assert two == FolderLine(WORK, 2, is_open=False)
    assert conversations.line(0) == FolderLine(WORK, 0, is_open=False)
    assert shown(conversations) == ["Work", "Today", "c", "b"]


def test_a_renamed_folder_moves_nothing(conversations, touched):
    conversations.show_folders([WORK, CHESS])
    del touched[:]

    conversations.show_folders([replace(WORK, name="Play"), CHESS])

    assert shown(conversations)[:2] == ["Play", "Chess"]
    assert touched == []


def test_folders_in_another_order_take_their_conversations_along(conversations):
    conversations.show([replace(A, folder="w"), B, C], [WORK, CHESS])

    conversations.show_folders([replace(WORK, position=3), CHESS])

    assert shown(conversations) == ["Chess", "Work", "a", "Today", "c", "b"]


# Places


def test_the_archive_and_the_trash_are_lists_of_their_own(conversations):
    conversations.show(
        [A, replace(B, archived=1.0, pinned=1.0), replace(C, trashed=1.0), conversation("d", trashed=2.0)], [WORK]
    )

    conversations.show_place(Place.TRASH)
    in_trash = shown(conversations)
    conversations.show_place(Place.ARCHIVE)

    assert in_trash == ["d", "c"]
    assert shown(conversations) == ["b"]
    assert [conversations.count(place) for place in Place] == [1, 1, 2]


@pytest.mark.parametrize(("since", "left"), [(0, 30), (DAY / 2, 30), (DAY, 29), (29.5 * DAY, 1), (90 * DAY, 0)])
def test_what_is_in_the_trash_has_days_left(conversations, since, left):
    assert conversations.days_left(replace(A, trashed=NOON - since)) == left


# Days


def test_after_midnight_the_list_is_put_right_once(conversations, clock, touched):
    clock.now += DAY

    conversations.keep_up_with_the_day()
    conversations.keep_up_with_the_day()

    assert touched == ["reset"]
    assert shown(conversations) == ["Yesterday", "c", "b", "a"]


def test_at_midnight_today_becomes_yesterday(conversations, clock):
    clock.now += DAY

    conversations.put(Conversation("d", "d", 1, clock.now))

    assert shown(conversations) == ["Today", "d", "Yesterday", "c", "b", "a"]


# As others see it


def test_a_screen_reader_is_told_what_a_folder_is(conversations):
    conversations.show([replace(A, folder="w")], [WORK])
    spoken = conversations.index(0).data(0x0B)  # Qt.ItemDataRole.AccessibleTextRole

    assert spoken == "Folder Work, open, conversations: 1"


def test_what_is_dragged_are_ids(conversations):
    dragged = conversations.mimeData([conversations.index(1), conversations.index(3)])

    assert bytes(dragged.data(conversations.mimeTypes()[0])) == b"c\na"
