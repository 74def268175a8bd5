"""Keys are chosen by pressing them."""

import pytest
from PySide6.QtCore import Qt

from assistant_gui.gui.actions import Actions
from assistant_gui.gui.settings.shortcuts import ShortcutsModel
from assistant_gui.gui.settings.shortcutsview import ShortcutsView
from tests.fakes import FakePreferences

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def actions(qapp):
    made = Actions(FakePreferences())
    made.add("new-chat", "New chat", print, "Ctrl+N")
    made.add("show-settings", "Show the settings", print, "Ctrl+,")
    made.add("theme-dark", "Dark theme", print)
    return made


@pytest.fixture
def view(qtbot, actions):
    made = ShortcutsView(ShortcutsModel(actions))
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def press(qtbot, row, key, held=Qt.KeyboardModifier.NoModifier):
    row.keys.click()
    qtbot.keyClick(row.keys, key, held)


def test_keys_are_shown_and_named(view):
    assert [row.keys.text() for row in view.rows.values()] == ["Ctrl+N", "Ctrl+,", "None"]
    assert view.rows["new-chat"].keys.accessibleName() == "Keys for “New chat”: Ctrl+N"


@pytest.mark.parametrize(
    ("key", "held", "shown"),
    [
        (Qt.Key.Key_M, CONTROL, "Ctrl+M"),
        (Qt.Key.Key_M, CONTROL | SHIFT, "Ctrl+Shift+M"),
        (Qt.Key.Key_Question, CONTROL | SHIFT, "Ctrl+?"),  # Shift only led to the sign
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, "F5"),
        (Qt.Key.Key_Plus, CONTROL, "Ctrl++"),
    ],
)
def test_the_keys_that_are_pressed_are_taken(qtbot, view, actions, key, held, shown):
    press(qtbot, view.rows["new-chat"], key, held)

    assert view.rows["new-chat"].keys.text() == shown
    assert actions.shortcut("new-chat") == shown
    assert view.rows["new-chat"].back.isVisible()


def test_escape_leaves_them(qtbot, view):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_Escape)

    assert view.rows["new-chat"].keys.text() == "Ctrl+N"


def test_backspace_takes_them_away(qtbot, view, actions):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_Backspace)

    assert view.rows["new-chat"].keys.text() == "None"
    assert actions.shortcut("new-chat") == ""


def test_tab_goes_on_and_chooses_nothing(qtbot, view):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_Tab)

    assert view.rows["new-chat"].keys.text() == "Ctrl+N"
    assert not view.rows["new-chat"].keys.hasFocus()


def test_a_letter_alone_is_for_typing(qtbot, view):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_X)

    assert view.rows["new-chat"].keys.text() == "Ctrl+N"
    assert "X alone is for typing" in view.rows["new-chat"].trouble.text()


def test_whose_keys_they_are_is_said(qtbot, view, actions):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_Comma, CONTROL)

    assert view.rows["new-chat"].conflict.isVisible()
    assert view.rows["new-chat"].conflict.words.text() == "Ctrl+, is taken by “Show the settings”."
    assert actions.shortcut("new-chat") == "Ctrl+N"


def test_keys_can_be_taken_from_another(qtbot, view, actions):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_Comma, CONTROL)
    view.rows["new-chat"].conflict.yes.click()

    assert view.rows["new-chat"].keys.text() == "Ctrl+,"
    assert view.rows["show-settings"].keys.text() == "None"
    assert not view.rows["new-chat"].conflict.isVisible()


def test_one_is_reset_and_all_are(qtbot, view):
    press(qtbot, view.rows["new-chat"], Qt.Key.Key_M, CONTROL)
    press(qtbot, view.rows["theme-dark"], Qt.Key.Key_D, CONTROL)
    view.rows["new-chat"].back.click()
    after_one = [row.keys.text() for row in view.rows.values()]
    view.reset_all.click()

    assert after_one == ["Ctrl+N", "Ctrl+,", "Ctrl+D"]
    assert [row.keys.text() for row in view.rows.values()] == ["Ctrl+N", "Ctrl+,", "None"]
    assert not view.reset_all.isEnabled()


def test_an_action_that_comes_later_gets_its_row(view, actions):
    actions.add("find", "Find", print, "Ctrl+F")
    actions.reset()

    assert view.rows["find"].keys.text() == "Ctrl+F"
