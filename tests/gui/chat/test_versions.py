"""The tree behind the messages on screen."""

import pytest

from assistant_gui.core.conversation import State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Failed, TurnEnded


def texts(model):
    return [message.text for message in model.transcript.messages()]


def signals(signal):
    told = []
    signal.connect(lambda *values: told.append(values[0] if values else None))
    return told


@pytest.fixture
def shown(model, talked):
    model.start()
    return model


# Questions


def test_an_edited_question_is_asked_and_takes_the_place_of_the_first(shown, archive, assistant, talked):
    shown.versions.edit(talked[1].id, "  Hello ")
    edited = archive.edit(talked[1].id, "Hello")
    assistant.announce(edited)
    assistant.end(assistant.begin(edited), "Good day.")

    assert assistant.told == [("edit", talked[1].id, "Hello")]
    assert texts(shown) == ["Hello", "Good day."]
    assert (shown.transcript.line(0).place, shown.transcript.line(0).of) == (2, 2)


def test_arrows_step_between_questions_and_what_follows_each(shown, archive, assistant, talked):
    edited = archive.edit(talked[1].id, "Hello")
    assistant.announce(edited)
    assistant.end(assistant.begin(edited), "Good day.")

    shown.versions.step(edited.id, -1)
    assert texts(shown) == ["Hi", "Hello."]
    shown.versions.step(talked[1].id, 1)
    assert texts(shown) == ["Hello", "Good day."]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_question_is_not_edited_to_nothing(shown, assistant, talked, text):
    shown.versions.edit(talked[1].id, text)

    assert assistant.told == []


@pytest.mark.parametrize("ended", [lambda turn: Failed(turn, AssistantError("The disk is full.")), TurnEnded])
def test_a_question_in_other_words_that_could_not_be_kept_comes_back(shown, assistant, talked, ended):
    returned = signals(shown.returned)
    shown.versions.edit(talked[1].id, "Precious words")

    shown.on_event(ended(assistant.begun.number))

    assert returned == ["Precious words"]
    assert not shown.busy


def test_the_last_question_is_the_one_that_up_edits(shown, assistant, talked):
    wanted = signals(shown.versions.edit_wanted)
    last = assistant.asked(talked[0].id, "And?")
    assistant.end(assistant.begin(last), "So.")

    shown.versions.edit_last_question()

    assert wanted == [last.id]


def test_while_an_answer_comes_nothing_is_edited_answered_again_or_removed(shown, assistant, talked):
    wanted = signals(shown.versions.edit_wanted)
    assistant.begin(assistant.asked(talked[0].id, "And?"))

    shown.versions.edit(talked[1].id, "Hello")
    shown.versions.edit_last_question()
    shown.versions.again(talked[2].id, Wish.SHORTER)
    shown.versions.remove(talked[2].id)

    assert (assistant.told, wanted) == ([], [])
    assert texts(shown) == ["Hi", "Hello.", "And?", ""]


# Answers


@pytest.mark.parametrize("wish", [Wish.SHORTER, Wish.LONGER, Wish.CONTINUED])
def test_an_answer_is_asked_for_as_it_is_wished(shown, assistant, talked, wish):
    shown.versions.again(talked[2].id, wish)

    assert assistant.told == [("regenerate", talked[2].id, wish)]
    assert shown.busy


def test_another_answer_than_a_cut_one_is_no_preference(shown, assistant, talked):
    cut = assistant.end(assistant.begin(talked[1]), "Goo", State.STOPPED)

    shown.versions.another(cut.id)

    assert assistant.told == [("regenerate", cut.id)]


# Copies


def test_a_branch_opens_with_what_led_to_the_message(shown, assistant, talked):
    assistant.asked(talked[0].id, "And?")
    shown.stop()
    stored = shown.shown

    shown.versions.branch(talked[2].id)

    assert shown.shown != stored
    assert texts(shown) == ["Hi", "Hello."]
    assert shown.title == "Greetings (branch)"


def test_a_duplicate_opens_whole_under_a_title_of_its_own(shown, archive, assistant, talked):
    assistant.end(assistant.begin(talked[1]), "Good day.")

    shown.versions.duplicate(talked[0].id)

    assert shown.shown != talked[0].id
    assert shown.title == "Greetings (copy)"
    assert texts(shown) == ["Hi", "Good day."]
    assert shown.transcript.line(1).of == 2


# Taking away


def test_a_removed_message_goes_with_what_followed_and_undo_brings_it_back(shown, assistant, talked):
    removed, undoable = signals(shown.versions.removed), signals(shown.versions.undoable_changed)
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "And?")), "So.")

    shown.versions.remove(talked[2].id)
    after = texts(shown)
    shown.versions.undo()

    assert after == ["Hi"]
    assert texts(shown) == ["Hi", "Hello.", "And?", "So."]
    assert (len(removed), undoable) == (1, [True, False])


def test_a_removed_version_is_not_counted_any_more(shown, assistant, talked):
    second = assistant.end(assistant.begin(talked[1]), "Good day.")

    shown.versions.remove(second.id)

    assert texts(shown) == ["Hi", "Hello."]
    assert (shown.transcript.line(1).place, shown.transcript.line(1).of) == (1, 1)


def test_undo_goes_back_to_where_it_was(shown, talked):
    shown.versions.remove(talked[1].id)
    shown.new()

    shown.versions.undo()

    assert shown.shown == talked[0].id
    assert texts(shown) == ["Hi", "Hello."]


def test_with_nothing_removed_undo_does_nothing(shown):
    shown.versions.undo()

    assert texts(shown) == ["Hi", "Hello."]


def test_what_cannot_be_removed_stays_and_nothing_can_be_undone(shown, archive, talked):
    failed, removed = signals(shown.failed), signals(shown.versions.removed)
    archive.trouble = AssistantError("The disk is full.")

    shown.versions.remove(talked[2].id)

    assert failed == [archive.trouble]
    assert (removed, shown.versions.undoable) == ([], False)
    assert texts(shown) == ["Hi", "Hello."]
