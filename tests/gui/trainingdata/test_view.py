"""The training data page, as a person uses it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationsChanged
from assistant_gui.core.learning import Signal
from assistant_gui.core.lessons import Entry, Mark, Part, Show
from assistant_gui.core.preview import LeftOut, Piece, Preview
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.trainingdata.checking import CheckingModel
from assistant_gui.gui.trainingdata.page import TrainingDataPage
from assistant_gui.gui.trainingdata.view import TrainingDataView
from assistant_gui.gui.trainingdata.viewmodel import TrainingDataModel
from tests.fakes import FakeLessons

RENDERED = Preview((Piece("<|im_start|>", False, True), Piece("Hi", False), Piece("Ahoy", True)), 3, 1)


class Previews:
    def __init__(self):
        self.made = RENDERED
        self.asked = []
        self.rested = 0

    def preview(self, base, example, max_tokens):
        self.asked.append((base, example.id, max_tokens))
        if isinstance(self.made, AssistantError):
            raise self.made
        return self.made

    def rest(self):
        self.rested += 1


def entries(count):
    signals = (Signal.CORRECTED, Signal.RATED_UP, Signal.IMPORTED)
    return [
        Entry(f"e{n}", f"c{n}", "Tea", f"Question {n}?", f"Answer {n}.", signals[n % 3], float(n), part=Part.TEACHES)
        for n in range(count)
    ]


@pytest.fixture
def lessons():
    return FakeLessons([*entries(4), Entry("u", "c", "Tea", "Unrated?", "Perhaps.", None, 0.0)])


@pytest.fixture
def previews():
    return Previews()


@pytest.fixture
def model(qapp, lessons, previews):
    tasks = InlineTasks()
    return TrainingDataModel(lambda: lessons, previews, lambda: ("small", 512), tasks, tasks, wait_ms=0)


@pytest.fixture
def view(qtbot, model):
    view = TrainingDataView(model)
    qtbot.addWidget(view)
    view.resize(900, 600)
    with qtbot.waitExposed(view):
        view.show()
    return view


def listed(model):
    return [model.examples.entry(row).id for row in range(model.examples.rowCount())]


def look(qtbot, view, row):
    view.choose(row, row)
    qtbot.waitUntil(lambda: bool(view.model.shown and (view.model.shown.preview or view.model.shown.trouble)))


def test_all_that_teaches_is_listed(view, model):
    assert listed(model) == ["e0", "e1", "e2", "e3"]
    assert view.count.text() == "4 examples"


def test_words_and_choices_find_some_of_them(qtbot, view, model):
    qtbot.keyClicks(view.search, "answer 2")
    qtbot.waitUntil(lambda: listed(model) == ["e2"])

    view.search.clear()
    view.show_choice.setCurrentIndex(view.show_choice.findData(Show.UNRATED.value))
    view.show_choice.activated.emit(view.show_choice.currentIndex())
    qtbot.waitUntil(lambda: listed(model) == ["u"])

    view.show_choice.setCurrentIndex(0)
    view.why_choice.setCurrentIndex(view.why_choice.findData(Signal.IMPORTED.value))
    view.why_choice.activated.emit(view.why_choice.currentIndex())
    qtbot.waitUntil(lambda: listed(model) == ["e2"])


def test_the_one_that_is_looked_at_is_shown_as_it_would_be_learned(qtbot, view, previews):
    look(qtbot, view, 1)

    assert previews.asked == [("small", "e1", 512)]
    assert "Ahoy" in view.detail.rendered.toPlainText()
    assert view.detail.figures.text().startswith("Underlined and coloured is what is learned, 1 of 3 tokens")
    assert view.detail.state.text() == "Rated up · was learned"


def test_why_it_teaches_nothing_is_told(qtbot, view, previews):
    previews.made = Preview((), 0, 0, left_out=LeftOut.TOO_LONG)
    look(qtbot, view, 0)

    assert "longer than what a run takes" in view.detail.trouble.text()


def test_that_it_was_shortened_is_told(qtbot, view, previews):
    previews.made = Preview(RENDERED.pieces, 3, 1, shortened=True)
    look(qtbot, view, 0)

    assert "oldest messages are left out" in view.detail.trouble.text()


def test_that_it_cannot_be_rendered_is_told(qtbot, view, previews):
    previews.made = AssistantError("Small is not on this machine.", "Get it first.")
    look(qtbot, view, 0)

    assert view.detail.trouble.text() == "Small is not on this machine. Get it first."


def test_one_is_excluded_and_taken_back(qtbot, view, model, lessons):
    look(qtbot, view, 1)
    view.detail.exclude.click()

    assert lessons.decisions["e1"].mark is Mark.EXCLUDED
    assert view.detail.state.text() == "Excluded"
    assert view.told.text() == "The example is excluded."
    view.undo.click()

    assert lessons.decisions["e1"].mark is None
    assert view.detail.state.text() == "Rated up · was learned"
    assert not view.undo.isVisible()


def test_many_are_approved_at_once_and_taken_back(view, model, lessons):
    view.choose(0, 2)
    assert view.count.text() == "3 of 4 examples chosen"
    view.approve.click()

    assert view.told.text() == "3 examples are approved."
    assert [lessons.decisions[f"e{n}"].mark for n in range(3)] == [Mark.APPROVED] * 3
    model.undo()
    assert [lessons.decisions[f"e{n}"].mark for n in range(3)] == [None] * 3


def test_what_leaves_the_list_by_being_marked_is_marked_all_the_same(qtbot, view, model, lessons):
    view.show_choice.setCurrentIndex(view.show_choice.findData(Show.OPEN.value))
    view.show_choice.activated.emit(view.show_choice.currentIndex())
    qtbot.waitUntil(lambda: model.examples.wanted.show is Show.OPEN)
    view.choose(0, 3)
    view.exclude.click()

    assert listed(model) == []
    assert all(lessons.decisions[f"e{n}"].mark is Mark.EXCLUDED for n in range(4))


def test_keys_decide_and_take_back(qtbot, view, lessons):
    view.choose(0, 0)
    qtbot.keyClick(view.list, Qt.Key.Key_X)
    assert lessons.decisions["e0"].mark is Mark.EXCLUDED
    qtbot.keyClick(view.list, Qt.Key.Key_A)
    assert lessons.decisions["e0"].mark is Mark.APPROVED
    qtbot.keyClick(view.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert lessons.decisions["e0"].mark is Mark.EXCLUDED


def test_an_answer_is_edited_for_learning_alone_and_taken_back(qtbot, view, lessons):
    look(qtbot, view, 0)
    view.detail.edit.click()
    assert view.detail.editor.toPlainText() == "Answer 0."
    view.detail.editor.setPlainText("A better answer.")
    view.detail.save.click()

    assert lessons.decisions["e0"].text == "A better answer."
    assert view.detail.state.text() == "Edited · was learned"
    view.detail.edit.click()
    view.detail.original.click()

    assert lessons.decisions["e0"].text is None


def test_who_gives_up_editing_changes_nothing(qtbot, view, lessons):
    look(qtbot, view, 0)
    view.detail.edit.click()
    view.detail.editor.setPlainText("No.")
    view.detail.cancel.click()

    assert lessons.decisions == {}
    assert view.detail.stack.currentIndex() == 0


def test_the_conversation_is_opened_at_the_message(qtbot, view, model):
    opened = []
    model.open_wanted.connect(lambda *where: opened.append(where))
    view.choose(2, 2)
    qtbot.keyClick(view.list, Qt.Key.Key_Return)

    assert opened == [("c2", "e2")]


def test_what_goes_wrong_is_told(qapp, qtbot, view, lessons):
    def refuse(ids, mark):
        raise AssistantError("The disk is full.", "Make room.")

    lessons.mark = refuse
    view.choose(0, 0)
    qtbot.keyClick(view.list, Qt.Key.Key_X)

    assert view.notice.words.text() == "The disk is full. Make room."


def test_who_leaves_lets_go_of_what_renders(view, previews):
    view.hide()

    assert previews.rested == 1


def test_when_it_cannot_be_read_it_is_asked_once(qapp, previews):
    class Broken(FakeLessons):
        asked = 0

        def list(self, *_wanted):
            self.asked += 1
            raise AssistantError("Damaged.")

    broken, tasks, told = Broken(), InlineTasks(), []
    model = TrainingDataModel(lambda: broken, previews, lambda: ("small", 512), tasks, tasks)
    model.notice.connect(told.append)
    model.refresh()
    model.examples.entry(0)

    assert (broken.asked, told) == (1, ["Damaged."])


def test_a_million_are_scrolled_through_page_by_page(qtbot, view, model, lessons):
    class Many(FakeLessons):
        pages = 0

        def list(self, wanted, first=0, count=100):
            from assistant_gui.core.lessons import Listed

            self.pages += 1
            made = tuple(
                Entry(f"e{n}", "c", "Tea", f"{n}?", "Yes.", Signal.IMPORTED, 0.0) for n in range(first, first + count)
            )
            return Listed(made, 1_000_000)

    many = Many()
    model.examples._lessons = lambda: many
    model.refresh()
    view.list.scrollToBottom()
    view.list.viewport().repaint()

    assert model.examples.rowCount() == 1_000_000
    qtbot.waitUntil(lambda: model.examples.row_of("e999999") == 999_999)
    assert many.pages < 12


def test_the_list_keeps_to_what_qt_asks_of_one(qapp, model, lessons):
    tester = QAbstractItemModelTester(model.examples, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh()
    lessons.entries = lessons.entries[:2]
    model.refresh()
    lessons.entries = lessons.entries + entries(300)[5:]
    model.refresh()

    assert tester.model() is model.examples
    assert model.examples.rowCount() == 297


def test_what_is_rated_meanwhile_is_listed(model, view, lessons):
    lessons.entries = [Entry("new", "c", "Tea", "New?", "Yes.", Signal.RATED_UP, 9.0), *lessons.entries]
    model.on_event(ConversationsChanged())

    assert listed(model)[0] == "new"
    assert view.count.text() == "5 examples"


def test_the_check_stands_in_the_place_of_the_list_and_leads_back(qtbot, model, lessons):
    tasks = InlineTasks()
    page = TrainingDataPage(model, CheckingModel(lambda: lessons, tasks, tasks))
    qtbot.addWidget(page)
    page.show()
    page.examples.check.click()

    assert page.findings.isVisible()
    assert "would be learned" in page.findings.outcome.text()
    page.findings.back.click()
    assert page.examples.isVisible()
