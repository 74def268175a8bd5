"""Every word of the window comes through the translator: a made-up language leaves none of them English."""

import re

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
)

from assistant_gui.core import language
from tests.gui.everything import TITLE, opened, popups, shown, states

PLAIN = re.compile(
    rf"{TITLE}(?:\.wav)?|https://\S+|\b(MB|GB|KB|English|Assistant_gui)\b|简体中文"
    r"|\b(?:(?:Ctrl|Alt|Shift|Meta)\+)*(Ctrl|Alt|Shift|Meta|Esc|Del|Backspace|Tab|Ins|Home|End|Space|Enter|Return|PgUp|PgDown|F\d+)\b(\+\S)?"
)
"""What is called the same in every language: what the person wrote, units, keys, languages by their own names."""


QT_SAYS = {"Scroll Left", "Scroll Right"}
"""Qt's own words, which its own translator knows."""


def pseudo(text):
    """*text* in a language that nobody speaks, longer than English."""
    return f"⟦{text}{' ~~~~~~'[: max(2, len(text) // 3)]}⟧" if text else ""


@pytest.fixture
def desktop(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant_gui.desktop.speak", lambda _wanted: None)  # nobody else chooses the language
    language.speak(pseudo)
    with opened(qapp, qtbot, tmp_path) as made:
        yield made
    language.speak(str)


def bare(text):
    """What of *text* did not come through the translator."""
    left = text
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", left)) != left:
        left = inner
    return re.findall(r"[A-Za-z]{2,}", PLAIN.sub("", left))


def words(widget):
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))
    if isinstance(widget, QListWidget):
        yield from (widget.item(row).text() for row in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())
    if isinstance(widget, QMessageBox):
        yield widget.informativeText()


def said_bare(window):
    return {
        (type(widget).__name__, text)
        for widget in shown(window)
        for text in words(widget)
        if bare(text) and text not in QT_SAYS
    }


def test_no_pane_says_a_bare_word(desktop):
    found = {(state, *one) for state in states(desktop) for one in said_bare(desktop.window)}

    assert found == set()


def test_no_dialog_and_no_menu_says_a_bare_word(desktop):
    found = {(name, *one) for name, popup in popups(desktop) for one in said_bare(popup)}

    assert found == set()


def test_a_bare_word_would_be_found(desktop):
    desktop.window.notices.say("Bare words")

    assert ("QLabel", "Bare words") in said_bare(desktop.window)
