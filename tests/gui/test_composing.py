"""Enter and Esc inside a composition of an input method belong to it, in every entry of the window."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

from assistant_gui.gui.chat.better import _Editor
from assistant_gui.gui.chat.entry import TextEntry
from assistant_gui.gui.composing import Composing
from tests.gui.everything import opened, popups, shown, states


@pytest.fixture
def entry(qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    made.entered = []
    made.returnPressed.connect(lambda: made.entered.append(made.text()))
    Composing(made)
    made.show()
    return made


def compose(entry, letters):
    QCoreApplication.sendEvent(entry, QInputMethodEvent(letters, []))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_ends_a_word_and_nothing_else(qtbot, entry, key):
    compose(entry, "ni")
    qtbot.keyClick(entry, key)

    assert entry.entered == []


def test_enter_is_enter_again_when_the_word_is_there(qtbot, entry):
    compose(entry, "ni")
    done = QInputMethodEvent("", [])
    done.setCommitString("你")
    QCoreApplication.sendEvent(entry, done)
    qtbot.keyClick(entry, Qt.Key.Key_Return)

    assert entry.entered == ["你"]


def unguarded(window):
    """Entries in which Enter does something; in those of several lines it writes one."""
    for widget in shown(window):
        acts = isinstance(widget, QLineEdit | TextEntry | _Editor) and not widget.isReadOnly()
        if acts and not isinstance(widget.parent(), QAbstractSpinBox) and widget.findChild(Composing) is None:
            yield f"{type(widget).__name__} “{widget.accessibleName()}”"


def test_every_entry_leaves_them_to_the_input_method(qapp, qtbot, tmp_path):
    with opened(qapp, qtbot, tmp_path) as desktop:
        found = {(state, one) for state in states(desktop) for one in unguarded(desktop.window)}
        found |= {(name, one) for name, popup in popups(desktop) for one in unguarded(popup)}

    assert not found, sorted({one for _where, one in found})
