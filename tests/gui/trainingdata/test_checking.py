"""What is wrong with the training data, and what the person decides about it."""

import pytest
from PySide6.QtWidgets import QLabel

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Signal
from assistant_gui.core.lessons import Entry, Findings, Leak, Private, Repeat
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.trainingdata.checking import CheckingModel
from assistant_gui.gui.trainingdata.findingsview import FindingsView
from tests.fakes import FakeLessons

MAIL = Leak("a", 0, 9, 14, Private.EMAIL, "a@b.c", "[EMAIL_1]")
NAME = Leak("a", 1, 0, 3, Private.NAME, "Ada", "[NAME_1]")
FOUND = Findings(
    40, 33, (MAIL, NAME), repeats=(Repeat("b", "a", exact=True),), crowded=("b",), too_long=("b",), judged=("b",)
)


@pytest.fixture
def lessons():
    entries = [
        Entry("a", "c", "Mail", "Write to a@b.c\nsoon", "Ada, of course.", Signal.RATED_UP, 1.0),
        Entry("b", "c", "Mail", "Again?", "The same again.", Signal.RATED_UP, 1.0),
    ]
    return FakeLessons(entries, FOUND)


@pytest.fixture
def model(qapp, lessons):
    tasks = InlineTasks()
    return CheckingModel(lambda: lessons, tasks, tasks)


@pytest.fixture
def view(qtbot, model):
    view = FindingsView(model)
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    return view


def said(view):
    return " | ".join(each.text() for each in view.findChildren(QLabel) if not isinstance(each, Elided))


def test_what_would_be_learned_is_counted_and_every_fault_is_told(view, model):
    model.check()

    assert view.outcome.text() == (
        "33 of 40 examples would be learned. Kept aside, to judge what was learned and to know when to stop: 3."
    )
    for words in ("E-mail addresses: 1", "Names of people: 1", "Said before: 1", "Asked in the same form: 1"):
        assert words in said(view)
    assert "Too long: 1" in said(view)
    assert "Too near to what judges: 1" in said(view)


def test_a_leak_is_shown_in_its_words_with_what_would_stand_there(view, model):
    model.check()
    row = view.kinds[Private.EMAIL].rows[0]

    assert model.checked.around(MAIL) == ("Write to ", "a@b.c", " soon")
    assert row.outcome.text() == "It becomes [EMAIL_1]."
    assert view.kinds[Private.NAME].rows[0].outcome.text() == "It would become [NAME_1]."


def test_one_kind_is_confirmed_and_taken_back(view, model, lessons):
    model.check()
    view.kinds[Private.NAME].replace.click()
    assert lessons.confirmed == [Private.NAME]
    assert view.kinds[Private.NAME].rows[0].outcome.text() == "It becomes [NAME_1]."

    view.kinds[Private.NAME].take_back.click()
    assert lessons.confirmed == []


def test_all_are_confirmed_at_once(view, model, lessons):
    model.check()
    view.all.click()

    assert set(lessons.confirmed) == {Private.EMAIL, Private.NAME}
    assert not view.all.isVisible()


def test_one_is_left_as_it_is_for_a_reason_and_replaced_after_all(qtbot, view, model, lessons):
    model.check()
    row = view.kinds[Private.EMAIL].rows[0]
    row.leave.click()
    assert not row.keep.isEnabled()
    qtbot.keyClicks(row.reason, "It is public.")
    row.keep.click()

    assert [(leak.text, reason) for leak, reason in lessons.left] == [("a@b.c", "It is public.")]
    row = view.kinds[Private.EMAIL].rows[0]
    assert row.outcome.text() == "It is learned as it is: It is public."
    row.replace.click()
    assert lessons.left[-1][1] == ""


def test_when_nothing_is_wrong_it_says_so(view, model, lessons):
    lessons.findings = Findings(12, 12)
    model.check()

    assert "Nothing was found" in said(view)
    assert not view.all.isVisible()


def test_what_goes_wrong_is_told_and_it_can_be_checked_again(view, model, lessons):
    def refuse(turn, on_progress):
        raise AssistantError("Damaged.")

    lessons.check = refuse
    model.check()

    assert view.notice.words.text() == "Damaged."
    assert view.again.isEnabled()
    assert not model.busy


class Later(InlineTasks):
    def __init__(self):
        self.work = []

    def run(self, work, done=None, failed=None):
        self.work.append((work, done, failed))

    def do(self):
        for each in self.work:
            InlineTasks.run(self, *each)


def test_a_check_that_is_stopped_shows_nothing(qapp, lessons):
    later = Later()
    model = CheckingModel(lambda: lessons, later, later)
    model.check()
    model.stop()
    later.do()

    assert model.checked is None
    assert not model.busy
