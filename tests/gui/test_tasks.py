"""Work is done elsewhere, and what comes of it is told here."""

import logging
import threading

import pytest
from PySide6.QtCore import QThread

from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.tasks import InlineTasks, PooledTasks


@pytest.fixture
def tasks(qtbot):
    made = PooledTasks(threads=2)
    yield made
    made.close()


def test_work_runs_on_another_thread_and_its_result_comes_back_to_this_one(qtbot, tasks):
    told = []

    tasks.run(threading.current_thread, lambda thread: told.append((thread, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(told))

    assert told[0][0] is not threading.main_thread()
    assert told[0][1] is tasks.thread()


def test_a_failure_people_can_do_something_about_is_told_as_it_is(qtbot, tasks):
    told = []

    def work():
        raise AssistantError("No room.", "Make some.")

    tasks.run(work, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))

    assert str(told[0]) == "No room. Make some."


def test_a_bug_is_logged_and_told_in_a_sentence(qtbot, tasks, caplog):
    told = []

    with caplog.at_level(logging.ERROR):
        tasks.run(lambda: 1 / 0, failed=told.append)
        qtbot.waitUntil(lambda: bool(told))

    assert "Something broke" in str(told[0])
    assert "ZeroDivisionError" in caplog.text


def test_after_closing_nothing_is_delivered_and_no_thread_is_left(qtbot):
    tasks = PooledTasks(threads=2)
    told = []
    go = threading.Event()

    tasks.run(go.wait, lambda _: told.append("late"))
    go.set()
    tasks.close()
    tasks.run(lambda: told.append("never"))
    qtbot.wait(1)

    assert told == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("gui task")]


def test_inline_work_is_done_at_once():
    told = []

    InlineTasks().run(lambda: 4, told.append)
    InlineTasks().run(lambda: 1 / 0, told.append, lambda error: told.append(type(error)))

    assert told == [4, AssistantError]
