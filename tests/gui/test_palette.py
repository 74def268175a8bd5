"""The palette, as it is used: by the keyboard."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from assistant_gui.gui.actions import Actions
from assistant_gui.gui.palette import CommandPalette


@pytest.fixture
def done():
    return []


@pytest.fixture
def window(qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.resize(800, 500)
    shown.entry = QLineEdit(shown)
    shown.show()
    shown.entry.setFocus()
    return shown


@pytest.fixture
def actions(done):
    made = Actions()
    made.add("new-chat", "New chat", lambda: done.append("new"), "Ctrl+N")
    made.add("show-settings", "Show the settings", lambda: done.append("settings"), "Ctrl+,")
    made.add("stop", "Stop the answer", lambda: done.append("stop"), "Esc").setEnabled(False)
    return made


@pytest.fixture
def palette(actions, window):
    made = CommandPalette(actions, window)
    made.open()
    return made


def titles(palette):
    return [palette.lines.item(row).text() for row in range(palette.lines.count())]


def test_everything_is_offered_and_what_cannot_be_done_comes_last(palette):
    assert titles(palette) == ["New chat", "Show the settings", "Stop the answer"]


def test_letters_choose_and_enter_does(qtbot, palette, done):
    qtbot.keyClicks(palette.entry, "sett")
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)

    assert done == ["settings"]
    assert palette.isHidden()


def test_arrows_walk_round(qtbot, palette, done):
    qtbot.keyClick(palette.entry, Qt.Key.Key_Up)
    last = palette.lines.currentRow()
    qtbot.keyClick(palette.entry, Qt.Key.Key_Down)
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)

    assert last == 2
    assert done == ["new"]


def test_what_cannot_be_done_now_is_not_done(qtbot, palette, done):
    qtbot.keyClicks(palette.entry, "stop")
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)

    assert done == []
    assert palette.isVisible()


def test_escape_goes_back_to_where_the_person_was(qtbot, window, palette, done):
    qtbot.keyClicks(palette.entry, "new")
    qtbot.keyClick(palette.entry, Qt.Key.Key_Escape)

    assert palette.isHidden()
    assert done == []
    assert window.focusWidget() is window.entry


def test_a_word_that_is_being_composed_keeps_its_enter(qtbot, palette, done):
    QCoreApplication.sendEvent(palette.entry, QInputMethodEvent("xin", []))
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)

    assert done == []
    assert palette.isVisible()


def test_nothing_found_is_said(qtbot, palette):
    qtbot.keyClicks(palette.entry, "xyz")

    assert palette.nothing.isVisible()
    assert not palette.lines.isVisible()


def test_keys_are_shown_and_read_aloud(palette):
    item = palette.lines.item(0)

    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "New chat, Ctrl+N"
