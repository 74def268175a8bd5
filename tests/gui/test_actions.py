"""The table of actions, and the keys that lead to them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow

from assistant_gui.core import language
from assistant_gui.gui.actions import Actions
from tests.fakes import FakePreferences


@pytest.fixture
def done():
    return []


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def actions(done, preferences):
    made = Actions(preferences)
    made.add("new-chat", "New chat", lambda: done.append("new"), "Ctrl+N")
    return made


def test_keys_do_it_wherever_the_focus_is(qtbot, done):
    window, actions = QMainWindow(), Actions()
    qtbot.addWidget(window)
    actions.added.connect(window.addAction)
    actions.add("new-chat", "New chat", lambda: done.append("new"), "Ctrl+N")
    entry = QLineEdit()
    window.setCentralWidget(entry)
    with qtbot.waitActive(window):
        window.show()

    qtbot.keyClick(entry, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)

    assert done == ["new"]


def test_an_action_is_taken_over_by_who_adds_it_again(actions, done):
    actions.add("new-chat", "New chat", lambda: done.append("newer"), "Ctrl+N")

    actions["new-chat"].trigger()

    assert done == ["newer"]
    assert [act.id for act in actions] == ["new-chat"]


def test_its_pane_is_shown_before_it_is_done(actions, done):
    actions.pane_wanted.connect(lambda pane: done.append(pane))
    actions.add("find", "Find in this conversation", lambda: done.append("find"), "Ctrl+F", pane="chat")

    actions["find"].trigger()

    assert done == ["chat", "find"]


def test_titles_follow_the_language(actions):
    language.speak({"New chat": "新建会话"}.get)
    try:
        actions.translate()
    finally:
        language.speak(str)

    assert actions["new-chat"].text() == "新建会话"


def test_other_keys_are_kept_and_found_again(actions, preferences):
    actions.rebind("new-chat", "Ctrl+M")
    again = Actions(preferences)
    action = again.add("new-chat", "New chat", print, "Ctrl+N")

    assert actions.shortcut("new-chat") == "Ctrl+M"
    assert action.shortcut().toString() == "Ctrl+M"
    assert not again.is_usual("new-chat")


def test_keys_can_be_taken_away_and_given_back(actions, preferences):
    actions.rebind("new-chat", "")
    without = actions.shortcut("new-chat")
    actions.reset("new-chat")

    assert without == ""
    assert actions.shortcut("new-chat") == "Ctrl+N"
    assert preferences.current().shortcuts == ()


def test_keys_that_are_taken_leave_their_owner(actions):
    actions.add("show-settings", "Show the settings", print, "Ctrl+,")

    actions.rebind("show-settings", "Ctrl+N")

    assert actions.owner("Ctrl+N").id == "show-settings"
    assert actions.shortcut("new-chat") == ""


def test_a_newcomer_does_not_take_keys_that_the_person_gave_away(actions):
    actions.rebind("new-chat", "Ctrl+F")

    newcomer = actions.add("find", "Find", print, "Ctrl+F")

    assert newcomer.shortcut().isEmpty()
    assert actions.owner("Ctrl+F").id == "new-chat"


def test_everything_is_reset_at_once(actions):
    actions.add("show-settings", "Show the settings", print, "Ctrl+,")
    actions.rebind("show-settings", "Ctrl+N")

    actions.reset()

    assert [actions.shortcut(act.id) for act in actions] == ["Ctrl+N", "Ctrl+,"]
