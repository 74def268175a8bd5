"""Who cannot see the answer grow hears it sentence by sentence."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from assistant_gui.core.conversation import State
from assistant_gui.core.events import ReplyGrew
from assistant_gui.gui.chat.announcing import Announcer, to_screen_readers, whole


@pytest.fixture
def told(model):
    said = []
    model.announcer = Announcer(model.transcript, said.append)
    return said


def grow(model, assistant, talked, *pieces, state=State.WHOLE):
    model.open(talked[0].id)
    growing = assistant.begin(assistant.asked(talked[0].id, "And?"))
    for piece in pieces:
        model.on_event(ReplyGrew(assistant.turn, growing.id, piece))
        model._growth.show_now()
    assistant.end(growing, "".join(pieces), state)


def test_a_sentence_is_said_once_and_when_it_is_whole(model, assistant, talked, told):
    grow(model, assistant, talked, "The **sky", "** is blue.", " It", " is not green. Re", "ally")

    assert told == ["The sky is blue.", "It is not green.", "Really"]


def test_chinese_sentences_need_no_space_between_them(model, assistant, talked, told):
    grow(model, assistant, talked, "你好。今天", "天气很好！再见")

    assert told == ["你好。", "今天天气很好！", "再见"]


def test_code_is_summed_up(model, assistant, talked, told):
    grow(model, assistant, talked, "Look:\n\n```python\n", "print('a. b')\n", "x = 1\n```\n", "Done. ")

    assert told == ["Look:", "A block of Python code, 2 lines.", "Done."]


def test_what_was_there_before_is_not_said(model, talked, told):
    model.open(talked[0].id)

    assert told == []


def test_an_answer_that_broke_off_is_said_to_have(model, assistant, talked, told):
    grow(model, assistant, talked, "One. Two", state=State.BROKEN)

    assert told == ["One.", "Two", "The answer broke off."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. One. 2", "1. One."),
        ("See Dr. Who", ""),
        ("It is 3.14 now", ""),
        ("He said “no.” And", "He said “no.”"),
        ("Wait… what", "Wait…"),
    ],
)
def test_it_knows_where_a_sentence_ends(text, said):
    assert text[: whole(text, 0)] == said


def test_a_screen_reader_is_told_through_qt(qtbot, monkeypatch):
    sent = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)  # no screen reader runs where tests do
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: sent.append((event.message(), event.object()))
    )
    widget = QWidget()
    qtbot.addWidget(widget)

    to_screen_readers(widget)("Hello.")

    assert sent == [("Hello.", widget)]
