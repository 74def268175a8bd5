"""The first two minutes: models arrive, one says hello, and nothing ever blocks the chat."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    Failed,
    Floor,
    FloorChanged,
    LevelMeasured,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
)
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.welcome.view import WelcomeView
from assistant_gui.gui.welcome.viewmodel import Step, WelcomeModel
from tests.fakes import FakePreferences, FakeShelf, FakeTalk

CHAT = Model("smollm2-135m", "SmolLM2 135M", Kind.CHAT, Format.GGUF, 98_000_000, "", "", starter=True)
HEARING = Model("whisper-tiny.en", "Whisper tiny", Kind.HEARING, Format.CT2_WHISPER, 78_000_000, "", "", starter=True)
VOICE = Model("system-voice", "Voice", Kind.VOICE, Format.SYSTEM, 0, "", "", starter=True, installed=True)
BIG = Model("big", "Big", Kind.CHAT, Format.GGUF, 5_000_000_000, "", "")


class LaterTasks:
    """Work that is done when the test says so."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done=None, failed=None):
        self.waiting.append((work, done, failed))

    def do_next(self):
        InlineTasks().run(*self.waiting.pop(0))


class FakeAsking:
    def __init__(self):
        self.asked = []

    def ask(self, conversation, text):
        self.asked.append((conversation, text))


@pytest.fixture
def shelf():
    return FakeShelf([CHAT, HEARING, VOICE, BIG])


@pytest.fixture
def downloads():
    return LaterTasks()


@pytest.fixture
def talk():
    return FakeTalk()


@pytest.fixture
def asking():
    return FakeAsking()


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def model(qapp, shelf, downloads, talk, asking, preferences):
    return WelcomeModel(shelf, Fetching(shelf, downloads), talk, asking, preferences, InlineTasks())


@pytest.fixture
def view(qtbot, model):
    view = WelcomeView(model)
    qtbot.addWidget(view)
    view.resize(700, 500)
    with qtbot.waitExposed(view):
        view.show()
    return view


def message(text, role=Role.ASSISTANT):
    return Message("m1", "c1", None, role, text, 0.0, Origin.MODEL)


def test_only_missing_starters_are_fetched(view, downloads):
    assert len(downloads.waiting) == 2
    assert list(view.models.rows) == ["smollm2-135m", "whisper-tiny.en", "system-voice"]


def test_one_can_go_on_as_soon_as_the_chat_model_is_there(view, model, downloads):
    before = view.next.isEnabled()
    downloads.do_next()

    assert not before
    assert view.next.isEnabled()
    assert model.can_type
    assert not model.can_talk


def test_the_chat_can_be_had_at_once(view, model, preferences, qtbot):
    with qtbot.waitSignal(model.finished):
        view.skip.click()

    assert preferences.settings.welcomed


def test_leaving_while_talking_closes_the_microphone(model, talk):
    model.hold()

    model.finish()

    assert talk.told == ["start_talking", "finish_talking", "stop"]


def test_typing_works_before_the_ears_have_arrived(view, model, downloads, asking, qtbot):
    downloads.do_next()
    view.next.click()

    unwritten = view.hello.send.isEnabled()
    qtbot.keyClicks(view.hello.entry, " hello ")
    written = view.hello.send.isEnabled()
    qtbot.keyClick(view.hello.entry, Qt.Key.Key_Return)

    assert not view.hello.talk.isEnabled()
    assert asking.asked == [("", "hello")]
    assert view.hello.entry.text() == ""
    assert (unwritten, written) == (False, True)


def test_the_second_message_is_part_of_the_same_conversation(model, asking):
    model.on_event(Asked(1, message("hello", Role.PERSON)))

    model.type_hello("and again")

    assert asking.asked == [("c1", "and again")]


def test_talking_works_once_the_ears_are_there(view, model, downloads, talk, qtbot):
    downloads.do_next()
    downloads.do_next()
    view.next.click()

    qtbot.keyPress(view.hello.talk, Qt.Key.Key_Space)
    model.on_event(FloorChanged(Floor.HEARING))
    model.on_event(LevelMeasured(0.2, 0.0))
    qtbot.keyRelease(view.hello.talk, Qt.Key.Key_Space)

    assert talk.told == ["start_talking", "finish_talking"]
    assert view.hello.meter.shown > 0


def test_what_was_heard_and_the_answer_are_shown(view, model):
    model.on_event(Recognised(1, "Hello."))
    model.on_event(Asked(1, message("Hello.", Role.PERSON)))
    model.on_event(ReplyBegan(1, message("")))
    model.on_event(ReplyGrew(1, "m1", "Hi the"))
    growing = view.hello.answer.text()
    model.on_event(ReplyEnded(1, message("Hi there!")))

    assert view.hello.said.text() == "You: Hello."
    assert growing == "Hi the"
    assert view.hello.answer.text() == "Hi there!"
    assert model.exchange.answered


def test_a_download_can_be_cancelled_and_begun_again(view, downloads):
    row = view.models.rows["whisper-tiny.en"]
    row.cancel.click()
    offered = not row.again.isHidden()
    row.again.click()

    assert offered
    assert row.again.isHidden()
    assert len(downloads.waiting) == 3


def test_a_download_that_fails_says_why(view, shelf, downloads):
    shelf.trouble["smollm2-135m"] = AssistantError("The package index cannot be reached.", "Check the network.")
    downloads.do_next()

    row = view.models.rows["smollm2-135m"]
    assert row.trouble.text() == "The package index cannot be reached. Check the network."
    assert not row.again.isHidden()


def test_it_lets_itself_be_heard(view, model, downloads, talk):
    downloads.do_next()
    model.go_to(Step.SOUND)

    view.sound.hear.click()

    assert talk.told[0][0] == "say"


def test_a_voice_that_is_not_ready_says_so(qtbot, shelf, view, model, downloads):
    shelf.catalogue["system-voice"] = replace(VOICE, missing="espeak-ng is not installed.")
    model.begin()

    assert view.models.rows["system-voice"].missing.text() == "espeak-ng is not installed."
    assert not view.sound.hear.isEnabled()
    assert not view.sound.waiting.isHidden()


def test_errors_are_told_where_one_looks(view, model):
    model.on_event(Failed(0, AssistantError("There is no microphone.", "Plug one in, or type.")))

    assert view.notice.words.text() == "There is no microphone. Plug one in, or type."


def test_three_pages_lead_to_the_chat(view, model, downloads, preferences):
    downloads.do_next()

    view.next.click()
    view.next.click()
    last = view.next.text()
    view.next.click()

    assert last == "Start chatting"
    assert preferences.settings.welcomed


@pytest.mark.parametrize("step", list(Step))
def test_every_control_has_a_name_for_screen_readers(view, model, downloads, step):
    downloads.do_next()
    model.go_to(step)

    nameless = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []
