"""The window and the chat, joined."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Failed
from assistant_gui.gui.chat.filing import Act, FilingViewModel
from assistant_gui.gui.chat.lines import Place
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.shell import main_window
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeArchive, FakeAssistant, FakeDesk

GONE = Failed(0, AssistantError("No microphone was found.", "Plug one in."))


@pytest.fixture
def archive():
    return FakeArchive()


@pytest.fixture
def assistant(archive):
    return FakeAssistant(archive, lambda _event: None)


@pytest.fixture
def chat(archive, assistant):
    return ChatViewModel(assistant, archive, InlineTasks())


@pytest.fixture
def filing(chat, archive):
    return FilingViewModel(chat, archive.filing, archive.rename, FakeDesk())


@pytest.fixture
def window(qtbot, chat, filing, archive):
    window = main_window(chat, filing, SearchViewModel(chat, archive), {"voice": QWidget, "settings": QWidget})
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.mark.parametrize("pane", ["chat", "settings"])
def test_what_goes_wrong_is_told_above_the_pane(window, chat, pane):
    window.show_pane(pane)
    chat.on_event(GONE)

    assert window.notices.isVisible()


def test_a_pane_that_tells_it_itself_is_not_interrupted(window, chat):
    window.show_pane("voice")
    chat.on_event(GONE)

    assert not window.notices.isVisible()


def test_esc_stops_the_answer_and_only_while_there_is_one(qtbot, window, chat, assistant):
    stop = window.acts["stop"]
    before = stop.isEnabled()
    chat.send("hello")
    with qtbot.waitActive(window):
        window.activateWindow()

    qtbot.keyClick(window, Qt.Key.Key_Escape)

    assert not before
    assert assistant.told[-1] == "stop"


def test_what_was_done_to_conversations_is_told_with_a_way_back(window, chat, filing, archive):
    apples = archive.create("Apples").id
    chat.start()

    filing.do(Act.TRASH, [apples])
    told = window.notices.words.text()
    window.notices.action_button.click()

    assert told == "“Apples” is in the trash for 30 days."
    assert archive.held[apples].trashed is None


def test_the_conversation_on_screen_is_filed_from_the_palette(window, chat, filing, archive):
    apples = archive.create("Apples").id
    without = window.acts["delete-conversation"].isEnabled()
    chat.start()

    window.acts["pin-conversation"].trigger()
    pinned = archive.held[apples].pinned
    window.acts["pin-conversation"].trigger()
    window.acts["archive-conversation"].trigger()
    window.acts["show-archive"].trigger()

    assert not without
    assert pinned is not None
    assert (archive.held[apples].pinned, archive.held[apples].archived is None) == (None, False)
    assert filing.place is Place.ARCHIVE
    window.acts["delete-conversation"].trigger()
    assert archive.held[apples].trashed is not None
    assert not window.acts["delete-conversation"].isEnabled()
