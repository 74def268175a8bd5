"""Judging blind, as a person does: by keys and by buttons, to the end or not."""

from random import Random

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.comparing import Choice, Count, Vote
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import Proof
from assistant_gui.gui.settings.learning.comparing import ComparingModel, Stage
from assistant_gui.gui.settings.learning.comparingview import ComparingDialog
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeComparing


@pytest.fixture
def comparing():
    return FakeComparing(["Tea?", "Milk?", "Sugar?"])


@pytest.fixture
def model(qapp, comparing):
    return ComparingModel(comparing, InlineTasks(), chance=Random(1))


@pytest.fixture
def view(qtbot, model):
    view = ComparingDialog(model)
    qtbot.addWidget(view)
    model.start("pirate")
    with qtbot.waitExposed(view):
        view.show()
    return view


def key_for(view: ComparingDialog, text: str) -> Qt.Key:
    """The key that prefers the answer beginning with *text*."""
    return Qt.Key.Key_1 if view.model.blind.left.startswith(text) else Qt.Key.Key_2


def test_two_answers_stand_beside_each_other_without_a_name(view):
    shown = {view.left.area.accessibleDescription(), view.right.area.accessibleDescription()}

    assert shown == {"new Tea?", "old Tea?"}
    assert view.progress.text() == "1 of 3"
    assert view.question.area.accessibleDescription() == "Tea?"
    assert not view.told.isVisible()
    assert "pirate" not in view.words.text()


def test_the_next_answers_are_written_while_the_person_reads(view, comparing):
    assert comparing.asked == ["Tea?", "Milk?"]


def test_votes_by_keys_are_kept_as_what_was_meant_and_told_at_the_end(qtbot, view, comparing):
    for preferred in ("new", "old", "new"):
        qtbot.keyClick(view, key_for(view, preferred))

    assert comparing.votes == [("Tea?", "", Vote.NEW), ("Milk?", "", Vote.OLD), ("Sugar?", "", Vote.NEW)]
    assert view.model.stage is Stage.REVEALED
    assert view.outcome.text() == ("2 of 3 times you preferred the new one to Base 1B; that could still be chance.")
    assert view.certainty.text().startswith("Asked for ever, you would prefer it 21\N{NO-BREAK SPACE}% to 94")
    assert view.weights[0].text().startswith("adapter pirate · 81c2: these weights answered")
    assert view.weights[1].text().startswith("base Base 1B · 3f9a: these weights answered")


def test_which_one_stands_left_is_decided_by_chance(qapp):
    questions = [str(number) for number in range(200)]
    model = ComparingModel(FakeComparing(questions), InlineTasks(), chance=Random(0))
    model.start("pirate")

    swapped = 0
    while model.blind is not None:
        swapped += model.blind.swapped
        model.choose(Choice.SKIP)

    assert 75 < swapped < 125


def test_both_good_both_bad_and_skip_have_buttons(view, comparing):
    for choice in (Choice.GOOD, Choice.BAD, Choice.SKIP):
        view.votes[choice].click()

    assert [vote for _question, _against, vote in comparing.votes] == [Vote.GOOD, Vote.BAD]
    assert view.model.count == Count(good=1, bad=1)
    assert view.outcome.text() == "Each time both were equally good, or equally bad."


def test_one_can_stop_after_a_vote(qtbot, view):
    assert not view.stop.isVisible()

    qtbot.keyClick(view, Qt.Key.Key_3)
    view.stop.click()

    assert view.model.stage is Stage.REVEALED
    assert view.ties.text() == "Both good: 1."


def test_the_same_answer_twice_is_not_asked_about(qtbot, comparing, view, model):
    comparing.same = {"Milk?"}
    model.start("pirate")

    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_4)

    assert [question for question, _against, _vote in comparing.votes] == ["Tea?", "Sugar?"]
    assert view.ties.text() == "Both bad: 2. Not asked, as both said the same: 1."


def test_a_question_of_ones_own_comes_next(qtbot, view, comparing):
    view.own.setFocus()
    qtbot.keyClicks(view.own, "12?")
    qtbot.keyClick(view.own, Qt.Key.Key_Return)
    view.left.area.setFocus()
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_3)

    assert "12?" in [question for question, _against, _vote in comparing.votes]
    assert view.own.text() == ""


def test_a_digit_in_a_question_is_no_vote(qtbot, view, comparing):
    view.own.setFocus()

    qtbot.keyClicks(view.own, "2")

    assert view.own.text() == "2"
    assert comparing.votes == []


def test_without_questions_one_may_ask(qtbot, comparing, model):
    view = ComparingDialog(model)
    qtbot.addWidget(view)
    comparing._questions = []
    model.start("pirate")
    view.show()

    assert view.words.text().startswith("There are no more questions that were kept aside.")
    view.own.setText("Tea?")
    view.ask.click()
    assert view.left.isVisible()


def test_another_one_to_compare_with_can_be_chosen(qtbot, view, comparing):
    assert [view.against.itemText(place) for place in range(2)] == ["the base, Base 1B", "older"]

    view.against.setCurrentIndex(1)
    view.against.activated.emit(1)
    qtbot.keyClick(view, key_for(view, "new"))

    assert comparing.votes == [("Tea?", "older", Vote.NEW)]
    assert view.against.currentText() == "older"


def test_begun_anew_it_says_what_it_is_compared_with_now(qtbot, view, model, comparing):
    view.against.setCurrentIndex(1)
    view.against.activated.emit(1)

    model.start("pirate")
    qtbot.keyClick(view, key_for(view, "new"))

    assert comparing.votes == [("Tea?", "", Vote.NEW)]
    assert view.against.currentText() == "the base, Base 1B"


def test_a_question_of_ones_own_is_answered_while_the_last_one_is_judged(qtbot, view, comparing):
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_5)

    view.model.ask("Why?")

    assert comparing.asked[-1] == "Why?"
    assert view.question.area.accessibleDescription() == "Sugar?"


def test_what_is_missing_is_said(qtbot, comparing, model):
    comparing.trouble = AssistantError("The base is not on this machine.", "Get it first.")
    view = ComparingDialog(model)
    qtbot.addWidget(view)
    model.start("pirate")
    view.show()

    assert view.words.text() == "They cannot be compared now."
    assert view.notice.words.text() == "The base is not on this machine. Get it first."
    assert not view.judging.isVisible()


def test_other_weights_than_those_named_are_told_plainly(qtbot, qapp):
    model = ComparingModel(FakeComparing(["Tea?"], Proof.OTHER), InlineTasks())
    view = ComparingDialog(model)
    qtbot.addWidget(view)
    model.start("pirate")
    view.show()

    qtbot.keyClick(view, Qt.Key.Key_1)

    assert "other weights answered than these!" in view.weights[0].text()
    assert view.weights[0].property("look") == "error"


def test_closing_ends_what_is_written(qtbot, view, model):
    turn = model._turn

    view.close()

    assert turn.cancelled
