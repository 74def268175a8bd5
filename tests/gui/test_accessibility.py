"""The whole window, as a screen reader and a keyboard meet it."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.everything import opened, popups, settle, states

CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonDropDown,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Link,
    QAccessible.Role.List,
    QAccessible.Role.MenuItem,
    QAccessible.Role.PageTab,
    QAccessible.Role.PageTabList,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Switch,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
}
SAME_ROW = 12
"""Pixels by which two things of one row may differ in height."""


@pytest.fixture
def desktop(qapp, qtbot, tmp_path):
    with opened(qapp, qtbot, tmp_path) as made:
        made.window.resize(1100, 740)
        yield made


def tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield interface
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and not child.state().invisible:
            yield from tree(child)


def nameless(window: QWidget) -> list[str]:
    """The controls that a screen reader could only call by their kind."""
    found = []
    for one in tree(QAccessible.queryAccessibleInterface(window)):
        control = one.role() in CONTROLS or (one.state().focusable and one.role() != QAccessible.Role.Window)
        if control and not one.text(QAccessible.Text.Name).strip():
            owner = one.object()
            found.append(
                f"{one.role().name} {type(owner).__name__} in {type(owner.parent()).__name__ if owner else ''}"
            )
    return found


def stops(window: QWidget) -> list[QWidget]:
    """Where Tab leads, one after the other."""
    found, widget = [], window.nextInFocusChain()
    while widget is not window:
        policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if policy and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def in_sight(widget: QWidget) -> bool:
    """Not scrolled away, and not the round button that lies over what is scrolled."""
    return not widget.visibleRegion().isEmpty() and widget.property("look") != "round"


def beside(widget: QWidget) -> QWidget | None:
    """The column at the side of the pane that *widget* is in: it is read after the pane, from its top."""
    while widget is not None and widget.property("look") != "side":
        widget = widget.parentWidget()
    return widget


def against_the_reading_order(part: QWidget) -> list[str]:
    """Pairs of stops within *part* where Tab leads up, or left in the same row."""
    inside = [one for one in stops(part.window()) if part.isAncestorOf(one) and in_sight(one)]
    found = []
    for one, following in pairwise(inside):
        if beside(one) is not beside(following):
            continue
        here, there = (each.mapTo(part, QPoint(0, 0)) for each in (one, following))
        up = there.y() + following.height() <= here.y() + SAME_ROW
        back = abs(there.y() - here.y()) <= SAME_ROW and there.x() < here.x()
        if up or back:
            found.append(f"{one.accessibleName() or type(one).__name__} -> {following.accessibleName()}")
    return found


def test_no_control_is_without_a_name(desktop):
    found = {(state, one) for state in states(desktop) for one in nameless(desktop.window)}

    assert found == set()


def test_no_control_of_a_dialog_is_without_a_name(desktop):
    found = {(name, one) for name, popup in popups(desktop) for one in nameless(popup)}

    assert found == set()


def test_tab_follows_the_reading_order(desktop):
    window = desktop.window
    found = set()
    for state in states(desktop):
        for part in (window.sidebar, window.stack.currentWidget()):
            found |= {(state, one) for one in against_the_reading_order(part)}

    assert found == set()


def test_tab_reaches_the_sidebar_before_the_pane(desktop):
    window = desktop.window
    window.show_pane("chat")
    settle()

    order = [window.sidebar.isAncestorOf(one) for one in stops(window)]

    assert order == sorted(order, reverse=True)


def test_the_keyboard_is_never_caught(desktop, qtbot):
    """Tab leads out of every entry of the chat; so does Shift+Tab."""
    window = desktop.window
    window.show_pane("chat")
    with qtbot.waitActive(window):
        window.activateWindow()
    for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        seen = []
        for _press in range(40):
            qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab, held)
            seen.append(QApplication.focusWidget())
        assert all(one is not other for one, other in pairwise(seen))
