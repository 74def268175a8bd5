"""The backups tab."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant_gui.core.backups import Backup, Health
from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.settings.backups import BackupsModel
from assistant_gui.gui.settings.backupsview import BackupsView
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeBackups

NEWER = Backup(Path("/b/newer"), 2_000_000.0, 3_000_000, 42, 900)
OLDER = Backup(Path("/b/older"), 1_000_000.0, 2_000_000, 41, 800)


@pytest.fixture
def backups():
    return FakeBackups([NEWER, OLDER])


@pytest.fixture
def view(qtbot, backups):
    view = BackupsView(BackupsModel(backups, InlineTasks()))
    qtbot.addWidget(view)
    view.resize(460, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


def press(qtbot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_last_backup_and_all_of_them_are_shown(view):
    assert "1970-01-24" in view.last.text()
    assert [view.list.item(row).text().split(" · ")[1:] for row in range(view.list.count())] == [
        ["42 conversations", "3 MB"],
        ["41 conversations", "2 MB"],
    ]


def test_backing_up_now_adds_one(qtbot, view, backups):
    press(qtbot, view.make)

    assert backups.told == ["make"]
    assert view.list.count() == 3
    assert view.state.text() == "Backed up: 2 conversations with 10 messages."


def test_restoring_asks_first_and_says_what_happens(qtbot, view, backups):
    view.list.setCurrentRow(1)
    press(qtbot, view.restore)
    assert "41 conversations" in view.question.words.text()
    assert "nothing is lost" in view.question.words.text()
    assert backups.told == []

    press(qtbot, view.question.yes)

    assert backups.told == [("restore", OLDER.file)]
    assert "/profile/aside/1" in view.state.text()


def test_thinking_better_of_it_changes_nothing(qtbot, view, backups):
    view.list.setCurrentRow(0)
    press(qtbot, view.restore)
    press(qtbot, view.question.no)

    assert backups.told == []
    assert not view.question.isVisible()


def test_a_file_from_elsewhere_can_be_restored(qtbot, view, backups, monkeypatch):
    """The system's dialog cannot be driven by a test."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/stick/copy.sqlite3", ""))
    press(qtbot, view.other)
    assert "/stick/copy.sqlite3" in view.question.words.text()

    press(qtbot, view.question.yes)

    assert backups.told == [("restore", Path("/stick/copy.sqlite3"))]


def test_without_a_backup_there_is_no_empty_list(qtbot):
    view = BackupsView(BackupsModel(FakeBackups([]), InlineTasks()))
    qtbot.addWidget(view)
    view.show()

    assert not view.list.isVisible()
    assert not view.restore.isVisible()
    assert view.other.isVisible()


def test_a_failure_is_told_in_place_and_can_be_tried_again(qtbot, view, backups):
    backups.trouble = AssistantError("There is no space left.")
    press(qtbot, view.make)

    assert view.notice.words.text() == "There is no space left."
    assert view.make.isEnabled()
    press(qtbot, view.make)
    assert not view.notice.isVisible()


@pytest.mark.parametrize(
    ("health", "said", "complained"),
    [
        (Health(2, 10), "All is whole: 2 conversations with 10 messages.", ""),
        (Health(2, 10, ("It is damaged.",)), "", "It is damaged."),
        (
            Health(2, 10, (), ("3 messages cannot be found.",)),
            "",
            "3 messages cannot be found. The next start mends it.",
        ),
    ],
)
def test_checking_says_what_it_found(qtbot, view, backups, health, said, complained):
    backups.health = health
    press(qtbot, view.check)

    assert view.state.text() == said
    assert view.notice.words.text() == complained


def test_nothing_is_selected_so_nothing_can_be_restored(view):
    assert not view.restore.isEnabled()


def test_without_a_backup_it_says_when_the_first_comes(qtbot):
    view = BackupsView(BackupsModel(FakeBackups(), InlineTasks()))
    qtbot.addWidget(view)

    assert "No backup yet" in view.last.text()
    assert not view.open.isEnabled()


def test_it_fits_into_the_smallest_window(qtbot, view):
    view.resize(460, 380)
    view.list.setCurrentRow(0)
    press(qtbot, view.restore)

    qtbot.waitUntil(lambda: view.widget().width() <= view.viewport().width())
