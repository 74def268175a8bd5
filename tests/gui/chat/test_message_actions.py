"""What can be done with a message, through buttons, menus and keys."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

from assistant_gui.core.conversation import Fault, Generator, Rating, State, Wish
from assistant_gui.core.events import TurnEnded
from assistant_gui.gui.chat.conversationlist import ConversationList
from assistant_gui.gui.shell import main_window


@pytest.fixture
def window(qtbot, model, filing, search, talked):
    made = main_window(model, filing, search, {})
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    model.start()
    QApplication.processEvents()
    return made


@pytest.fixture
def view(window):
    return window.stack.currentWidget()


def shown(view, row):
    QApplication.processEvents()
    return view.messages.widget(row)


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier, text=""):
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))


def right_click(widget):
    place = QPoint(3, 3)
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place)))
    return opened_menu(widget.window())


def opened_menu(window):
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def words(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(menu, title):
    action = next(each for each in menu.actions() if each.text() == title)
    assert action.isEnabled()
    action.trigger()
    menu.close()


# Questions


def test_a_question_is_edited_where_it_stands(view, assistant, talked):
    question = shown(view, 0)
    question.edit_button.click()
    editor = question.editor
    prefilled, bubble = editor.entry.toPlainText(), question.bubble.isVisible()
    editor.entry.setPlainText("Hello")
    press(editor.entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "\r")

    assert (prefilled, bubble) == ("Hi", False)
    assert assistant.told == [("edit", talked[1].id, "Hello")]
    assert not question.editing
    assert question.bubble.isVisible()


def test_a_question_fits_however_little_room_there_is(view, window, assistant, talked):
    assistant.asked(talked[0].id, "How long is a piece of string? " * 9)
    question = shown(view, 3 if len(view.model.transcript) > 3 else 2)
    question.resize(216, question.arrange(216))
    QApplication.processEvents()

    assert question.bubble.geometry().right() <= 216
    assert question.minimumSizeHint().width() <= 216


def test_up_in_an_empty_entry_edits_the_last_question_and_esc_gives_it_up(qtbot, view, assistant):
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Up)
    editing = shown(view, 0).editing
    press(shown(view, 0).editor.entry, Qt.Key.Key_Escape)

    assert editing
    assert not shown(view, 0).editing
    assert assistant.told == []


def test_up_in_an_entry_with_words_moves_in_them(qtbot, view):
    qtbot.keyClicks(view.entry.text, "half a thought")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Up)

    assert not shown(view, 0).editing


def test_arrows_stand_under_a_question_with_versions(qtbot, view, model, archive, assistant, talked):
    before = shown(view, 0).versions.isVisible()
    edited = archive.edit(talked[1].id, "Hello")
    assistant.announce(edited)
    assistant.end(assistant.begin(edited), "Good day.")
    place = shown(view, 0).versions.place.text()

    qtbot.mouseClick(shown(view, 0).versions.back, Qt.MouseButton.LeftButton)

    assert (before, place) == (False, "2/2")
    assert shown(view, 0).prose.toPlainText() == "Hi"
    assert shown(view, 1).prose.toPlainText() == "Hello."


def test_the_buttons_of_a_question_come_with_the_keyboard(view):
    question = shown(view, 0)
    view.entry.text.setFocus()
    before = question.edit_button.isVisible()

    question.prose.setFocus()
    during = question.edit_button.isVisible()
    view.entry.text.setFocus()

    assert (before, during, question.edit_button.isVisible()) == (False, True, False)


# Menus


def test_an_answer_has_a_menu(view, assistant, talked):
    menu = right_click(shown(view, 1).prose)

    assert words(menu) == [
        "Copy the answer", "Read aloud", "Another answer", "Shorter", "Longer", "Write a better answer",
        "Go on from here in a new conversation", "Delete from here on",
    ]  # fmt: skip
    choose(menu, "Shorter")
    assert assistant.told == [("regenerate", talked[2].id, Wish.SHORTER)]


def test_the_dots_show_the_same_menu(qtbot, view, assistant, talked):
    qtbot.mouseClick(shown(view, 1).below.more, Qt.MouseButton.LeftButton)
    choose(opened_menu(view.window()), "Longer")

    assert assistant.told == [("regenerate", talked[2].id, Wish.LONGER)]


def test_a_question_has_a_menu_and_a_selection_can_be_copied_from_it(view):
    prose = shown(view, 0).prose
    cursor = prose.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    prose.setTextCursor(cursor)

    menu = right_click(prose)

    assert words(menu)[0] == "Copy the selection"
    assert "Edit the question" in words(menu)
    choose(menu, "Copy the selection")
    assert QApplication.clipboard().text() == "Hi"


def test_while_an_answer_comes_only_copying_is_offered(view, assistant, talked):
    assistant.begin(assistant.asked(talked[0].id, "And?"))

    menu = right_click(shown(view, 1).prose)

    assert [each.text() for each in menu.actions() if each.isEnabled() and not each.isSeparator()] == [
        "Copy the answer"
    ]
    menu.close()


def test_branching_from_the_menu_opens_the_branch(view, model, assistant, talked):
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "And?")), "So.")

    choose(right_click(shown(view, 1).prose), "Go on from here in a new conversation")

    assert model.title == "Greetings (branch)"
    assert [message.text for message in model.transcript.messages()] == ["Hi", "Hello."]


# Cut answers


@pytest.mark.parametrize("state", [State.STOPPED, State.BROKEN])
def test_a_cut_answer_can_go_on(qtbot, view, assistant, talked, state):
    cut = assistant.end(assistant.begin(talked[1]), "Good", state)

    qtbot.mouseClick(shown(view, 1).continue_button, Qt.MouseButton.LeftButton)

    assert assistant.told == [("regenerate", cut.id, Wish.CONTINUED)]


def test_an_answer_that_ran_out_of_room_says_so_and_can_go_on(view, model, archive, assistant, talked):
    answer = assistant.begin(talked[1])
    assistant.end(answer, "Good", made_by=Generator("m", finish="length"))

    assert shown(view, 1).mark.text() == "Cut off at the longest answer that is allowed."
    assert shown(view, 1).continue_button.isVisible()
    assert not shown(view, 1).retry_button.isVisible()


def test_why_an_answer_ends_stands_on_one_line(view, window, assistant, talked):
    window.resize(1100, 700)
    answer = assistant.begin(talked[1])
    assistant.end(answer, "Good", made_by=Generator("m", finish="length"))
    mark = shown(view, 1).mark

    assert mark.width() >= mark.fontMetrics().horizontalAdvance(mark.text())
    assert mark.height() < 3 * mark.fontMetrics().height()


def test_a_whole_answer_does_not_offer_to_go_on(view):
    assert not shown(view, 1).continue_button.isVisible()


# Feedback


def test_a_thumb_down_opens_the_reasons_and_they_are_kept(qtbot, view, archive, talked):
    qtbot.mouseClick(shown(view, 1).below.down, Qt.MouseButton.LeftButton)
    reasons = shown(view, 1).reasons
    qtbot.mouseClick(reasons.tags[Fault.WRONG], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(reasons.tags[Fault.TOO_LONG], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(reasons.remark, "It is four.")
    qtbot.keyClick(reasons.remark, Qt.Key.Key_Return)

    kept = archive.message(talked[2].id)
    assert (kept.rating, kept.faults, kept.remark) == (Rating.DOWN, (Fault.WRONG, Fault.TOO_LONG), "It is four.")


def test_reasons_close_with_esc_and_keep_what_is_written(qtbot, view, archive, talked):
    qtbot.mouseClick(shown(view, 1).below.down, Qt.MouseButton.LeftButton)
    reasons = shown(view, 1).reasons
    qtbot.keyClicks(reasons.remark, "No.")
    press(reasons, Qt.Key.Key_Escape)

    assert not reasons.isVisible()
    assert archive.message(talked[2].id).remark == "No."
    assert shown(view, 1).below.down.isChecked()


def test_closing_the_reasons_leaves_the_keyboard_at_the_thumb(qtbot, view, window):
    window.activateWindow()
    qtbot.mouseClick(shown(view, 1).below.down, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown(view, 1).reasons.close_button, Qt.MouseButton.LeftButton)

    assert shown(view, 1).below.down.hasFocus()


def test_while_a_better_answer_is_written_nobody_asks_what_was_wrong(qtbot, view):
    qtbot.mouseClick(shown(view, 1).below.down, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(shown(view, 1).below.better, Qt.MouseButton.LeftButton)
    during = shown(view, 1).reasons.isVisible()
    press(shown(view, 1).editor.entry, Qt.Key.Key_Escape)

    assert not during
    assert shown(view, 1).reasons.isVisible()


def test_they_can_be_opened_again_from_the_menu(qtbot, view, archive, talked):
    archive.rate(talked[2].id, Rating.DOWN)
    archive.explain(talked[2].id, (Fault.STYLE,), "")
    view.model.open("")
    view.model.open(talked[0].id)
    before = shown(view, 1).reasons

    choose(right_click(shown(view, 1).prose), "Say what was wrong with it")

    assert before is None
    assert shown(view, 1).reasons.tags[Fault.STYLE].isChecked()


def test_the_speaker_reads_aloud_and_becomes_stop(qtbot, view, model, assistant):
    speaker = shown(view, 1).below.aloud
    qtbot.mouseClick(speaker, Qt.MouseButton.LeftButton)
    during = speaker.accessibleName()
    model.on_event(TurnEnded(assistant.begun.number))

    assert assistant.told == [("say", "Hello.")]
    assert (during, speaker.accessibleName()) == ("Stop reading", "Read aloud")


def test_esc_stops_reading(view, window, assistant, model):
    model.aloud.toggle(model.transcript.messages()[1].id)
    enabled = window.acts["stop"].isEnabled()

    window.acts["stop"].trigger()

    assert enabled
    assert assistant.told[-1] == "stop"


# Taking away


def test_deleting_says_so_and_undo_brings_it_back(qtbot, view, window, model):
    choose(right_click(shown(view, 1).prose), "Delete from here on")
    left = [message.text for message in model.transcript.messages()]
    notice = window.notices.words.text(), window.notices.action_button.text()
    qtbot.mouseClick(window.notices.action_button, Qt.MouseButton.LeftButton)

    assert left == ["Hi"]
    assert notice == ("The message was deleted.", "Undo")
    assert [message.text for message in model.transcript.messages()] == ["Hi", "Hello."]


def test_ctrl_z_brings_it_back_unless_there_is_typing_to_undo(qtbot, view, window, model, talked):
    control = Qt.KeyboardModifier.ControlModifier
    model.versions.remove(talked[2].id)
    window.activateWindow()
    view.entry.text.setFocus()
    qtbot.keyClicks(view.entry.text, "x")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Z, control)
    after_typing = view.entry.text.toPlainText(), len(model.transcript)
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Z, control)

    assert after_typing == ("", 1)
    assert len(model.transcript) == 2


# The palette


def test_the_palette_acts_on_the_last_answer_or_the_one_with_the_keyboard(view, window, assistant, talked):
    last = assistant.end(assistant.begin(assistant.asked(talked[0].id, "And?")), "So.")
    window.activateWindow()
    shown(view, 1).prose.setFocus()
    window.acts["shorter-answer"].trigger()
    view.model.on_event(TurnEnded(assistant.begun.number))
    view.entry.text.setFocus()
    window.acts["longer-answer"].trigger()

    assert assistant.told == [
        ("regenerate", talked[2].id, Wish.SHORTER), ("regenerate", last.id, Wish.LONGER),
    ]  # fmt: skip


@pytest.mark.parametrize("action", ["continue-answer", "explain-rating"])
def test_what_does_not_fit_the_answer_does_nothing(window, model, assistant, action):
    window.acts[action].trigger()

    assert assistant.told == []
    assert model.feedback.asking == ""


def test_the_conversation_can_be_duplicated(window, model):
    window.acts["duplicate"].trigger()

    assert model.title == "Greetings (copy)"


def test_the_palette_holds_what_has_a_button(window, view, model, archive, assistant, talked):
    other = assistant.end(assistant.begin(talked[1]), "Good day.")
    window.acts["previous-answer"].trigger()
    before = model.transcript.line(1).message.text
    window.acts["next-answer"].trigger()
    window.acts["good-answer"].trigger()
    window.acts["choose-several"].trigger()

    assert before == "Hello."
    assert model.transcript.line(1).message.id == other.id
    assert model.transcript.line(1).message.rating is Rating.UP
    assert window.sidebar.findChild(ConversationList).choosing
