"""A tooltip tells the keys that lead there now."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QPushButton, QToolTip, QWidget

from assistant_gui.gui.actions import Actions
from assistant_gui.gui.keytips import KeyTips, does
from tests.fakes import FakePreferences


@pytest.fixture
def actions(qapp):
    made = Actions(FakePreferences())
    made.add("new-chat", "New chat", print, "Ctrl+N")
    return made


@pytest.fixture
def button(qtbot, actions):
    part = QWidget()
    qtbot.addWidget(part)
    made = QPushButton(part, toolTip="New chat")
    does(made, "new-chat")
    part.tips = KeyTips(actions, part)
    part.tips.watch(part)
    part.show()
    made.part = part
    return made


def point_at(button):
    QCoreApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, QPoint(2, 2), button.mapToGlobal(QPoint(2, 2))))
    return QToolTip.text()


def test_keys_are_told(button):
    assert point_at(button) == "New chat (Ctrl+N)"


def test_other_keys_are_told_at_once(button, actions):
    actions.rebind("new-chat", "Ctrl+M")

    assert point_at(button) == "New chat (Ctrl+M)"


def test_without_keys_there_are_only_words(button, actions):
    actions.rebind("new-chat", "")

    assert point_at(button) == "New chat"
