"""What the chat pane shows and can do."""

from dataclasses import replace

import pytest

from assistant_gui.core.conversation import Message, Origin, Rating, Role, State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    ConversationChanged,
    ConversationDeleted,
    ConversationsChanged,
    Failed,
    MessageChanged,
    PromptRead,
    ReplyGrew,
    TurnEnded,
)
from assistant_gui.gui.chat.viewmodel import ChatViewModel


def texts(model):
    return [message.text for message in model.transcript.messages()]


def signals(signal):
    told = []
    signal.connect(lambda *values: told.append(values[0] if values else None))
    return told


class HeldTasks:
    """Work waits until it is let go, so that things can happen meanwhile."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done=None, failed=None):
        result = work()
        self.waiting.append(lambda: done(result) if done else None)

    def let_go(self):
        while self.waiting:
            self.waiting.pop(0)()


# Opening


def test_at_the_start_the_newest_conversation_is_open(model, archive, talked):
    archive.create("Older")
    archive.rename(talked[0].id, "Greetings")
    archive.choose(talked[2].id)

    model.start()

    assert model.shown == talked[0].id
    assert texts(model) == ["Hi", "Hello."]
    assert model.title == "Greetings"


def test_with_nothing_stored_a_new_chat_is_open(model):
    opened = signals(model.opened)

    model.start()

    assert opened == [""]
    assert model.shown == ""


def test_what_happens_while_a_conversation_is_read_is_not_lost(assistant, archive, talked):
    tasks = HeldTasks()
    model = ChatViewModel(assistant, archive, tasks, paint_ms=0)
    assistant.bridge.arrived.connect(model.on_event)
    model.open(talked[0].id)

    question = assistant.asked(talked[0].id, "And?")
    assistant.end(assistant.begin(question), "And so on.")
    tasks.let_go()

    assert texts(model) == ["Hi", "Hello.", "And?", "And so on."]


def test_a_conversation_left_while_it_is_read_does_not_show(assistant, archive, talked):
    tasks = HeldTasks()
    model = ChatViewModel(assistant, archive, tasks)

    model.open(talked[0].id)
    model.new()
    tasks.let_go()

    assert texts(model) == []


def test_coming_back_to_an_answer_that_grows_shows_all_of_it(model, assistant, talked):
    model.open(talked[0].id)
    answer = assistant.begin(assistant.asked(talked[0].id, "And?"))
    model.on_event(ReplyGrew(assistant.turn, answer.id, "So "))
    model.new()
    model.on_event(ReplyGrew(assistant.turn, answer.id, "it "))

    model.open(talked[0].id)
    model.on_event(ReplyGrew(assistant.turn, answer.id, "goes"))
    model._growth.show_now()

    assert texts(model)[-1] == "So it goes"


def test_an_answer_nobody_writes_any_more_is_shown_as_broken(model, archive, assistant, talked):
    answer = assistant.begin(assistant.asked(talked[0].id, "And?"))
    fresh = ChatViewModel(assistant, archive, model.tasks)

    fresh.open(talked[0].id)

    assert fresh.transcript.messages()[-1].id == answer.id
    assert fresh.transcript.messages()[-1].state is State.BROKEN
    assert fresh.can_retry


# Asking


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_is_not_sent(model, assistant, text):
    assert not model.send(text)
    assert assistant.told == []


def test_a_question_is_asked_where_one_is(model, assistant, talked):
    model.open(talked[0].id)

    assert model.send("  And you? ")

    assert assistant.told == [("ask", talked[0].id, "And you?")]
    assert model.busy


def test_a_second_question_waits_for_the_first_answer(model, assistant, talked):
    model.open(talked[0].id)
    model.send("One")

    assert not model.send("Two")
    assert assistant.told == [("ask", talked[0].id, "One")]


def test_the_first_question_of_a_new_chat_is_stored_with_it(model, assistant):
    stored = signals(model.stored)
    model.send("Hi")

    question = assistant.asked("", "Hi")

    assert assistant.told == [("ask", "", "Hi")]
    assert stored == [question.conversation]
    assert model.shown == question.conversation
    assert texts(model) == ["Hi"]


def test_a_question_from_elsewhere_does_not_take_the_window(model, assistant):
    assistant.asked("", "From the terminal")

    assert model.shown == ""
    assert texts(model) == []


def test_what_is_said_in_a_new_chat_shows_there(model, archive):
    conversation = archive.create()
    spoken = Message("s", conversation.id, None, Role.PERSON, "Hello", 0.0, Origin.SPOKEN)

    model.on_event(Asked(1, spoken))

    assert model.shown == conversation.id
    assert texts(model) == ["Hello"]


def test_the_prompt_is_read_and_then_the_answer_grows(model, assistant, talked):
    model.open(talked[0].id)
    answer = assistant.begin(assistant.asked(talked[0].id, "And?"))

    model.on_event(PromptRead(assistant.turn, 0.4))
    reading = model.transcript.line(3).reading
    model.on_event(ReplyGrew(assistant.turn, answer.id, "So."))

    assert reading == 0.4
    assert texts(model)[-1] == "So."


def test_a_growing_answer_is_shown_at_once_and_then_not_more_often_than_it_may(assistant, archive, talked, qtbot):
    from assistant_gui.gui.tasks import InlineTasks

    model = ChatViewModel(assistant, archive, InlineTasks(), paint_ms=50)
    assistant.bridge.arrived.connect(model.on_event)
    model.open(talked[0].id)
    answer = assistant.begin(assistant.asked(talked[0].id, "And?"))
    shown = signals(model.transcript.dataChanged)

    for piece in "abcdefgh":
        model.on_event(ReplyGrew(assistant.turn, answer.id, piece))

    assert texts(model)[-1] == "a"
    assert len(shown) == 1
    qtbot.waitUntil(lambda: texts(model)[-1] == "abcdefgh")
    assert len(shown) == 2


def test_the_end_of_an_answer_shows_what_is_stored(model, assistant, talked):
    model.open(talked[0].id)
    busy = signals(model.busy_changed)
    answer = assistant.begin(assistant.asked(talked[0].id, "And?"))
    model.on_event(ReplyGrew(assistant.turn, answer.id, "So"))

    assistant.end(answer, "So on.", State.STOPPED)

    last = model.transcript.messages()[-1]
    assert (last.text, last.state, last.generator.tokens_per_s) == ("So on.", State.STOPPED, 42.3)
    assert busy == [True, False]


# When it goes wrong


def test_a_question_that_cannot_be_asked_comes_back(model, assistant, talked):
    returned, failed = signals(model.returned), signals(model.failed)
    model.open(talked[0].id)
    model.send("Precious words")

    model.on_event(Failed(assistant.begun.number, AssistantError("The disk is full.")))

    assert returned == ["Precious words"]
    assert [str(error) for error in failed] == ["The disk is full."]
    assert not model.busy


def test_a_question_cut_short_before_it_began_comes_back(model, assistant, talked):
    returned = signals(model.returned)
    model.open(talked[0].id)
    model.send("Precious words")

    model.on_event(TurnEnded(assistant.begun.number))

    assert returned == ["Precious words"]
    assert not model.busy


def test_what_ends_or_fails_elsewhere_does_not_give_the_question_back(model, assistant, talked):
    returned = signals(model.returned)
    model.open(talked[0].id)
    model.send("Precious words")

    model.on_event(Failed(0, AssistantError("No microphone.")))
    model.on_event(Failed(assistant.begun.number - 1, AssistantError("It was not understood.")))
    model.on_event(TurnEnded(assistant.begun.number - 1))

    assert returned == []
    assert model.busy


def test_stopping_before_anything_began_gives_the_question_back(model, assistant, talked):
    returned = signals(model.returned)
    model.open(talked[0].id)
    model.send("Wait")

    model.stop()
    assert assistant.told[-1] == "stop"
    model.on_event(TurnEnded(assistant.begun.number))

    assert returned == ["Wait"]
    assert not model.busy


def test_a_question_that_was_asked_while_stop_was_pressed_stays_in_the_chat_alone(model, assistant, talked):
    returned = signals(model.returned)
    model.open(talked[0].id)
    model.send("Wait")
    model.stop()

    assistant.end(assistant.begin(assistant.asked(talked[0].id, "Wait")), "", State.STOPPED)

    assert returned == []
    assert texts(model)[-2:] == ["Wait", ""]
    assert not model.busy


def test_an_engine_that_dies_leaves_what_was_written_marked(model, assistant, talked):
    model.open(talked[0].id)
    answer = assistant.begin(assistant.asked(talked[0].id, "And?"))
    model.on_event(ReplyGrew(assistant.turn, answer.id, "So"))

    model.on_event(Failed(assistant.turn, AssistantError("It died.")))

    last = model.transcript.messages()[-1]
    assert (last.text, last.state) == ("So", State.BROKEN)
    assert model.can_retry


def test_trouble_elsewhere_does_not_end_the_answer(model, assistant, talked):
    model.open(talked[0].id)
    assistant.begin(assistant.asked(talked[0].id, "And?"))

    model.on_event(Failed(0, AssistantError("No microphone.")))

    assert model.busy


def test_retry_answers_the_last_question_again(model, assistant, talked):
    model.open(talked[0].id)
    assistant.asked(talked[0].id, "And?")
    model.on_event(Failed(assistant.turn, AssistantError("It died.")))

    model.retry()

    assert assistant.told == [("retry", talked[0].id)]
    assert model.busy


# Beside an answer


def test_regenerating_puts_the_new_answer_beside_the_old_one(model, assistant, talked):
    conversation, question, answer = talked
    model.open(conversation.id)

    model.versions.another(answer.id)
    assistant.end(assistant.begin(question), "Good day.")

    assert assistant.told == [("regenerate", answer.id, Wish.ANOTHER)]
    assert texts(model) == ["Hi", "Good day."]
    assert (model.transcript.line(1).place, model.transcript.line(1).of) == (2, 2)


def test_the_arrows_step_between_answers(model, assistant, talked):
    conversation, question, answer = talked
    model.open(conversation.id)
    second = assistant.end(assistant.begin(question), "Good day.")

    model.versions.step(second.id, -1)
    assert texts(model) == ["Hi", "Hello."]
    model.versions.step(answer.id, -1)
    assert texts(model) == ["Hi", "Hello."]
    model.versions.step(answer.id, 1)
    assert texts(model) == ["Hi", "Good day."]


def test_a_better_answer_is_shown_and_the_original_is_kept(model, archive, talked):
    conversation, _, answer = talked
    model.open(conversation.id)

    model.versions.correct(answer.id, " Hello, dear. ")

    line = model.transcript.line(1)
    assert (line.message.text, line.message.origin, line.message.corrects) == (
        "Hello, dear.",
        Origin.CORRECTION,
        answer.id,
    )
    assert (line.place, line.of) == (2, 2)
    assert archive.message(answer.id).text == "Hello."


@pytest.mark.parametrize(
    ("before", "pressed", "after"),
    [
        (None, Rating.UP, Rating.UP),
        (Rating.UP, Rating.UP, None),
        (Rating.UP, Rating.DOWN, Rating.DOWN),
        (Rating.DOWN, Rating.DOWN, None),
    ],
)
def test_thumbs_are_given_changed_and_taken_back(model, archive, talked, before, pressed, after):
    archive.rate(talked[2].id, before)
    model.open(talked[0].id)

    model.feedback.rate(talked[2].id, pressed)

    assert archive.message(talked[2].id).rating == after
    assert model.transcript.messages()[1].rating == after


def test_a_rating_that_cannot_be_kept_is_taken_back_and_told(model, archive, talked):
    failed = signals(model.failed)
    model.open(talked[0].id)
    archive.trouble = AssistantError("The disk is full.")

    model.feedback.rate(talked[2].id, Rating.UP)

    assert model.transcript.messages()[1].rating is None
    assert failed == [archive.trouble]


# The list


def listed(model):
    shown = model.conversations
    return [shown.index(row).data() for row in range(shown.rowCount())]


def test_changes_from_elsewhere_show(model, archive, talked):
    model.start()
    other = archive.create("From the terminal")

    model.on_event(ConversationChanged(other))
    first = listed(model)
    model.on_event(ConversationDeleted(other.id))

    assert first == ["Older", "From the terminal", "Greetings"]
    assert listed(model) == ["Older", "Greetings"]


def test_what_is_put_into_the_trash_elsewhere_is_closed(model, archive, talked):
    model.start()

    (trashed,) = archive.filing.trash([talked[0].id])
    model.on_event(ConversationChanged(trashed))

    assert listed(model) == []
    assert (model.shown, texts(model)) == ("", [])


def test_what_is_opened_from_the_trash_stays_open(model, archive, talked):
    model.start()
    (trashed,) = archive.filing.trash([talked[0].id])
    model.on_event(ConversationChanged(trashed))

    model.open(trashed.id)
    model.on_event(ConversationChanged(trashed))

    assert texts(model) == ["Hi", "Hello."]


def test_many_changes_elsewhere_are_listed_again(model, archive, talked):
    model.start()
    archive.filing.create_folder("Work")
    archive.filing.move([talked[0].id], "f1")

    model.on_event(ConversationsChanged())

    assert listed(model) == ["Work", "Greetings"]


def test_what_is_archived_is_not_opened_at_the_start(model, archive, talked):
    archive.filing.archive([talked[0].id])

    model.start()

    assert model.shown == ""


def test_a_rating_from_elsewhere_shows(model, archive, talked):
    model.start()

    model.on_event(MessageChanged(replace(talked[2], rating=Rating.UP)))

    assert model.transcript.messages()[1].rating is Rating.UP


def test_of_two_changes_of_everything_in_a_row_one_list_is_shown(assistant, archive, talked):
    tasks = HeldTasks()
    model = ChatViewModel(assistant, archive, tasks, paint_ms=0)
    shown = signals(model.conversations.modelReset)

    model.on_event(ConversationsChanged())
    model.on_event(ConversationsChanged())
    tasks.let_go()

    assert len(shown) == 1
    assert "Greetings" in listed(model)
