"""The page instead of the window: nothing is lost, and there is always a way on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from assistant_gui.core.backups import Backup
from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.recovery.view import RecoveryView
from assistant_gui.gui.recovery.viewmodel import RecoveryModel
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeBackups

NEWER = Backup(Path("/b/newer"), 2_000_000.0, 1, 42, 900)
OLDER = Backup(Path("/b/older"), 1_000_000.0, 1, 41, 800)


@pytest.fixture
def backups():
    return FakeBackups([NEWER, OLDER])


@pytest.fixture
def view(qtbot, backups):
    view = RecoveryView(RecoveryModel(backups, "The file with your conversations is damaged", InlineTasks()))
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    view.model.start()
    return view


def press(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_newest_backup_is_offered_by_its_day_and_size(view, backups):
    assert "damaged" in view.title.text()
    assert "1970-01-24" in view.restore.text()
    assert "42 conversations" in view.restore.text()
    assert backups.told == []


def test_it_is_restored_and_the_assistant_opens(qtbot, view, backups):
    press(qtbot, view.restore)

    assert backups.told == [("restore", NEWER.file)]
    assert view.title.text() == "Your conversations are back"
    assert "/profile/aside/1" in view.kept.text()
    with qtbot.waitSignal(view.model.finished):
        press(qtbot, view.go_on)
    assert not view.isVisible()


def test_another_backup_can_be_chosen(qtbot, view, backups):
    qtbot.keyClick(view.backups, Qt.Key.Key_Down)
    press(qtbot, view.restore)

    assert backups.told == [("restore", OLDER.file)]


def test_a_backup_that_is_damaged_too_gives_way_to_the_one_before(qtbot, view, backups):
    backups.trouble = AssistantError("This is no good backup.")
    press(qtbot, view.restore)

    assert view.notice.words.text() == "This is no good backup."
    assert "41 conversations" in view.restore.text()

    press(qtbot, view.restore)
    assert backups.told == [("restore", OLDER.file)]


def test_what_can_be_read_is_saved(qtbot, view, backups):
    press(qtbot, view.salvage)

    assert backups.told == ["salvage"]
    assert "1 conversation with 4 messages" in view.words.text()


def test_one_can_begin_with_nothing(qtbot, view, backups):
    press(qtbot, view.empty)

    assert backups.told == ["start_empty"]
    assert view.title.text() == "You begin with an empty history"


def test_quitting_does_nothing(qtbot, view, backups):
    press(qtbot, view.quit)

    assert not view.isVisible()
    assert view.model.done is None
    assert backups.told == []


def test_without_a_backup_saving_is_what_is_proposed(qtbot):
    view = RecoveryView(RecoveryModel(FakeBackups(), "It is damaged", InlineTasks()))
    qtbot.addWidget(view)
    view.show()
    view.model.start()

    assert view.no_backup.isVisible()
    assert not view.restore.isVisible()
    assert view.salvage.property("look") == "primary"


def test_nothing_can_be_pressed_twice(qtbot, backups):
    class Later(InlineTasks):
        def run(self, work, done=None, failed=None):
            pass

    model = RecoveryModel(backups, "It is damaged", InlineTasks())
    model.start()
    model._tasks = Later()
    view = RecoveryView(model)
    qtbot.addWidget(view)
    view.show()

    press(qtbot, view.salvage)

    assert not any(button.isEnabled() for button in (view.restore, view.salvage, view.empty))


def test_every_control_has_a_name_for_screen_readers(view):
    nameless = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() not in (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.WheelFocus)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []
