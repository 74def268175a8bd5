"""Under the captions, what was heard is put right and asked again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.conversation import Message, Origin, Role, State
from assistant_gui.core.corrections import Correction
from assistant_gui.core.events import Asked, MessageChanged, ReplyBegan, ReplyEnded
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.voice.putright import PutRight
from assistant_gui.gui.voice.view import VoiceView
from assistant_gui.gui.voice.viewmodel import VoiceModel
from tests.fakes import FakeArchive, FakePreferences, FakeTalk


@pytest.fixture
def archive():
    return FakeArchive()


@pytest.fixture
def question(archive):
    asked = Message("q", archive.create("Talk").id, None, Role.PERSON, "call on a car", 0.0, Origin.SPOKEN, spoken=True)
    archive.add(asked)
    return asked


@pytest.fixture
def answer(question):
    return Message("a", question.conversation, "q", Role.ASSISTANT, "Which?", 0.0, Origin.MODEL, State.GROWING)


@pytest.fixture
def asked_again():
    return []


@pytest.fixture
def model(qapp, archive, asked_again):
    return PutRight(lambda: archive.corrections, asked_again.append, InlineTasks())


@pytest.fixture
def view(qtbot, model):
    voice = VoiceModel(FakeTalk(), FakePreferences())
    model.told.connect(voice.on_event)
    made = VoiceView(voice, model)
    qtbot.addWidget(made)
    made.resize(700, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def happened(view, *events):
    for event in events:
        view.model.on_event(event)
        view.put_right.model.on_event(event)


def test_nothing_is_offered_before_something_was_said(view):
    assert not view.put_right.isVisible()


def test_what_was_heard_is_put_right_and_reads_so(qtbot, view, archive, question, answer):
    happened(view, Asked(1, question), ReplyBegan(1, answer), ReplyEnded(1, replace(answer, state=State.WHOLE)))
    row = view.put_right
    qtbot.mouseClick(row.correct, Qt.MouseButton.LeftButton)
    prefilled = row.entry.text()
    row.entry.setText("call Anneke")
    qtbot.keyClick(row.entry, Qt.Key.Key_Return)

    assert prefilled == "call on a car"
    assert archive.corrections.kept == [Correction("call on a car", "call Anneke")]
    assert view.model.captions.said == "call Anneke"
    assert not row.editing.isVisible()


def test_the_rest_of_the_window_hears_of_it(model, archive, question):
    told = []
    model.told.connect(told.append)
    model.on_event(Asked(1, question))

    model.save("call Anneke")

    [event] = told
    assert isinstance(event, MessageChanged)
    assert event.message.text == "call Anneke"


def test_it_is_asked_again_with_one_click_and_only_then(qtbot, view, asked_again, question):
    happened(view, Asked(1, question))
    offered_before = view.put_right.again.isVisible()
    view.put_right.model.save("call Anneke")
    offered = view.put_right.again.isVisible()
    before = list(asked_again)
    qtbot.mouseClick(view.put_right.again, Qt.MouseButton.LeftButton)

    assert (offered_before, offered, before) == (False, True, [])
    assert asked_again == [question.conversation]


def test_while_it_is_answered_it_is_not_put_right(view, archive, question, answer):
    happened(view, Asked(1, question), ReplyBegan(1, answer))
    view.put_right.model.save("call Anneke")

    assert not view.put_right.correct.isEnabled()
    assert archive.corrections.kept == []


@pytest.mark.parametrize("text", ["", "  ", "call on a car "])
def test_nothing_and_the_same_are_no_correction(model, archive, question, text):
    model.on_event(Asked(1, question))
    model.save(text)

    assert archive.corrections.kept == []


def test_esc_gives_up(qtbot, view, archive, question):
    happened(view, Asked(1, question))
    qtbot.mouseClick(view.put_right.correct, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.put_right.entry, Qt.Key.Key_Escape)

    assert not view.put_right.editing.isVisible()
    assert archive.corrections.kept == []


def test_a_typed_question_is_not_for_the_ears(view, question):
    happened(view, Asked(1, question), Asked(2, replace(question, id="p", origin=Origin.TYPED)))

    assert not view.put_right.isVisible()


def test_what_is_half_written_is_not_saved_as_the_next_question(qtbot, view, question):
    happened(view, Asked(1, question))
    qtbot.mouseClick(view.put_right.correct, Qt.MouseButton.LeftButton)

    happened(view, Asked(2, replace(question, id="p", text="What time is it?")))

    assert not view.put_right.editing.isVisible()
