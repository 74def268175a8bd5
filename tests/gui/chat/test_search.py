"""Searching as one types, and opening what was found in its place."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from assistant_gui.core.conversation import Conversation, Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.search import Hit
from assistant_gui.gui.chat.filing import Act
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.sidebar import Sidebar
from assistant_gui.gui.words import short_day

LEFT = Qt.MouseButton.LeftButton


class HeldTasks:
    """Does the work when it is told to."""

    def __init__(self):
        self.held = []

    def run(self, work, done=None, failed=None):
        self.held.append((work, done))

    def finish(self):
        work, done = self.held.pop(0)
        done(work())


@pytest.fixture
def said(archive, model):
    """Two conversations; one has two versions of an answer, of which the second is shown."""
    weather = archive.create("Weather")
    archive.add(Message("q", weather.id, None, Role.PERSON, "今天天气?", 1.0, Origin.TYPED))
    archive.add(Message("a1", weather.id, "q", Role.ASSISTANT, "It will rain, it seems.", 2.0, Origin.MODEL))
    archive.add(Message("a2", weather.id, "q", Role.ASSISTANT, "The sun will shine.", 3.0, Origin.MODEL))
    archive.create("Rainy naps")
    model.start()
    return weather


@pytest.fixture
def wanted(model):
    """What was to be revealed."""
    told = []
    model.reveal_wanted.connect(lambda message, words: told.append((message, words)))
    return told


def look_for(qtbot, search, text):
    search.look_for(text)
    qtbot.waitUntil(lambda: search.found_for == text)


def found(search):
    return [search.hits.index(row).data() for row in range(search.hits.rowCount())]


def test_hits_are_a_sound_model(qtbot, search, said):
    tester = QAbstractItemModelTester(search.hits, QAbstractItemModelTester.FailureReportingMode.Fatal)

    look_for(qtbot, search, "天")
    one = found(search)
    search.look_for("")

    assert one == ["Weather"]
    assert found(search) == []
    del tester


def test_titles_and_messages_are_found(qtbot, search, said):
    look_for(qtbot, search, "ain")

    assert found(search) == ["Rainy naps", "Weather"]
    assert search.hits.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Assistant, in “Weather”: It will")


def test_what_was_typed_last_wins_and_no_search_is_made_in_vain(qtbot, model, archive, said):
    model.tasks = HeldTasks()
    search = SearchViewModel(model, archive, wait_ms=0)
    search.look_for("rain")
    qtbot.waitUntil(lambda: len(model.tasks.held) == 1)
    for typed in ("s", "su", "sun"):
        search.look_for(typed)
    search._ask()  # the pause is over while the first search still goes on

    model.tasks.finish()
    after_first = found(search)
    model.tasks.finish()

    assert after_first == []
    assert model.tasks.held == []
    assert [search.hits.hit(row).message.id for row in range(search.hits.rowCount())] == ["a2"]


def test_opening_shows_the_message_with_its_words_marked(qtbot, search, model, said, wanted):
    model.new()
    look_for(qtbot, search, "sun")

    search.open(0)
    opened = wanted[:]
    search.look_for("")

    assert model.shown == said.id
    assert opened == [("a2", "sun")]
    assert wanted[1:] == [("", "")]  # nothing is looked for any more


def test_a_message_on_another_branch_is_brought_on_screen(qtbot, search, model, said, wanted):
    look_for(qtbot, search, "will rain")

    search.open(0)

    assert [each.id for each in model.transcript.messages()] == ["q", "a1"]
    assert wanted == [("a1", "will rain")]


def test_opening_a_title_opens_the_conversation(qtbot, search, model, said, wanted):
    look_for(qtbot, search, "Rainy")

    search.open(0)

    assert model.title == "Rainy naps"
    assert wanted == []


def test_what_goes_into_the_trash_is_no_longer_found(qtbot, search, filing, said):
    look_for(qtbot, search, "sun")

    filing.do(Act.TRASH, [said.id])

    qtbot.waitUntil(lambda: found(search) == [])


def test_a_search_that_fails_is_told_and_the_next_one_works(qtbot, search, model, archive, said):
    failed, find = [], archive.find
    model.failed.connect(failed.append)

    def broken(text, *, limit):
        archive.find = find
        raise AssistantError("The disk could not be read.")

    archive.find = broken
    search.look_for("rain")
    qtbot.waitUntil(lambda: len(failed) == 1)
    look_for(qtbot, search, "sun")

    assert found(search) == ["Weather"]


# In the sidebar


@pytest.fixture
def sidebar(qtbot, filing, search, said):
    made = Sidebar(filing, search)
    qtbot.addWidget(made)
    made.resize(240, 500)
    made.show()
    made.start_search()
    return made


def test_results_take_the_place_of_the_list_while_something_is_looked_for(qtbot, sidebar, search):
    before = sidebar.conversations.isVisible(), sidebar.results.isVisible()
    qtbot.keyClicks(sidebar.search_entry, "sun")
    qtbot.waitUntil(lambda: search.found_for == "sun")
    during = sidebar.conversations.isVisible(), sidebar.results.hits.isVisible()
    qtbot.keyClick(sidebar.search_entry, Qt.Key.Key_Escape)

    assert before == (True, False)
    assert during == (False, True)
    assert sidebar.search_entry.text() == ""
    assert sidebar.conversations.isVisible()


def test_nothing_found_is_said(qtbot, sidebar, search):
    qtbot.keyClicks(sidebar.search_entry, "xyzzy")
    searching = sidebar.results.words.text()
    qtbot.waitUntil(lambda: search.found_for == "xyzzy")

    assert searching == "Searching…"
    assert sidebar.results.words.text() == "Nothing was found."
    assert not sidebar.results.hits.isVisible()


def test_return_opens_the_first_and_arrows_the_others(qtbot, sidebar, search, model, wanted):
    qtbot.keyClicks(sidebar.search_entry, "ain")
    qtbot.waitUntil(lambda: search.found_for == "ain")

    qtbot.keyClick(sidebar.search_entry, Qt.Key.Key_Return)
    first = model.title
    qtbot.keyClick(sidebar.search_entry, Qt.Key.Key_Down)
    hits = sidebar.results.hits
    qtbot.keyClick(hits, Qt.Key.Key_Down)
    qtbot.keyClick(hits, Qt.Key.Key_Return)

    assert first == "Rainy naps"
    assert wanted == [("a1", "ain")]


def test_return_pressed_too_soon_opens_what_is_found_then(qtbot, sidebar, search, wanted):
    qtbot.keyClicks(sidebar.search_entry, "sun")
    qtbot.keyClick(sidebar.search_entry, Qt.Key.Key_Return)
    too_soon = wanted[:]
    qtbot.waitUntil(lambda: search.found_for == "sun")

    assert too_soon == []
    assert wanted == [("a2", "sun")]


def test_a_click_opens_what_was_found(qtbot, sidebar, search, wanted):
    qtbot.keyClicks(sidebar.search_entry, "sun")
    qtbot.waitUntil(lambda: search.found_for == "sun")

    qtbot.mouseClick(sidebar.results.hits.viewport(), LEFT, pos=QPoint(30, 20))

    assert wanted == [("a2", "sun")]


def test_a_day_is_no_longer_than_it_must_be():
    now = time.mktime((2026, 3, 1, 15, 0, 0, 0, 0, -1))

    assert short_day(now - 3600, now) == "14:00"
    assert short_day(now - 86_400, now) == "02-28"
    assert short_day(now - 370 * 86_400, now) == "2025-02-24"


def test_any_hit_can_be_drawn(qtbot, sidebar, search):
    conversation = Conversation("x", "<b>Bold</b>\n" * 20, 0, 0, archived=1.0)
    message = Message("m", "x", None, Role.PERSON, "很" * 500, 0.0, Origin.TYPED)
    hits = [
        Hit(conversation, message, "很" * 200, ((0, 1), (199, 200))),
        Hit(replace(conversation, archived=None), None, conversation.title, ()),
        Hit(conversation, message, "", ()),
    ]
    search.query = search.found_for = "很"
    search.hits.show(hits)
    search.changed.emit()

    drawn = sidebar.grab()

    assert not drawn.isNull()
