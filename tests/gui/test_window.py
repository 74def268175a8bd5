"""The window holds the panes, tells what is wrong, and asks before it closes."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assistant_gui.core.errors import AssistantError, NoModel
from assistant_gui.core.events import Failed, ModelChanged, RoleChanged, RoleState
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.filing import FilingViewModel
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.sidebar import Sidebar
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.notices import NoticeBar
from assistant_gui.gui.shell import main_window
from assistant_gui.gui.status import StatusLine
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.window import MainWindow
from tests.fakes import FakeArchive, FakeAssistant, FakeDesk


@pytest.fixture
def made():
    return []


@pytest.fixture
def window(qtbot, made):
    def settings():
        made.append("settings")
        return QLabel("settings")

    shown = MainWindow(QLabel("chat"), {"voice": QLabel("voice"), "settings": settings})
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    return shown


def key(window, sequence):
    for action in window.actions():
        if action.shortcut().toString() == sequence:
            action.trigger()


def test_the_chat_is_shown_first_and_panes_are_made_when_wanted(window, made):
    before = window.pane, made[:]

    window.entries["settings"].click()
    window.entries["settings"].click()

    assert before == ("chat", [])
    assert window.pane == "settings"
    assert made == ["settings"]
    assert window.entries["settings"].isChecked()
    assert not window.entries["voice"].isChecked()


def test_keys_lead_to_settings_and_to_a_new_chat(qtbot, window):
    wanted = []
    window.new_chat_wanted.connect(lambda: wanted.append("new"))

    key(window, "Ctrl+,")
    key(window, "Ctrl+N")

    assert window.pane == "settings"
    assert wanted == ["new"]


def test_a_narrow_window_keeps_the_sidebar_behind_its_button(qtbot, window):
    window.resize(600, 500)
    narrow = window.sidebar.isVisible(), window.menu_button.isVisible()
    window.menu_button.click()
    asked_for = window.sidebar.isVisible()
    window.resize(900, 600)

    assert narrow == (False, True)
    assert asked_for
    assert window.sidebar.isVisible()
    assert not window.menu_button.isVisible()


def test_what_is_chosen_in_a_narrow_window_is_not_left_behind_the_sidebar(window):
    window.resize(600, 500)
    window.menu_button.click()
    way_back = window.menu_button.isVisible()

    window.entries["settings"].click()

    assert way_back
    assert window.pane == "settings"
    assert not window.sidebar.isVisible()


def test_closing_the_sidebar_of_a_narrow_window_says_nothing_about_a_wide_one(window):
    window.resize(600, 500)
    window.menu_button.click()
    window.menu_button.click()
    closed = window.sidebar.isVisible()

    window.resize(900, 600)

    assert not closed
    assert window.sidebar.isVisible()


def test_panes_begin_at_the_top_unless_something_is_told_above_them(qtbot, window):
    window.show()

    def top() -> int:
        return window.stack.mapTo(window, window.stack.rect().topLeft()).y()

    assert top() == 0

    window.notices.say("It is done.")
    qtbot.waitUntil(lambda: top() > 0)
    window.notices.dismiss_button.click()
    qtbot.waitUntil(lambda: top() == 0)

    assert window.above.isHidden()


def test_the_button_of_the_sidebar_stands_where_the_sidebar_comes_from(window):
    window.resize(600, 500)
    QApplication.processEvents()

    assert window.menu_button.x() < window.menu_button.width()


@pytest.mark.parametrize("may", [True, False])
def test_closing_asks_first(qtbot, window, may):
    closed = []
    window.closed.connect(lambda: closed.append("closed"))
    window.before_close = lambda: may

    assert window.close() is may

    assert closed == (["closed"] if may else [])


def test_a_notice_is_one_sentence_that_can_be_acted_on_or_dismissed(qtbot):
    bar, acted = NoticeBar(), []
    qtbot.addWidget(bar)

    bar.show_error(AssistantError("The disk is full.", "Delete something."), "Try again", lambda: acted.append("again"))
    told = bar.words.text(), bar.action_button.text()
    bar.action_button.click()
    bar.say("<b>Hello</b>")

    assert told == ("The disk is full. Delete something.", "Try again")
    assert acted == ["again"]
    assert bar.words.text() == "<b>Hello</b>"
    assert bar.words.textFormat().name == "PlainText"
    bar.dismiss_button.click()
    assert bar.isHidden()


def test_the_status_line_says_how_the_engines_are(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)

    line.on_event(ModelChanged("m", "SmolLM2 135M + pirate"))
    line.on_event(RoleChanged("language", RoleState.STARTING))
    starting = line.words.text()
    line.on_event(RoleChanged("language", RoleState.READY))
    well = line.words.text()
    line.on_event(RoleChanged("speech", RoleState.FAILED, "It died three times."))

    assert starting == "SmolLM2 135M + pirate: starting…"
    assert well == "SmolLM2 135M + pirate"
    assert "Speech: not running" in line.words.text()
    assert line.toolTip() == "It died three times."


@pytest.fixture
def sent():
    """Where a button of the window led."""
    return []


@pytest.fixture
def whole(qtbot, sent):
    """The window with a chat in it; returns (window, model, assistant, archive)."""
    archive, bridge = FakeArchive(), Bridge()
    assistant = FakeAssistant(archive, bridge.arrived.emit)
    model = ChatViewModel(assistant, archive, InlineTasks(), paint_ms=0)
    bridge.arrived.connect(model.on_event)
    assistant.bridge = bridge
    filing = FilingViewModel(model, archive.filing, archive.rename, FakeDesk())
    window = main_window(
        model,
        filing,
        SearchViewModel(model, archive),
        {"settings": QWidget()},
        to_models=lambda: sent.append("models"),
    )
    qtbot.addWidget(window)
    window.show()
    return window, model, assistant, archive


def test_ctrl_n_begins_a_new_chat(whole):
    window, model, _, archive = whole
    archive.create("Trip")
    model.start()

    key(window, "Ctrl+N")

    assert model.shown == ""


def test_in_the_settings_no_conversation_is_marked(whole):
    window, _, _, _ = whole
    sidebar = window.sidebar.findChild(Sidebar)

    window.show_pane("settings")
    away = sidebar.conversations.titles.marks_shown
    window.show_pane("chat")

    assert not away
    assert sidebar.conversations.titles.marks_shown


def test_the_title_of_the_conversation_is_the_title_of_the_window(whole):
    window, model, _, archive = whole
    archive.create("Trip to Kyoto")

    model.start()

    assert window.windowTitle() == "Trip to Kyoto — Assistant"


def test_a_failed_answer_is_told_with_a_way_to_try_again(whole):
    window, model, assistant, _ = whole
    model.send("Hi")
    assistant.asked("", "Hi")

    model.on_event(Failed(assistant.turn, AssistantError("The engine died.", "It is being restarted.")))
    window.notices.action_button.click()

    assert window.notices.words.text() == "The engine died. It is being restarted."
    assert assistant.told[-1] == ("retry", model.shown)


def test_where_a_model_is_missing_the_way_leads_to_the_models(whole, sent):
    window, model, assistant, _ = whole
    model.send("Hi")
    assistant.asked("", "Hi")

    model.on_event(Failed(assistant.turn, NoModel("Qwen is not on this machine.", "Get it.")))
    window.notices.action_button.click()

    assert sent == ["models"]
    assert assistant.told[-1][0] == "ask"


def test_trouble_that_no_retry_mends_has_no_button(whole):
    window, model, _, _ = whole

    model.on_event(Failed(0, AssistantError("No microphone.")))

    assert window.notices.isVisible()
    assert not window.notices.action_button.isVisible()


def test_dark_and_light_change_while_it_is_open(whole, qapp):
    from assistant_gui.core.settings import Looks
    from assistant_gui.gui.theme import DARK, LIGHT, Theme

    window, model, assistant, _ = whole
    model.send("Hi")
    question = assistant.asked("", "Hi")
    assistant.end(assistant.begin(question), "```python\ndef f(): pass\n```")
    before = qapp.styleSheet(), qapp.palette(), qapp.font()

    theme = Theme(qapp, Looks(theme="light"))
    QApplication.processEvents()
    shown = [window.stack.currentWidget().messages.widget(1).prose.toHtml()]
    theme.use(Looks(theme="dark"))
    QApplication.processEvents()
    shown.append(window.stack.currentWidget().messages.widget(1).prose.toHtml())
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])
    qapp.styleHints().unsetColorScheme()

    assert LIGHT.code in shown[0]
    assert DARK.code in shown[1]


def test_it_is_never_larger_than_the_screen(window):
    shown = MainWindow(QLabel("chat"), {})

    room = shown.screen().availableSize()
    assert shown.width() <= room.width()
    assert shown.height() <= room.height()
    shown.deleteLater()
