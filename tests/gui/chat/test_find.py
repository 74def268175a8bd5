"""Finding in a conversation: what is typed is counted, marked and gone through, without drawing all of it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.events import ReplyGrew
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.theme import colours


@pytest.fixture
def long(archive):
    """1,000 messages; "needle" stands in every hundredth, 针 in one."""
    made, parent = archive.create("long"), None
    for number in range(1_000):
        role = Role.ASSISTANT if number % 2 else Role.PERSON
        text = (
            f"number {number} " + "word " * 30 + ("**Nee**dle" if number % 100 == 51 else "") + "针" * (number == 500)
        )
        archive.messages[str(number)] = Message(str(number), made.id, parent, role, text, number, Origin.TYPED)
        parent = str(number)
    archive.held[made.id] = replace(made, head=parent)
    line = list(archive.messages.values())
    archive.thread = lambda _: line
    archive.siblings = lambda id: [archive.messages[id]]
    return made.id


@pytest.fixture
def view(qtbot, model, long):
    made = ChatView(model)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    model.open(long)
    settle()
    made.finder.open()
    return made


def settle():
    for _ in range(3):
        QApplication.processEvents()


def strong(view):
    """The messages in which a hit is marked more strongly than the others."""
    found = []
    for at in range(1_000):
        widget = view.messages.widget(at)
        marks = widget.prose.extraSelections() if widget is not None else []
        found += [at for mark in marks if mark.format.background().color().name() == colours().found_now]
    return found


def in_sight(view, at):
    widget = view.messages.widget(at)
    return widget is not None and widget.isVisible() and -widget.height() < widget.y() < view.messages.height()


def test_what_is_typed_is_counted_and_the_nearest_is_shown(qtbot, view):
    qtbot.keyClicks(view.finder.entry, "NEEDLE")
    settle()

    assert view.finder.count.text() == "10 of 10"
    assert in_sight(view, 951)
    assert strong(view) == [951]


def test_enter_goes_on_and_shift_enter_back_around_the_ends(qtbot, view):
    qtbot.keyClicks(view.finder.entry, "needle")
    qtbot.keyClick(view.finder.entry, Qt.Key.Key_Return)
    first = view.finder.count.text(), in_sight(view, 51)
    qtbot.keyClick(view.finder.entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    settle()

    assert first == ("1 of 10", True)
    assert view.finder.count.text() == "10 of 10"
    assert in_sight(view, 951)


def test_one_chinese_character_is_enough(view):
    view.finder.entry.setText("针")
    settle()

    assert view.finder.count.text() == "1 of 1"
    assert in_sight(view, 500)


def test_what_is_not_there_is_said_and_moves_nothing(qtbot, view):
    before = view.messages.verticalScrollBar().value()

    view.finder.entry.setText("nowhere to be seen")
    settle()

    assert view.finder.count.text() == "No hits"
    assert not view.finder.forth.isEnabled()
    assert view.messages.verticalScrollBar().value() == before


def test_only_messages_near_what_is_looked_at_are_drawn(qtbot, view):
    view.finder.entry.setText("number")
    for _ in range(5):
        qtbot.keyClick(view.finder.entry, Qt.Key.Key_Return)
    settle()

    assert view.finder.count.text() == f"{view.finder.model.number + 1} of {1_000:n}"
    assert sum(view.messages.widget(at) is not None for at in range(1_000)) < 20


def test_esc_closes_and_nothing_is_marked_any_more(qtbot, view):
    view.finder.entry.setText("needle")
    qtbot.keyClick(view.finder.entry, Qt.Key.Key_Escape)
    settle()

    assert view.finder.isHidden()
    assert strong(view) == []
    assert view.entry.text.hasFocus()


def test_hits_are_counted_again_while_an_answer_grows(qtbot, view, model, assistant, long):
    view.finder.entry.setText("needle")
    qtbot.keyClick(view.finder.entry, Qt.Key.Key_Return)
    growing = assistant.begin(assistant.asked(long, "And?"))
    model.on_event(ReplyGrew(assistant.turn, growing.id, "Another needle."))

    qtbot.waitUntil(lambda: view.finder.count.text() == "1 of 11")

    assert in_sight(view, 51)


def test_another_conversation_is_opened_where_it_ends_and_without_the_bar(view, model, talked):
    view.finder.entry.setText("needle")
    settle()

    model.open(talked[0].id)
    settle()

    assert view.finder.isHidden()
    assert view.messages.sticks
    assert strong(view) == []
