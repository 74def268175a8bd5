"""The pause after an answer: titles, and summaries of what will not fit."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant_gui.core.events import ConversationChanged, ReplyBegan, ReplyEnded, Summarised, TurnEnded
from assistant_gui.core.manner import Overflow
from assistant_gui.session.summary import REQUEST
from assistant_gui.session.titles import REQUEST as TITLE_REQUEST
from assistant_gui.store.archive import Archive
from tests.rooms import CHOICES, Room


@pytest.fixture
def room(tmp_path) -> Iterator[Room]:
    archive = Archive(tmp_path / "a.sqlite3")
    room = Room(archive)
    yield room
    room.assistant.close()
    archive.close()


LONG = replace(CHOICES, overflow=Overflow.SUMMARISE, context_tokens=1000)


def test_in_the_pause_after_an_answer_what_will_not_fit_is_summarised(room):
    room.choices = LONG
    room.thinker.pieces = ["word " * 300]
    room.assistant.ask("", "Hi")
    conversation = room.until(TurnEnded)[-2].conversation.id
    room.assistant.ask(conversation, "Go on " * 50)
    room.until(TurnEnded)
    room.until(Summarised)
    room.assistant.ask(conversation, "And now?")
    room.until(TurnEnded)

    told = next(said for _, said in room.thinker.asked if said[-1] == ("user", "And now?"))  # a summary may follow
    (summary,) = room.archive.manners.summaries(conversation)[:1]
    assert told[0][1].startswith("Be kind.")
    assert told[0][1].endswith(summary.text)
    assert ("user", "Hi") not in told


def test_whoever_asks_does_not_wait_for_a_summary(room):
    room.choices = LONG
    room.thinker.pieces = ["word " * 300]
    room.assistant.ask("", "Hi")
    conversation = room.until(TurnEnded)[-2].conversation.id
    room.thinker.waiting.clear()
    room.thinker.waits_on = REQUEST
    room.assistant.ask(conversation, "Go on " * 50)
    room.until(TurnEnded)
    assert room.thinker.waiting.wait(10)
    room.assistant.ask(conversation, "And now?")

    assert isinstance(room.until(TurnEnded)[-3], ReplyEnded)
    assert room.archive.manners.summaries(conversation) == []


def test_who_asks_at_once_finds_the_engine_as_it_was_left(tmp_path):
    with Archive(tmp_path / "a.sqlite3") as archive:
        room = Room(archive, rest_after=1000)
        room.choices = LONG
        room.thinker.pieces = ["word " * 300]
        room.assistant.ask("", "Hi")
        conversation = room.until(TurnEnded)[-2].conversation.id
        for _question in range(3):
            room.assistant.ask(conversation, "Go on " * 50)
            room.until(TurnEnded)
        room.assistant.close()

    assert REQUEST not in [messages[-1][1] for _, messages in room.thinker.asked]


def test_a_short_conversation_is_not_summarised(room):
    room.choices = replace(LONG, context_tokens=9000)
    room.assistant.ask("", "Hi")
    room.until(TurnEnded)
    room.assistant.close()

    assert len(room.thinker.asked) == 1


# Titles

LARGE = replace(CHOICES, writes_titles=True)


def title_of(room):
    return room.archive.conversations()[0].title


def test_the_first_answer_gives_a_better_title_than_the_beginning_of_the_question(room):
    room.assistant.ask("", "Hello, can you please tell me about Kyoto?")
    at_once = next(event for event in room.until(ReplyBegan) if isinstance(event, ConversationChanged))
    after = room.until(TurnEnded)

    assert at_once.conversation.title == "Hello, can you please tell me about Kyoto?"
    assert next(event.conversation.title for event in after if isinstance(event, ConversationChanged)) == "Kyoto"


def test_a_small_model_is_not_asked_for_a_title(room):
    room.assistant.ask("", "Kyoto")
    room.until(TurnEnded)
    room.assistant.close()

    assert len(room.thinker.asked) == 1


def test_a_large_model_is_asked_for_a_title_in_the_pause_after_its_answer(room):
    room.choices = LARGE
    room.assistant.ask("", "Tell me about Kyoto, please")
    room.until(TurnEnded)
    title = room.until(ConversationChanged)[-1].conversation.title

    first, second = (said for _, said in room.thinker.asked)
    assert second == [*first, ("assistant", "Hello there."), ("user", TITLE_REQUEST)]
    assert title == title_of(room) == "Hello there"


def test_a_title_that_the_person_gave_is_left_alone(room):
    room.choices = LARGE
    conversation = room.archive.create("Mine").id
    room.assistant.ask(conversation, "Tell me about Kyoto, please")
    room.until(TurnEnded)
    room.assistant.close()

    assert title_of(room) == "Mine"
    assert len(room.thinker.asked) == 1


def test_whoever_asks_does_not_wait_for_a_title(room):
    room.choices = LARGE
    room.thinker.waits_on = TITLE_REQUEST
    room.assistant.ask("", "Kyoto")
    conversation = room.until(TurnEnded)[-2].conversation.id
    assert room.thinker.waiting.wait(10)
    room.assistant.ask(conversation, "And now?")

    assert any(isinstance(event, ReplyEnded) for event in room.until(TurnEnded))
    assert title_of(room) == "Kyoto"


def test_a_second_question_or_answer_changes_no_title(room):
    room.assistant.ask("", "Kyoto")
    answer = next(event for event in room.until(TurnEnded) if isinstance(event, ReplyEnded)).message
    room.archive.entitle(answer.conversation, "Made up before")
    room.assistant.regenerate(answer.id)
    room.until(TurnEnded)
    room.assistant.ask(answer.conversation, "Osaka")
    room.until(TurnEnded)

    assert title_of(room) == "Made up before"
