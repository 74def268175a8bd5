"""The window on a new profile, with nothing behind it that runs elsewhere."""

import logging
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer

from assistant_gui.app import App
from assistant_gui.core.aftermath import Reception, Regret
from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.learning import Adapter
from assistant_gui.desktop import VOICE, Desktop
from assistant_gui.gui.chat.lines import Place
from assistant_gui.gui.recovery.view import RecoveryView
from assistant_gui.opening import Front, damage_of, recovered, scale
from assistant_gui.paths import Profile
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups


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


def test_a_restored_backup_is_shown_at_once(desktop, qtbot):
    archive, backups = desktop.app.archive, desktop.app.backups
    archive.create("before")
    made = backups.make()
    archive.create("after")
    desktop.chat.start()
    qtbot.waitUntil(lambda: desktop.chat.conversations.count(Place.LIST) == 2)

    desktop.long_tasks.run(lambda: backups.restore(made.file))

    qtbot.waitUntil(lambda: desktop.chat.conversations.count(Place.LIST) == 1)
    assert [each.title for each in archive.conversations()] == ["before"]


def test_what_was_said_in_a_recording_goes_with_the_next_question(desktop, qtbot):
    desktop.window.show_pane(VOICE)

    desktop.panes.asked_about.emit("a call.txt", "[0:00] Hello.")

    qtbot.waitUntil(lambda: desktop.attaching.ready)
    assert [chip.file.attachment.text for chip in desktop.attaching.chips] == ["[0:00] Hello."]
    assert desktop.window.pane == "chat"


def test_damage_found_while_it_is_open_leads_to_the_page_that_helps(desktop, qtbot):
    desktop.window.show()
    desktop.keeping.damaged.emit("page 3 is damaged")
    assert "page 3 is damaged" in desktop.window.notices.words.text()

    qtbot.mouseClick(desktop.window.notices.action_button, Qt.MouseButton.LeftButton)

    assert "damaged" in desktop.damage
    qtbot.waitUntil(lambda: not desktop.window.isVisible())


def test_a_damaged_file_is_recovered_before_the_window_opens(qapp, tmp_path):
    profile = Profile.opened(tmp_path)
    with Archive(profile.database) as archive:
        archive.create("hello")
    FileBackups(profile.database).make()
    profile.database.write_bytes(b"no database" * 1000)
    app = App(profile)

    def help_oneself() -> None:
        [page] = [each for each in qapp.topLevelWidgets() if isinstance(each, RecoveryView) and each.isVisible()]
        if page.model.done is not None:
            page.go_on.click()
        elif page.restore.isEnabled() and page.restore.isVisible():
            page.restore.click()

    impatient = QTimer(interval=20)
    impatient.timeout.connect(help_oneself)
    impatient.start()
    damage = damage_of(app)
    try:
        assert damage == "The file with your conversations is damaged"
        assert recovered(app, qapp, damage, Front())
        assert damage_of(app) == ""
        assert [each.title for each in app.archive.conversations()] == ["hello"]
    finally:
        impatient.stop()
        app.close()


@pytest.mark.parametrize(
    ("environment", "percent", "factor"), [(None, 150, "1.5"), ("2", 125, "2.5"), ("", 200, "2"), ("odd", 200, "odd")]
)
def test_scaling_comes_on_top_of_what_the_environment_asks_for(monkeypatch, environment, percent, factor):
    monkeypatch.setenv("QT_SCALE_FACTOR", environment or "")  # the environment is the only way to tell Qt
    if environment is None:
        monkeypatch.delenv("QT_SCALE_FACTOR")

    scale(percent)

    assert os.environ["QT_SCALE_FACTOR"] == factor


def test_an_adapter_that_is_worse_can_be_taken_back_from_the_notice(desktop, qtbot):
    gone_back = []
    desktop.app.school.rollback = lambda: gone_back.append(True)
    pirate = Adapter("a", "pirate", "small", 0.0, 9)

    desktop.regretting.proposed.emit(Regret(pirate, Reception(40, 14), Reception(60, 5), 0.99))
    notices = desktop.window.notices
    assert "pirate" in notices.words.text()
    notices.action_button.click()

    qtbot.waitUntil(lambda: gone_back == [True])


def test_an_example_leads_to_its_conversation_and_files_for_it_are_imported(desktop, qtbot):
    visited, taken = [], []
    desktop.visiting._chat.reveal_wanted.connect(lambda message, _words: visited.append(message))
    desktop.exchange.take_in = taken.append
    tea = desktop.app.archive.create("Tea").id
    desktop.app.archive.add(Message("m", tea, None, Role.PERSON, "Green?", 1.0, Origin.TYPED))

    desktop.panes.visit_wanted.emit(tea, "m")
    desktop.panes.files_given.emit(["/chats.json"])

    qtbot.waitUntil(lambda: visited == ["m"])
    assert desktop.chat.shown == tea
    assert taken == [[Path("/chats.json")]]
