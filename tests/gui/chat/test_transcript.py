"""The messages on screen follow the branch that is shown."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from assistant_gui.core.conversation import Message, Origin, Role, State
from assistant_gui.gui.chat.transcript import Transcript


def message(id, parent=None, role=Role.PERSON, text="", state=State.WHOLE):
    return Message(id, "c", parent, role, text, 0.0, Origin.TYPED, state)


@pytest.fixture
def transcript(qapp):
    made = Transcript()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    del tester


def ids(transcript):
    return [one.id for one in transcript.messages()]


def test_only_the_last_line_is_marked_as_last(transcript):
    transcript.show([message("a"), message("b", "a"), message("c", "b")])
    transcript.append(message("d", "c"))

    assert [transcript.line(row).last for row in range(4)] == [False, False, False, True]


def test_the_mark_moves_back_when_lines_leave(transcript):
    transcript.show([message("a"), message("b", "a"), message("c", "b")])

    transcript.cut(2)

    assert [transcript.line(row).last for row in range(2)] == [False, True]


def test_showing_another_branch_leaves_what_is_common_alone(transcript):
    removed = []
    transcript.show([message("a"), message("b", "a"), message("c", "b")])
    transcript.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))

    transcript.show([message("a"), message("b2", "a")])

    assert ids(transcript) == ["a", "b2"]
    assert removed == [(1, 2)]


def test_another_answer_takes_the_place_of_the_first_and_is_counted(transcript):
    transcript.show([message("q"), message("a1", "q", Role.ASSISTANT), message("q2", "a1")])

    transcript.append(message("a2", "q", Role.ASSISTANT))

    assert ids(transcript) == ["q", "a2"]
    assert (transcript.line(1).place, transcript.line(1).of) == (2, 2)


def test_a_message_that_comes_twice_is_shown_once(transcript):
    transcript.show([message("q")])

    transcript.append(message("q", text="newer"))

    assert [one.text for one in transcript.messages()] == ["newer"]


def test_a_growing_answer_changes_in_place(transcript):
    transcript.show([message("q"), message("a", "q", Role.ASSISTANT, state=State.GROWING)])
    changes = []
    transcript.dataChanged.connect(lambda top, _: changes.append(top.row()))

    transcript.read("a", 0.4)
    transcript.extend("a", "Hel")
    transcript.extend("a", "Hel")

    assert changes == [1, 1]
    assert transcript.line(1).message.text == "Hel"
    assert transcript.line(1).reading == 0.4
