"""The window on a new profile, with nothing behind it that runs elsewhere."""

import logging

import pytest

from assistant_gui.app import App
from assistant_gui.desktop import Desktop
from assistant_gui.paths import Profile


@pytest.fixture
def desktop(qapp, qtbot, tmp_path):
    app = App(Profile.opened(tmp_path))
    made = Desktop(app, qapp)
    qtbot.addWidget(made.window)
    yield made
    made.close()
    app.close()


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_second_start_leaves_the_window_as_large_as_it_is(desktop):
    desktop.window.showMaximized()

    desktop.to_the_front()

    assert desktop.window.isMaximized()


def test_a_bug_in_a_slot_is_logged_and_told(desktop, caplog):
    error = ZeroDivisionError("division by zero")

    with caplog.at_level(logging.ERROR):
        desktop.broke(type(error), error, None)

    assert "Something broke" in desktop.window.notices.words.text()
    assert "ZeroDivisionError" in caplog.text
