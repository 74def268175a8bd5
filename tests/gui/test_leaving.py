"""Before the window closes a training run is asked about, and nothing is read in the window's thread."""

import threading

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox

from assistant_gui.core.learning import Run, RunStatus
from assistant_gui.core.plan import Plan
from assistant_gui.gui.leaving import Leaving
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.window import MainWindow
from tests.fakes import FakeSchool

GOING = Run("run-1", Plan("smollm2-135m"), RunStatus.RUNNING, 0.0)


class School(FakeSchool):
    def runs(self):
        self.read_by = threading.current_thread().name
        return super().runs()


@pytest.fixture
def tasks(qapp):
    pool = PooledTasks()
    yield pool
    pool.close()


def opened(qtbot, tasks, school):
    window = MainWindow(QLabel("chat"), {})
    qtbot.addWidget(window, before_close_func=lambda shown: setattr(shown, "before_close", None))
    window.leaving = Leaving(window, school, tasks, window)
    window.before_close = window.leaving.may_close
    window.show()
    return window


def answer(qtbot, window, words):
    qtbot.waitUntil(lambda: window.leaving.box is not None)
    next(button for button in window.leaving.box.buttons() if words in button.text()).click()


def test_with_nothing_going_on_it_closes(qtbot, tasks):
    school = School()
    window = opened(qtbot, tasks, school)

    with qtbot.waitSignal(window.closed):
        window.close()

    assert school.read_by.startswith("gui task")
    assert not window.isVisible()


def test_a_run_can_go_on_without_the_window(qtbot, tasks):
    school = School(runs=[GOING])
    window = opened(qtbot, tasks, school)

    with qtbot.waitSignal(window.closed):
        window.close()
        answer(qtbot, window, "let it go on")

    assert school.stopped == []


def test_a_run_can_be_stopped_first(qtbot, tasks):
    school = School(runs=[GOING])
    window = opened(qtbot, tasks, school)

    with qtbot.waitSignal(window.closed):
        window.close()
        answer(qtbot, window, "Stop it")

    assert school.stopped == ["run-1"]


def test_one_can_stay(qtbot, tasks):
    window = opened(qtbot, tasks, School(runs=[GOING]))

    window.close()
    answer(qtbot, window, "Stay")

    assert window.isVisible()
    assert window.leaving.box is None


def test_the_question_is_asked_once(qtbot, tasks):
    window = opened(qtbot, tasks, School(runs=[GOING]))

    window.close()
    qtbot.waitUntil(lambda: window.leaving.box is not None)
    window.close()

    assert window.isVisible()
    assert len(window.findChildren(QMessageBox)) == 1
    answer(qtbot, window, "Stay")


def test_a_reading_that_hangs_does_not_hold_the_window(qtbot, tasks):
    hang = threading.Event()

    class Hanging(FakeSchool):
        def runs(self):
            hang.wait()
            return []

    window = opened(qtbot, tasks, Hanging())

    window.close()
    with qtbot.waitSignal(window.closed):
        window.close()

    hang.set()
