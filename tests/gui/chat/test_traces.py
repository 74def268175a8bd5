"""Conversations that go, and the adapters that learned from them."""

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from assistant_gui.core.learning import Adapter, Tally
from assistant_gui.core.tracewords import learned_in_words
from assistant_gui.gui.chat.filing import Act, FilingViewModel
from assistant_gui.gui.chat.filingmenus import ask_for_good, ask_to_empty
from assistant_gui.gui.chat.lines import Place
from assistant_gui.gui.chat.traces import worth_rebuilding
from tests.fakes import FakeDesk, FakeSchool

PIRATE = Adapter("a1", "pirate", "small", 2.0, 24, active=True)
PARROT = Adapter("a2", "parrot", "small", 1.0, 24)


@pytest.fixture
def school():
    return FakeSchool(Tally(corrected=9), adapters=[PARROT, PIRATE])


@pytest.fixture
def filing(model, archive, school):
    return FilingViewModel(model, archive.filing, archive.rename, FakeDesk(), remembering=school)


@pytest.fixture
def tea(archive, model, school):
    id = archive.create("Tea").id
    model.start()
    school.taught = {"a1": [id], "a2": [id, "coffee"]}
    return id


@pytest.fixture
def place(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def asked(place):
    return place.findChild(QMessageBox)


def press(qtbot, box, words):
    next(each for each in box.findChildren(QPushButton) if each.text() == words).click()


def test_the_notice_of_the_trash_tells_what_was_learned(filing, tea):
    told = []
    filing.told.connect(lambda words, _undo: told.append(words))

    filing.do(Act.TRASH, [tea])

    assert told == [
        "“Tea” is in the trash for 30 days. Adapters learned from it and do not forget it: “parrot”, “pirate”."
    ]


def test_without_adapters_nothing_is_said_of_them(filing, tea, school, place):
    school.taught = {}
    ask_for_good(filing, [tea], place)

    assert "dapter" not in asked(place).informativeText()
    assert asked(place).checkBox() is None


def test_before_deleting_for_good_it_is_told_and_learning_again_is_offered(qtbot, filing, tea, school, archive, place):
    begun = []
    filing.traces.rebuilding.connect(begun.append)
    ask_for_good(filing, [tea], place)
    box = asked(place)

    assert "“parrot”, “pirate”" in box.informativeText()
    assert box.checkBox().text() == "Learn “pirate” again without it"
    assert not box.checkBox().isChecked()
    box.checkBox().click()
    press(qtbot, box, "Delete for good")

    assert archive.conversation(tea) is None
    assert [plan.name for plan in school.started] == ["pirate"]
    assert begun == school.runs()


def test_learning_again_is_a_choice(qtbot, filing, tea, school, archive, place):
    ask_for_good(filing, [tea], place)
    press(qtbot, asked(place), "Delete for good")

    assert archive.conversation(tea) is None
    assert school.started == []


def test_who_does_not_delete_learns_nothing_again(qtbot, filing, tea, school, archive, place):
    ask_for_good(filing, [tea], place)
    asked(place).checkBox().click()
    press(qtbot, asked(place), "Cancel")

    assert archive.conversation(tea) is not None
    assert school.started == []


def test_emptying_the_trash_tells_it_too(qtbot, filing, tea, school, place):
    filing.do(Act.TRASH, [tea])
    filing.show_place(Place.TRASH)
    ask_to_empty(filing, place)
    asked(place).checkBox().click()
    press(qtbot, asked(place), "Delete for good")

    assert [plan.name for plan in school.started] == ["pirate"]


def test_when_too_little_is_left_it_is_said(filing, tea, school, model):
    school.answers = Tally()
    failures = []
    model.failed.connect(failures.append)

    filing.delete_for_good([tea], "a1")

    assert [str(each) for each in failures] == ["There is nothing to learn from. Rate some answers first."]


def test_the_one_that_answers_is_worth_learning_again_or_else_the_newest():
    assert worth_rebuilding([PARROT, PIRATE]) is PIRATE
    assert worth_rebuilding([PARROT]) is PARROT
    assert worth_rebuilding([]) is None


def test_many_names_are_not_all_told():
    many = [Adapter(f"a{n}", f"n{n}", "small", 0.0, 1) for n in range(5)]

    assert learned_in_words(many, 1).endswith(": “n0”, “n1”, “n2” and 2 more.")
