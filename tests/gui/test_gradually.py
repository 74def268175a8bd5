"""Long work in the window's thread lets the window answer."""

import time

from PySide6.QtCore import QObject

from assistant_gui.gui.gradually import Gradually


def slow():
    end = time.thread_time() + 0.01
    while time.thread_time() < end:
        pass


def test_a_long_list_is_begun_at_once_and_done_in_the_end(qtbot):
    done, owner = [], QObject()

    Gradually([lambda number=number: (slow(), done.append(number)) for number in range(8)], owner)
    at_once = done[:]

    assert 0 < len(at_once) < 8
    qtbot.waitUntil(lambda: done == list(range(8)))


def test_whoever_cannot_wait_gets_all_of_it(qapp):
    done, owner = [], QObject()
    gradually = Gradually([lambda number=number: (slow(), done.append(number)) for number in range(8)], owner)

    gradually.finish()

    assert done == list(range(8))


def test_what_belongs_to_a_view_that_is_gone_is_not_done(qtbot):
    done, owner = [], QObject()
    Gradually([lambda: slow(), lambda: slow(), lambda: done.append("late")], owner)

    owner.deleteLater()
    qtbot.wait(20)

    assert done == []
