"""The voice pane through mouse, keyboard and the eyes of a screen reader."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QEventPoint, QPointingDevice, QTouchEvent
from PySide6.QtWidgets import QApplication, QWidget

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    DevicesListed,
    Failed,
    Floor,
    FloorChanged,
    LevelMeasured,
    MicrophoneKept,
    Recognised,
    ReplyBegan,
    ReplyGrew,
    Spoke,
)
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.theme import colours
from assistant_gui.gui.voice.putright import PutRight
from assistant_gui.gui.voice.view import VoiceView
from assistant_gui.gui.voice.viewmodel import VoiceModel
from tests.fakes import FakeArchive, FakePreferences, FakeTalk


@pytest.fixture
def talk():
    return FakeTalk()


@pytest.fixture
def view(qtbot, talk):
    view = VoiceView(VoiceModel(talk, FakePreferences()), put_right())
    qtbot.addWidget(view)
    view.resize(700, 500)
    with qtbot.waitExposed(view):
        view.show()
    talk.told.clear()
    return view


def put_right() -> PutRight:
    return PutRight(lambda: FakeArchive().corrections, lambda _conversation: None, InlineTasks())


def answer(view, text):
    view.model.on_event(ReplyBegan(1, Message("m1", "c1", None, Role.ASSISTANT, "", 0.0, Origin.MODEL)))
    view.model.on_event(ReplyGrew(1, "m1", text))


def test_the_mouse_talks_while_it_is_down(qtbot, view, talk):
    qtbot.mousePress(view.talk, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(view.talk, QPoint(-50, -50))
    during = list(talk.told)
    qtbot.mouseRelease(view.talk, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))

    assert during == ["start_talking"]
    assert talk.told == ["start_talking", "finish_talking"]


def test_the_space_bar_talks_while_it_is_down(qtbot, view, talk):
    view.talk.setFocus()
    qtbot.keyPress(view.talk, Qt.Key.Key_Space)
    during = list(talk.told)
    qtbot.keyRelease(view.talk, Qt.Key.Key_Space)

    assert during == ["start_talking"]
    assert talk.told == ["start_talking", "finish_talking"]


def test_a_finger_talks_while_it_is_down(view, talk):
    for kind, state in (
        (QEvent.Type.TouchBegin, QEventPoint.State.Pressed),
        (QEvent.Type.TouchEnd, QEventPoint.State.Released),
    ):
        point = QEventPoint(1, state, QPointF(70, 70), QPointF(70, 70))
        screen = QPointingDevice.primaryPointingDevice()
        QApplication.sendEvent(view.talk, QTouchEvent(kind, screen, Qt.KeyboardModifier.NoModifier, [point]))

    assert talk.told == ["start_talking", "finish_talking"]


def test_losing_the_focus_lets_go(qtbot, view, talk):
    view.talk.setFocus()
    qtbot.keyPress(view.talk, Qt.Key.Key_Space)
    view.free.setFocus()

    assert talk.told == ["start_talking", "finish_talking"]


def test_a_screen_reader_can_press_the_button_without_holding_it(qtbot, view, talk):
    actions = QAccessible.queryAccessibleInterface(view.talk).actionInterface()

    actions.doAction("Press")
    qtbot.waitUntil(lambda: talk.told == ["toggle_talking"])
    actions.doAction("Press")
    qtbot.waitUntil(lambda: talk.told == ["toggle_talking", "toggle_talking"])


def test_escape_stops_the_answer(qtbot, view, talk):
    view.model.on_event(FloorChanged(Floor.SPEAKING))

    qtbot.keyClick(view, Qt.Key.Key_Escape)

    assert talk.told == ["stop"]
    assert view.stop.isEnabled()


@pytest.mark.parametrize(
    ("floor", "word"),
    [(Floor.LISTENING, "Listening"), (Floor.THINKING, "Thinking"), (Floor.SPEAKING, "Speaking")],
)
def test_the_state_is_one_large_word(view, floor, word):
    view.model.on_event(FloorChanged(floor))

    assert view.state.text() == word


def test_nothing_turns_unless_it_thinks(view):
    view.model.on_event(FloorChanged(Floor.THINKING))
    thinking = view.talk._turning.isActive()
    view.model.on_event(FloorChanged(Floor.SPEAKING))

    assert thinking
    assert not view.talk._turning.isActive()


def test_what_was_heard_is_in_full_colour_and_the_rest_is_not(qtbot, view):
    view.model.on_event(Recognised(1, "Who are you?"))
    answer(view, "I am one. I am two.")
    view.model.on_event(Spoke(1, "m1", 9))

    qtbot.waitUntil(lambda: "I am two." in view.captions.toPlainText())

    cursor = view.captions.textCursor()
    start = view.captions.toPlainText().index("I am one")
    cursor.setPosition(start + 3)
    heard = cursor.charFormat().foreground().color().name()
    cursor.setPosition(start + 14)
    waiting = cursor.charFormat().foreground().color().name()
    assert (heard, waiting) == (colours().text, colours().muted)
    assert view.captions.toPlainText().startswith("You: Who are you?")


def test_markup_in_an_answer_stays_text(qtbot, view):
    answer(view, "<b>bold</b> & <img src='x'>")

    qtbot.waitUntil(lambda: view.captions.toPlainText() == "<b>bold</b> & <img src='x'>")


def test_the_meters_follow_the_levels(view):
    view.model.on_event(LevelMeasured(0.2, 0.05))

    assert view.microphone.meter.shown > view.speaker.meter.shown > 0


def test_devices_are_asked_for_when_the_pane_is_shown(qtbot, talk, view):
    view.hide()
    view.show()

    assert talk.told == ["devices"]


def test_choosing_a_device_uses_it(qtbot, talk, view):
    view.model.on_event(DevicesListed(("USB", "Built-in"), ("HDMI",)))
    view.microphone.choice.setFocus()

    qtbot.keyClick(view.microphone.choice, Qt.Key.Key_Down)
    view.microphone.choice.activated.emit(view.microphone.choice.currentIndex())

    assert talk.told[-1] == ("use", "USB", "")


def test_a_device_that_is_gone_is_still_shown_as_chosen(qtbot):
    model = VoiceModel(FakeTalk(), FakePreferences())
    model.use_speaker("Headset")
    view = VoiceView(model, put_right())
    qtbot.addWidget(view)

    model.on_event(DevicesListed((), ("HDMI",)))

    assert view.speaker.choice.currentText() == "Not connected: Headset"


def test_an_error_is_shown_where_one_looks(view):
    view.model.on_event(Failed(0, AssistantError("There is no microphone.", "Plug one in.")))

    assert view.notice.isVisible()
    assert view.notice.words.text() == "There is no microphone. Plug one in."


def test_every_control_has_a_name_for_screen_readers(view):
    nameless = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


def test_a_microphone_that_is_on_though_nobody_talks_is_said(view):
    usual = view.hint.text()

    view.model.on_event(MicrophoneKept(True))
    assert "forgotten within a second" in view.hint.text()
    view.model.on_event(MicrophoneKept(False))

    assert view.hint.text() == usual
