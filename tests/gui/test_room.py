"""Nothing is cut off and nothing lies over another, whatever the language, the window and the font."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QWidget,
)

from assistant_gui import languages
from assistant_gui.core import language
from assistant_gui.gui.elided import Elided
from tests.gui.everything import opened, popups, settle, shown, states
from tests.gui.teachingstates import comparisons
from tests.gui.test_words import pseudo

SLACK = 2
"""Pixels that rounding may cost."""


@pytest.fixture
def desktop(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("assistant_gui.desktop.speak", lambda _wanted: None)  # nobody else chooses the language
    before = qapp.font()
    with opened(qapp, qtbot, tmp_path) as made:
        yield made
    language.speak(str)
    qapp.setFont(before)


def cut_off(widget: QWidget) -> bool:
    """Whether *widget* has less room than its words need."""
    if isinstance(widget, Elided):
        return False  # ends in … and says the whole in its tooltip
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            words = widget.fontMetrics().boundingRect(
                QRect(0, 0, widget.contentsRect().width(), 10_000), int(Qt.TextFlag.TextWordWrap), widget.text()
            )
            return words.width() > widget.contentsRect().width() + SLACK or (words.height() > widget.height() + SLACK)
        return (
            widget.sizeHint().width() > widget.width() + SLACK or widget.sizeHint().height() > widget.height() + SLACK
        )
    if isinstance(widget, QPushButton | QCheckBox) and widget.text():
        hint = widget.minimumSizeHint()
        return hint.width() > widget.width() + SLACK or hint.height() > widget.height() + SLACK
    return False


def outside(widget: QWidget) -> bool:
    """Whether a part of *widget* cannot be seen, not even by scrolling."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(parent, QAbstractScrollArea):
        return False
    if isinstance(parent.parentWidget(), QAbstractScrollArea):
        return isinstance(parent.parentWidget(), QScrollArea) and widget.width() > parent.width() + SLACK
    return not parent.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry())


def overlapping(widget: QWidget) -> list[tuple[QWidget, QWidget]]:
    """Children of *widget*, placed by its layout, that lie over each other."""
    layout = widget.layout()
    if layout is None:
        return []
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    placed = [one for one in inside if one.isVisible() and not one.isWindow() and layout.indexOf(one) >= 0]
    return [
        (one, other)
        for number, one in enumerate(placed)
        for other in placed[number + 1 :]
        if one.geometry().adjusted(SLACK, SLACK, -SLACK, -SLACK).intersects(other.geometry())
    ]


def named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} “{text[:40]}” {widget.width()}x{widget.height()}"


def faults(window: QWidget) -> set[str]:
    found = set()
    for widget in shown(window):
        if cut_off(widget):
            found.add(f"cut off: {named(widget)}")
        if outside(widget):
            found.add(f"outside: {named(widget)} in {named(widget.parentWidget())}")
        found |= {f"over each other: {named(one)} and {named(other)}" for one, other in overlapping(widget)}
    return found


def shown_faults(desktop) -> set[tuple[str, str]]:
    return {(state, one) for state in states(desktop) for one in faults(desktop.window)}


@pytest.mark.parametrize("size", [(1100, 740), (460, 380)], ids=["default", "smallest"])
def test_long_words_have_room(desktop, size):
    language.speak(pseudo)
    desktop.window.translate()
    desktop.window.resize(*size)
    settle()

    assert shown_faults(desktop) == set()


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1100, 740), (900, 640)], ids=["default", "smaller"])
def test_the_largest_font_has_room(desktop, size, spoken):
    languages.speak(spoken)
    desktop.window.translate()
    desktop.panes.general.change("looks.font_points", 32)
    desktop.window.resize(*size)
    settle()

    assert shown_faults(desktop) == set()


@pytest.mark.parametrize("spoken", ["pseudo", "zh_CN"])
def test_dialogs_and_menus_have_room(desktop, spoken):
    if spoken == "pseudo":
        language.speak(pseudo)
    else:
        languages.speak(spoken)
    desktop.window.translate()
    settle()

    assert {(name, one) for name, popup in popups(desktop) for one in faults(popup)} == set()


def test_judging_blind_has_room_in_a_low_and_narrow_window(desktop):
    language.speak(pseudo)
    desktop.panes.compare("a1")
    dialog = desktop.panes.comparing.dialog

    found = set()
    for stage in comparisons(dialog.model):
        dialog.resize(420, 300)
        settle()
        found |= {(stage, one) for one in faults(dialog)}

    assert found == set()
