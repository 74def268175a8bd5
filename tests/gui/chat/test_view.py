"""The chat pane, through its keyboard and its buttons."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QTextEdit, QWidget

from assistant_gui.core.conversation import Rating, State, Wish
from assistant_gui.core.events import PromptRead, ReplyGrew
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.icons import IconButton


@pytest.fixture
def view(qtbot, model):
    made = ChatView(model)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


@pytest.fixture
def opened(view, model, talked):
    model.open(talked[0].id)
    QApplication.processEvents()
    return view


def answer(view, row=1):
    return view.messages.widget(row)


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier, text=""):
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))


# Typing


def test_enter_sends_and_clears(qtbot, view, assistant):
    qtbot.keyClicks(view.entry.text, "  hello ")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)

    assert assistant.told == [("ask", "", "hello")]
    assert view.entry.text.toPlainText() == ""


def test_shift_enter_is_a_new_line(qtbot, view, assistant):
    qtbot.keyClicks(view.entry.text, "a")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(view.entry.text, "b")

    assert view.entry.text.toPlainText().splitlines() == ["a", "b"]
    assert assistant.told == []


def test_enter_inside_a_composition_does_not_send(view, assistant):
    text = view.entry.text
    QApplication.sendEvent(text, QInputMethodEvent("ni hao", []))
    press(text, Qt.Key.Key_Return, text="\r")
    composing = assistant.told[:]

    commit = QInputMethodEvent("", [])
    commit.setCommitString("你好")
    QApplication.sendEvent(text, commit)
    press(text, Qt.Key.Key_Return, text="\r")

    assert composing == []
    assert assistant.told == [("ask", "", "你好")]


def test_while_an_answer_comes_enter_keeps_what_is_typed(qtbot, view, assistant, model):
    model.send("first")
    qtbot.keyClicks(view.entry.text, "second")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)

    assert assistant.told == [("ask", "", "first")]
    assert view.entry.text.toPlainText() == "second"


def test_what_is_typed_stays_with_its_conversation(qtbot, opened, model, talked):
    qtbot.keyClicks(opened.entry.text, "half a thought")

    model.new()
    elsewhere = opened.entry.text.toPlainText()
    model.open(talked[0].id)

    assert elsewhere == ""
    assert opened.entry.text.toPlainText() == "half a thought"


def test_the_entry_grows_with_its_lines_but_not_for_ever(view):
    heights = []
    for lines in (1, 3, 8, 30):
        view.entry.text.setPlainText("\n".join("x" * lines))
        heights.append(view.entry.text.height())

    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_the_button_stops_the_answer(qtbot, view, assistant, model):
    model.send("hello")
    question = assistant.asked("", "hello")
    assistant.begin(question)

    qtbot.mouseClick(view.entry.button, Qt.MouseButton.LeftButton)

    assert assistant.told[1:] == ["stop"]


def test_a_suggestion_asks(qtbot, view, assistant):
    suggestion = view.beginning.suggestions[0]

    qtbot.mouseClick(suggestion, Qt.MouseButton.LeftButton)

    assert assistant.told == [("ask", "", suggestion.words.text())]


def test_an_empty_chat_shows_the_beginning_and_a_question_the_messages(view, assistant, model):
    before = view.stack.currentWidget()
    model.send("hello")
    assistant.asked("", "hello")

    assert before is view.beginning
    assert view.stack.currentWidget() is view.messages


def test_a_conversation_that_was_emptied_shows_the_beginning_once_that_is_known(view, archive, model):
    empty = archive.create("Empty")
    model.open(empty.id)

    assert view.stack.currentWidget() is view.beginning


def test_what_comes_back_to_the_entry_can_be_typed_on(qtbot, view, model):
    model.returned.emit("Tell me")
    qtbot.keyClicks(view.entry.text, " more")

    assert view.entry.text.toPlainText() == "Tell me more"


# Answers


def test_while_the_prompt_is_read_it_says_how_far(opened, assistant, model, talked):
    assistant.begin(assistant.asked(talked[0].id, "And?"))
    QApplication.processEvents()
    before = answer(opened, 3).waiting.text()

    model.on_event(PromptRead(assistant.turn, 0.4))

    assert before == "Thinking…"
    assert answer(opened, 3).waiting.text() == "Reading… 40 %"


def test_an_answer_is_drawn_as_it_grows(opened, assistant, model, talked):
    growing = assistant.begin(assistant.asked(talked[0].id, "And?"))

    model.on_event(ReplyGrew(assistant.turn, growing.id, "So **it** goes"))
    QApplication.processEvents()

    assert answer(opened, 3).prose.toPlainText() == "So it goes"
    assert not answer(opened, 3).waiting.isVisible()


def test_what_is_selected_stays_selected_while_the_answer_grows(opened, assistant, model, talked):
    growing = assistant.begin(assistant.asked(talked[0].id, "And?"))
    model.on_event(ReplyGrew(assistant.turn, growing.id, "one two"))
    QApplication.processEvents()
    prose = answer(opened, 3).prose
    cursor = prose.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(3, cursor.MoveMode.KeepAnchor)
    prose.setTextCursor(cursor)

    model.on_event(ReplyGrew(assistant.turn, growing.id, " three"))
    model._growth.show_now()

    assert prose.toPlainText() == "one two three"
    assert prose.textCursor().selectedText() == "one"


def test_speed_and_first_token_stand_under_the_answer(opened):
    assert answer(opened).below.figures.text() == "42 tokens/s · first after 0.21 s"


def test_thumbs_are_toggles(qtbot, opened, archive, talked):
    qtbot.mouseClick(answer(opened).below.up, Qt.MouseButton.LeftButton)
    up = archive.message(talked[2].id).rating, answer(opened).below.up.isChecked()
    qtbot.mouseClick(answer(opened).below.up, Qt.MouseButton.LeftButton)

    assert up == (Rating.UP, True)
    assert archive.message(talked[2].id).rating is None
    assert not answer(opened).below.up.isChecked()


def test_copy_takes_what_was_written_not_what_is_drawn(qtbot, opened, assistant, talked):
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "And?")), "So **it** goes")
    QApplication.processEvents()

    qtbot.mouseClick(answer(opened, 3).below.copy, Qt.MouseButton.LeftButton)

    assert QApplication.clipboard().text() == "So **it** goes"
    assert answer(opened, 3).below.copy.accessibleName() == "Copied"


def test_regenerate_asks_for_another_answer(qtbot, opened, assistant, talked):
    qtbot.mouseClick(answer(opened).below.regenerate, Qt.MouseButton.LeftButton)

    assert assistant.told == [("regenerate", talked[2].id, Wish.ANOTHER)]


def test_arrows_are_there_when_there_is_another_answer(qtbot, opened, assistant, talked):
    before = answer(opened).below.versions.back.isVisible()
    assistant.end(assistant.begin(talked[1]), "Good day.")
    QApplication.processEvents()
    place = answer(opened).below.versions.place.text()

    qtbot.mouseClick(answer(opened).below.versions.back, Qt.MouseButton.LeftButton)
    QApplication.processEvents()

    assert not before
    assert place == "2/2"
    assert answer(opened).prose.toPlainText() == "Hello."
    assert answer(opened).below.versions.place.text() == "1/2"


def test_a_better_answer_is_written_in_place(qtbot, opened, archive, talked):
    qtbot.mouseClick(answer(opened).below.better, Qt.MouseButton.LeftButton)
    editor = answer(opened).editor
    prefilled, savable = editor.entry.toPlainText(), editor.save_button.isEnabled()
    editor.entry.setPlainText("Hello, dear.")
    qtbot.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()

    assert (prefilled, savable) == ("Hello.", False)
    assert answer(opened).prose.toPlainText() == "Hello, dear."
    assert answer(opened).below.badge.text() == "Your better answer"
    assert archive.message(talked[2].id).text == "Hello."


def test_esc_gives_the_better_answer_up(qtbot, opened, archive):
    answer(opened).edit()
    answer(opened).editor.entry.setPlainText("no")
    press(answer(opened).editor.entry, Qt.Key.Key_Escape)

    assert not answer(opened).editing
    assert answer(opened).prose.isVisible()
    assert len(archive.messages) == 2


def test_ctrl_enter_saves_the_better_answer(opened, archive):
    answer(opened).edit()
    answer(opened).editor.entry.setPlainText("Better.")
    press(answer(opened).editor.entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "\r")

    assert len(archive.messages) == 3


@pytest.mark.parametrize(
    ("state", "words", "told"),
    [(State.STOPPED, "Stopped", "regenerate"), (State.BROKEN, "The answer broke off.", "retry")],
)
def test_what_was_cut_short_is_marked_and_can_be_tried_again(qtbot, opened, assistant, talked, state, words, told):
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "And?")), "So", state)
    QApplication.processEvents()

    qtbot.mouseClick(answer(opened, 3).retry_button, Qt.MouseButton.LeftButton)

    assert answer(opened, 3).mark.text() == words
    assert assistant.told[-1][0] == told


def test_a_question_without_an_answer_can_be_tried_again(qtbot, opened, assistant, model, talked):
    from assistant_gui.core.errors import AssistantError
    from assistant_gui.core.events import Failed

    assistant.asked(talked[0].id, "And?")
    model.on_event(Failed(assistant.turn, AssistantError("It died.")))
    QApplication.processEvents()

    qtbot.mouseClick(answer(opened, 2).retry_button, Qt.MouseButton.LeftButton)

    assert assistant.told == [("retry", talked[0].id)]


def test_a_message_loads_nothing(opened):
    prose = answer(opened).prose

    assert prose.loadResource(2, "file:///etc/passwd") is None
    assert prose.document().loadResource(2, "file:///etc/passwd") is None
    assert not prose.openLinks()


def test_copy_above_a_code_block_copies_the_code(qtbot, opened, assistant, talked):
    code = "if a < b:\n\n    print('&')  \n\ttab"
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "Code")), f"Look:\n\n```python\n{code}\n```")
    QApplication.processEvents()
    button = answer(opened, 3).prose.findChild(IconButton)

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert QApplication.clipboard().text() == code
    assert button.accessibleName() == "Copied"


def test_everything_that_can_be_used_has_a_name(opened, assistant, talked):
    assistant.end(assistant.begin(talked[1]), "Good day.", State.STOPPED)
    QApplication.processEvents()
    answer(opened).edit()
    QApplication.processEvents()

    nameless = [
        widget
        for widget in opened.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QTextEdit)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]

    assert nameless == []
