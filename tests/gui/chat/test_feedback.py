"""What the person thinks of an answer, and hearing it."""

import pytest

from assistant_gui.core.conversation import Fault, Rating
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import TurnEnded


@pytest.fixture
def shown(model, talked):
    model.start()
    return model


def test_a_thumb_down_leads_to_the_question_why(shown, talked):
    shown.feedback.rate(talked[2].id, Rating.DOWN)

    assert shown.feedback.asking == talked[2].id


@pytest.mark.parametrize("then", [Rating.UP, Rating.DOWN])
def test_another_thumb_ends_the_question_and_takes_the_reasons_back(shown, archive, talked, then):
    shown.feedback.rate(talked[2].id, Rating.DOWN)
    shown.feedback.explain(talked[2].id, (Fault.WRONG,), "No.")

    shown.feedback.rate(talked[2].id, then)

    assert shown.feedback.asking == ""
    assert shown.message(talked[2].id).faults == ()


def test_reasons_are_kept(shown, archive, talked):
    shown.feedback.rate(talked[2].id, Rating.DOWN)

    shown.feedback.explain(talked[2].id, (Fault.WRONG, Fault.STYLE), " It is four. ")

    kept = archive.message(talked[2].id)
    assert kept.faults == (Fault.WRONG, Fault.STYLE)
    assert shown.message(talked[2].id).remark == "It is four."


def test_an_answer_that_is_not_rated_down_has_no_faults(shown, archive, talked):
    shown.feedback.explain(talked[2].id, (Fault.WRONG,), "")

    assert archive.message(talked[2].id).faults == ()


def test_reasons_that_cannot_be_kept_are_taken_back(shown, archive, talked):
    shown.feedback.rate(talked[2].id, Rating.DOWN)
    archive.trouble = AssistantError("The disk is full.")

    shown.feedback.explain(talked[2].id, (Fault.WRONG,), "")

    assert shown.message(talked[2].id).faults == ()


# Aloud


def test_an_answer_is_read_until_its_end(shown, assistant, talked):
    shown.aloud.toggle(talked[2].id)
    during = shown.aloud.reading

    shown.on_event(TurnEnded(assistant.begun.number))

    assert assistant.told == [("say", "Hello.")]
    assert (during, shown.aloud.reading) == (talked[2].id, "")


def test_again_stops_it(shown, assistant, talked):
    shown.aloud.toggle(talked[2].id)
    shown.aloud.toggle(talked[2].id)

    assert assistant.told == [("say", "Hello."), "stop"]
    assert shown.aloud.reading == ""


def test_the_end_of_something_else_does_not_end_it(shown, assistant, talked):
    shown.aloud.toggle(talked[2].id)

    shown.on_event(TurnEnded(assistant.begun.number + 1))

    assert shown.aloud.reading == talked[2].id
