"""The temporary chat in the window: opened, marked, kept or gone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from assistant_gui.core.conversation import Conversation, Rating
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.manner import AS_SET, Manner, Preset
from assistant_gui.core.settings import Chat
from assistant_gui.gui.chat.offers import menu
from assistant_gui.gui.chat.temporary import TEMPORARY, Ending, Temporaries
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.window import MainWindow
from tests.fakes import FakeArchive, FakeAssistant, FakeFiles
from tests.gui.chat.test_room import Letters


class Passing:
    """A temporary chat whose session only remembers."""

    def __init__(self, emit) -> None:
        self.archive = FakeArchive()
        self.assistant = FakeAssistant(self.archive, emit)
        self.measure = Letters()
        self.drafted = AS_SET
        self.conversation = ""
        self.files = FakeFiles({"long.txt": "word " * 50}, room=10)
        self.kept: list[str] = []
        self.closed = False

    def weigh(self, answer, turn, tell):
        return ()

    def keep(self, conversation: str) -> Conversation:
        self.kept.append(conversation)
        return self.archive.held[conversation]

    def close(self) -> None:
        self.closed = True


class Program:
    def __init__(self) -> None:
        self.made: list[Passing] = []

    def temporary(self, emit) -> Passing:
        self.made.append(Passing(emit))
        return self.made[-1]

    def chat_settings(self) -> Chat:
        return Chat()

    def chat_models(self) -> list[tuple[str, str]]:
        return []


@pytest.fixture
def program():
    return Program()


@pytest.fixture
def window(qtbot, model):
    made = MainWindow(lambda: ChatView(model), {})
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def temporaries(window, model, program, archive, assistant):
    made = Temporaries(
        program, window, model, archive.manners, InlineTasks(), InlineTasks(), InlineTasks(), assistant.bridge
    )
    window.before_close = made.may_close_window
    yield made
    made.end()


@pytest.fixture
def talked_in(temporaries, program, qtbot):
    """A temporary chat in which something was said; gives its pane and what is behind it."""
    temporaries.open()
    passing = program.made[0]
    temporaries.chat.model.send("Hi")
    question = passing.assistant.asked("", "Hi")
    passing.assistant.end(passing.assistant.begin(question), "Hello.")
    qtbot.waitUntil(lambda: len(temporaries.chat.model.transcript) == 2)
    return temporaries._pane, passing


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_opens_beside_the_others_and_says_what_it_is(window, temporaries, program):
    window.acts["temporary-chat"].trigger()

    assert window.pane == TEMPORARY
    assert "nothing of it is stored" in temporaries._pane.words.text()


def test_there_is_one_at_a_time_and_it_stays_while_one_looks_elsewhere(window, temporaries, program):
    temporaries.open()
    window.show_pane("chat")
    temporaries.open()

    assert window.pane == TEMPORARY
    assert len(program.made) == 1


def test_what_is_said_in_it_reaches_no_other_chat(talked_in, model, archive, assistant):
    _pane, passing = talked_in

    assert len(model.transcript) == 0
    assert archive.held == {}
    assert assistant.told == []
    assert passing.assistant.told == [("ask", "", "Hi")]


def test_an_empty_one_closes_at_once(qtbot, window, temporaries, program):
    temporaries.open()
    press(qtbot, temporaries._pane.close_button)

    assert temporaries.chat is None
    assert program.made[0].closed
    assert TEMPORARY not in window.panes
    assert window.pane == "chat"


def test_one_with_something_in_it_asks_first(qtbot, talked_in, temporaries):
    pane, passing = talked_in
    press(qtbot, pane.close_button)
    assert pane.question.isVisible()
    assert not passing.closed

    press(qtbot, pane.question.no)
    assert temporaries.chat is not None
    press(qtbot, pane.close_button)
    press(qtbot, pane.question.yes)

    assert temporaries.chat is None
    assert passing.closed


def test_words_that_are_typed_and_not_sent_are_something(qtbot, temporaries, program):
    temporaries.open()
    qtbot.keyClicks(temporaries._pane.entry.text, "a secret")
    press(qtbot, temporaries._pane.close_button)

    assert temporaries._pane.question.isVisible()


def test_kept_after_all_it_is_a_conversation_like_the_others(qtbot, talked_in, temporaries):
    pane, passing = talked_in
    with qtbot.waitSignal(temporaries.kept) as told:
        press(qtbot, pane.keep_button)

    assert told.args == passing.kept == list(passing.archive.held)
    assert temporaries.chat is None


def test_there_is_nothing_to_keep_before_something_is_said(temporaries, program):
    temporaries.open()

    assert not temporaries._pane.keep_button.isEnabled()


def test_what_could_not_be_kept_is_told_and_still_there(qtbot, talked_in, temporaries):
    _pane, passing = talked_in

    def refuse(conversation: str) -> Conversation:
        raise AssistantError("The disk is full.")

    passing.keep = refuse
    with qtbot.waitSignal(temporaries.failed):
        temporaries.keep()

    assert temporaries.chat is not None


def test_the_window_closes_only_when_the_person_has_said_so(qtbot, window, talked_in, temporaries):
    pane, passing = talked_in
    window.show_pane("chat")
    window.close()
    assert window.isVisible()
    assert window.pane == TEMPORARY

    with qtbot.waitSignal(window.closed):
        press(qtbot, pane.question.yes)

    assert passing.closed


def test_stop_stops_the_answer_that_is_on_screen(window, temporaries, program, assistant):
    temporaries.open()
    temporaries.chat.model.send("Hi")
    assert window.acts["stop"].isEnabled()
    window.acts["stop"].trigger()

    assert "stop" in program.made[0].assistant.told
    assert "stop" not in assistant.told


def test_esc_ends_reading_aloud_in_it(qtbot, window, talked_in, temporaries):
    model = temporaries.chat.model
    model.aloud.toggle(model.transcript.line(1).message.id)

    assert window.acts["stop"].isEnabled()


def test_what_can_be_done_with_a_message_is_done_with_the_one_on_screen(window, talked_in, temporaries, talked, model):
    _pane, passing = talked_in
    model.open(talked[0].id)
    window.acts["copy-answer"].trigger()
    window.acts["another-answer"].trigger()
    here = window.pane
    asked, usual = passing.assistant.told[-1], list(temporaries._usual.transcript.messages())
    window.show_pane("chat")
    window.acts["copy-answer"].trigger()

    assert here == TEMPORARY
    assert asked[0] == "regenerate"
    assert [each.text for each in usual] == ["Hi", "Hello."]
    assert window.pane == "chat"


def test_the_palette_holds_what_has_a_button_in_it(window, talked_in, temporaries):
    _pane, passing = talked_in
    model = temporaries.chat.model
    window.acts["bad-answer"].trigger()
    rated = model.transcript.line(1).message.rating
    window.show_pane("chat")
    elsewhere = window.acts["keep-temporary-chat"].isEnabled()
    temporaries.open()
    window.acts["keep-temporary-chat"].trigger()

    assert rated is Rating.DOWN
    assert not elsewhere
    assert passing.kept == list(passing.archive.held)


def test_what_was_deleted_in_it_is_brought_back_in_it(window, talked_in, temporaries):
    model, undo = temporaries.chat.model, window.acts["undo-delete"]
    assert not undo.isEnabled()

    window.acts["delete-message"].trigger()
    shorter = len(model.transcript)
    window.show_pane("chat")
    elsewhere = undo.isEnabled()
    temporaries.open()
    undo.trigger()

    assert (shorter, len(model.transcript)) == (1, 2)
    assert not elsewhere
    assert not undo.isEnabled()


def test_nothing_in_it_leads_away_to_where_no_list_shows_it(window, talked_in, temporaries):
    model = temporaries.chat.model
    line = model.transcript.line(1)

    assert not window.acts["branch"].isEnabled()
    assert "Go on from here in a new conversation" not in [each.text() for each in menu(model, line, window).actions()]


def test_its_files_are_counted_for_what_answers_in_it(talked_in, temporaries):
    _pane, passing = talked_in
    temporaries.chat.attaching.add_files([Path("long.txt")])
    too_long = temporaries.chat.attaching.too_long
    passing.files.fits = 1000
    temporaries.chat.around.manner.change(Manner(model="larger"))

    assert passing.conversation == temporaries.chat.model.shown != ""
    assert too_long
    assert not temporaries.chat.attaching.too_long


def test_what_is_done_to_a_stored_conversation_cannot_be_done_from_it(window, temporaries):
    done: list[str] = []
    of_stored = [
        window.acts.add("delete-conversation", "Delete", lambda: done.append("delete")),
        window.acts.add("regenerate", "Again", lambda: done.append("again"), pane="chat"),
    ]
    other = window.acts.add("larger-text", "Larger", lambda: done.append("larger"))
    temporaries.open()

    assert not any(action.isEnabled() for action in of_stored)
    assert other.isEnabled()
    window.show_pane("chat")
    assert all(action.isEnabled() for action in of_stored)


def test_its_manner_is_its_own_and_the_presets_are_the_persons(temporaries, program, archive):
    archive.manners.keep(Preset("p", "Mine", Manner(seed=3)))
    temporaries.open()
    manner = temporaries.chat.around.manner
    manner.use("p")

    assert manner.preset.name == "Mine"
    assert program.made[0].drafted == Manner(seed=3)


def test_it_goes_on_in_another_language_with_what_is_typed(window, talked_in, temporaries):
    talked_in[0].entry.text.setPlainText("half a question")
    window.translate()

    assert window.pane == TEMPORARY
    assert temporaries._pane is window.stack.currentWidget()
    assert temporaries._pane.entry.text.toPlainText() == "half a question"
    assert temporaries._pane.keep_button.isEnabled()


def test_where_one_talks_it_is_said_that_the_temporary_chat_is_elsewhere(window, temporaries):
    window.add_pane("voice", QWidget)
    window.show_pane("voice")
    assert window.notices.isHidden()

    temporaries.open()
    window.show_pane("voice")

    assert "stored" in window.notices.words.text()


def test_work_that_has_ended_tells_nothing_more():
    told: list[int] = []
    put_off = []

    class Later(InlineTasks):
        def run(self, work, done=None, failed=None):
            put_off.append(lambda: InlineTasks.run(self, work, done, failed))

    tasks = Ending(Later())
    tasks.run(lambda: 1, told.append)
    tasks.run(lambda: 2, told.append)
    put_off[0]()
    tasks.end()
    put_off[1]()
    tasks.run(lambda: 3, told.append)

    assert told == [1]
    assert len(put_off) == 2
