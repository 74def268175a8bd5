"""Another language, without a restart: everything is said in it, and nothing is lost."""

import pytest
from PySide6.QtCore import QPoint, Qt

from assistant_gui.app import App
from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.events import RoleChanged, RoleState
from assistant_gui.desktop import SETTINGS, VOICE, Desktop, speak
from assistant_gui.gui.chat.messages import AnswerMessage
from assistant_gui.paths import Profile


@pytest.fixture
def desktop(qapp, qtbot, tmp_path):
    app = App(Profile.opened(tmp_path))
    app.preferences.change("looks.language", "en")
    made = Desktop(app, qapp)
    qtbot.addWidget(made.window)
    made.window.resize(900, 500)
    made.window.show()
    yield made
    made.close()
    app.close()
    speak("en")


@pytest.fixture
def talked(desktop, qtbot):
    """A conversation too long for the window, on screen."""
    archive = desktop.app.archive
    conversation = archive.create("A long talk")
    parent = None
    for number in range(40):
        role = Role.ASSISTANT if number % 2 else Role.PERSON
        origin = Origin.MODEL if number % 2 else Origin.TYPED
        message = Message(f"m{number}", conversation.id, parent, role, f"Sentence {number}. " * 20, number, origin)
        archive.add(message)
        parent = message.id
    desktop.chat.start()
    qtbot.waitUntil(lambda: len(desktop.chat.transcript) == 40)
    return conversation


def switch(desktop, qtbot, language):
    with qtbot.waitSignal(desktop.window.translated):
        desktop.panes.general.change("looks.language", language)


def chat(desktop):
    desktop.window.show_pane("chat")
    return desktop.window.stack.currentWidget()


def test_the_window_speaks_the_chosen_language_at_once(desktop, qtbot):
    switch(desktop, qtbot, "zh_CN")
    chinese = desktop.window.entries[SETTINGS].accessibleName(), desktop.window.acts["new-chat"].text()
    switch(desktop, qtbot, "en")

    assert chinese == ("设置", "新会话")
    assert desktop.window.entries[SETTINGS].accessibleName() == "Settings"


def test_the_next_start_speaks_it_too(desktop, qtbot, qapp):
    switch(desktop, qtbot, "zh_CN")
    again = Desktop(desktop.app, qapp)
    qtbot.addWidget(again.window)

    assert again.window.entries[SETTINGS].accessibleName() == "设置"
    again.close()


def test_what_is_typed_and_half_written_stays(desktop, qtbot, talked):
    view = chat(desktop)
    view.entry.text.setPlainText("half a question")
    qtbot.waitUntil(lambda: isinstance(view.messages.widget(39), AnswerMessage))
    view.messages.widget(39).edit()
    view.messages.widget(39).editor.entry.setPlainText("half a better answer")

    switch(desktop, qtbot, "zh_CN")

    again = chat(desktop)
    assert again is not view
    assert again.entry.text.toPlainText() == "half a question"
    assert again.messages.widget(39).editor.text() == "half a better answer"


def test_drafts_of_other_conversations_stay(desktop, qtbot, talked):
    chat(desktop).entry.text.setPlainText("half a question")
    desktop.chat.new()

    switch(desktop, qtbot, "zh_CN")
    desktop.chat.open(talked.id)

    assert chat(desktop).entry.text.toPlainText() == "half a question"


def test_one_looks_at_the_same_message(desktop, qtbot, talked):
    def top():
        messages = chat(desktop).messages
        place = QPoint(messages.viewport().width() // 2, 40)
        shown = ((row, messages.widget(row)) for row in range(40))
        return [row for row, widget in shown if widget is not None and widget.geometry().contains(place)]

    qtbot.waitUntil(lambda: bool(top()))
    bar = chat(desktop).messages.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = top()

    switch(desktop, qtbot, "zh_CN")

    qtbot.waitUntil(lambda: top() == before)
    assert before != [39]


def test_the_settings_stay_where_they_are(desktop, qtbot):
    desktop.window.show_pane(SETTINGS)
    desktop.window.stack.currentWidget().tabs.setCurrentIndex(1)

    switch(desktop, qtbot, "zh_CN")

    assert desktop.window.pane == SETTINGS
    assert desktop.window.stack.currentWidget().tabs.currentIndex() == 1
    assert desktop.window.entries[SETTINGS].isChecked()


def test_what_happens_afterwards_reaches_the_new_window_only(desktop, qtbot, talked):
    desktop.window.show_pane(VOICE)
    switch(desktop, qtbot, "zh_CN")
    switch(desktop, qtbot, "en")

    desktop.chat.new()  # raises when a view that is gone still listens
    desktop.chat.open(talked.id)
    desktop.filing.rename(talked.id, "Short")
    desktop.panes.voice_model.set_hands_free(False)
    qtbot.waitUntil(lambda: desktop.window.windowTitle().startswith("Short"))
    desktop.bridge.arrived.emit(RoleChanged("speech", RoleState.FAILED, ""))

    assert "Speech: not running" in desktop.window.status.words.accessibleName()


def test_a_notice_is_said_again_in_the_other_language(desktop, qtbot):
    desktop.broke(ValueError, ValueError(), None)
    before = desktop.window.notices.words.text()

    switch(desktop, qtbot, "zh_CN")

    assert desktop.window.notices.isVisible()
    assert desktop.window.notices.words.text() != before


def test_keys_still_work(desktop, qtbot):
    switch(desktop, qtbot, "zh_CN")
    with qtbot.waitActive(desktop.window):
        desktop.window.activateWindow()

    qtbot.keyClick(desktop.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)

    assert desktop.window.commands.isVisible()


def test_the_words_of_qt_follow(desktop, qtbot):
    def offered():
        menu = chat(desktop).entry.text.createStandardContextMenu()
        return " ".join(action.text() for action in menu.actions())

    switch(desktop, qtbot, "zh_CN")
    chinese = offered()
    switch(desktop, qtbot, "en")

    assert "全选" in chinese
    assert "Select All" in offered()
