"""A question that was spoken can be put right, and an answer that was cut short shows what was not heard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from assistant_gui.core.conversation import Origin, State
from assistant_gui.core.corrections import Correction
from assistant_gui.gui.chat.unheard import after, letters_in
from assistant_gui.gui.shell import main_window


@pytest.fixture
def spoken(archive, talked):
    """The question of the conversation was spoken, and of the answer "Hello." only a part was heard."""
    _conversation, question, answer = talked
    archive.messages[question.id] = replace(question, text="call on a car", origin=Origin.SPOKEN, spoken=True)
    archive.messages[answer.id] = replace(
        answer, text="Hello there. Which **car** do you mean?", spoken=True, heard=12, state=State.STOPPED
    )
    return talked


@pytest.fixture
def view(qtbot, model, filing, search, spoken):
    window = main_window(model, filing, search, {})
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    model.start()
    QApplication.processEvents()
    return window.stack.currentWidget()


def shown(view, row):
    QApplication.processEvents()
    return view.messages.widget(row)


def test_a_spoken_question_says_that_it_was_spoken(view):
    assert shown(view, 0).heard.words.text() == "Spoken"
    assert shown(view, 0).heard.isVisible()


def test_a_typed_question_has_nothing_to_put_right(view, assistant, spoken):
    assistant.end(assistant.begin(assistant.asked(spoken[0].id, "And?")), "So.")

    assert not shown(view, 2).heard.isVisible()


def test_what_was_heard_is_put_right_where_it_stands_and_not_asked_by_itself(qtbot, view, archive, assistant, spoken):
    question = shown(view, 0)
    question.heard.correct.click()
    prefilled = question.editor.entry.toPlainText()
    question.editor.entry.setPlainText("call Anneke")
    qtbot.mouseClick(question.editor.save_button, Qt.MouseButton.LeftButton)

    assert prefilled == "call on a car"
    assert archive.corrections.kept == [Correction("call on a car", "call Anneke")]
    assert [each.text for each in view.model.transcript.messages()] == ["call Anneke"]
    assert assistant.told == []
    assert shown(view, 0).heard.words.text() == "Spoken, and put right"


def test_put_right_it_is_asked_again_with_one_click(qtbot, view, assistant, spoken):
    view.model.versions.put_right(spoken[1].id, "call Anneke")
    shown(view, 0).retry_button.click()

    assert assistant.told == [("retry", spoken[0].id)]


def test_what_was_heard_stays_one_step_away(view, spoken):
    view.model.versions.put_right(spoken[1].id, "call Anneke")
    shown(view, 0).versions.back.click()

    assert next(each.text for each in view.model.transcript.messages()) == "call on a car"


def test_while_an_answer_comes_nothing_is_put_right(view, archive, assistant, spoken):
    assistant.begin(assistant.asked(spoken[0].id, "And?"))
    view.model.versions.put_right(spoken[1].id, "call Anneke")

    assert archive.corrections.kept == []
    assert not shown(view, 0).heard.correct.isEnabled()


def test_what_was_not_heard_is_grey_and_said_to_be(view):
    answer = shown(view, 1)
    [unheard] = answer.prose.extraSelections()

    assert unheard.cursor.selectedText() == " Which car do you mean?"
    assert answer.mark.text() == "Stopped: what is grey was not heard."


def test_an_answer_that_was_heard_is_not_grey(view, assistant, spoken):
    assistant.end(assistant.begin(assistant.asked(spoken[0].id, "And?")), "So.")

    assert shown(view, 3).prose.extraSelections() == []


@pytest.mark.parametrize(
    ("written", "drawn", "rest"),
    [
        ("One two. ", "One two. Three.", " Three."),
        ("One **two** [there](http://x.example) ", "One two there. End", " End"),
        ("```python\nx = 1\n```\n", "x = 1\u2029End", "\u2029End"),
        ("你好。", "你好。再见", "再见"),
        ("", "One", "One"),
        ("One", "One", ""),
    ],
)
def test_the_place_is_found_in_what_is_drawn(qapp, written, drawn, rest):
    document = QTextDocument()
    document.setPlainText(drawn)

    assert after(document, letters_in(written)).selectedText() == rest
