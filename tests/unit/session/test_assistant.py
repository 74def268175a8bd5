"""One question after the other: asked, answered, kept, and cut short."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from assistant_gui.core.attached import attached
from assistant_gui.core.conversation import Origin, Role, State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    Failed,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    Spoke,
    TurnEnded,
)
from assistant_gui.core.sound import Sound
from assistant_gui.session.again import SHORTER
from assistant_gui.session.assistant import Assistant, Engines
from assistant_gui.store.archive import Archive
from tests.rooms import CHOICES, Room

SPEECH = Sound(b"\x01\x00" * 16000, 16000)


@pytest.fixture
def room(tmp_path) -> Iterator[Room]:
    archive = Archive(tmp_path / "a.sqlite3")
    room = Room(archive)
    yield room
    room.assistant.close()
    archive.close()


def test_a_question_is_kept_then_answered_piece_by_piece_and_the_answer_is_kept(room):
    room.assistant.ask("", "Hi")
    events = room.until(ReplyEnded)

    kinds = [type(e) for e in events if isinstance(e, Asked | ReplyBegan | ReplyGrew | ReplyEnded)]
    assert kinds == [Asked, ReplyBegan, ReplyGrew, ReplyGrew, ReplyEnded]
    assert room.shown() == [("user", "Hi", State.WHOLE), ("assistant", "Hello there.", State.WHOLE)]
    assert room.thinker.asked == [("tiny", [("system", "Be kind."), ("user", "Hi")])]


def test_an_answer_remembers_what_made_it(room):
    room.assistant.ask("", "Hi")
    made = room.until(ReplyEnded)[-1].message.generator

    assert (made.model, made.temperature, made.tokens, made.tokens_per_s) == ("tiny", 0.5, 2, 50.0)
    assert made.ttft_ms > 0


def test_the_next_question_is_asked_with_what_was_said_before(room):
    room.assistant.ask("", "Hi")
    conversation = room.until(ReplyEnded)[-1].message.conversation
    room.assistant.ask(conversation, "And now?")
    room.until(ReplyEnded)

    assert room.thinker.asked[-1][1][1:] == [("user", "Hi"), ("assistant", "Hello there."), ("user", "And now?")]


def test_stop_keeps_what_was_written(room):
    room.thinker.waits_after = 1
    room.assistant.ask("", "Hi")
    assert room.thinker.waiting.wait(10)
    room.assistant.stop()
    room.until(ReplyEnded)

    assert room.shown()[-1] == ("assistant", "Hello ", State.STOPPED)


def test_an_engine_that_dies_leaves_a_broken_answer_that_can_be_retried(room):
    room.thinker.fails_after = 1
    room.assistant.ask("", "Hi")
    failed = room.until(Failed)[-1]
    assert room.shown()[-1] == ("assistant", "Hello ", State.BROKEN)

    room.thinker.fails_after = None
    room.assistant.retry(room.archive.conversations()[0].id)
    room.until(ReplyEnded)

    assert failed.turn > 0
    assert room.shown() == [("user", "Hi", State.WHOLE), ("assistant", "Hello there.", State.WHOLE)]


def test_regenerating_keeps_the_old_answer_beside_the_new_one(room):
    room.assistant.ask("", "Hi")
    old = room.until(ReplyEnded)[-1].message
    room.thinker.pieces = ["Good day."]
    room.assistant.regenerate(old.id)
    new = room.until(ReplyEnded)[-1].message

    assert [m.text for m in room.archive.siblings(new.id)] == ["Hello there.", "Good day."]
    assert [text for _, text, _ in room.shown()] == ["Hi", "Good day."]


def test_asking_again_cuts_the_last_answer_short(room):
    room.thinker.waits_after = 1
    room.assistant.ask("", "Hi")
    assert room.thinker.waiting.wait(10)
    room.thinker.waits_after = None
    room.assistant.ask("", "Never mind")

    assert room.until(ReplyEnded)[-1].message.state is State.STOPPED
    assert room.until(ReplyEnded)[-1].message.state is State.WHOLE


def test_a_short_answer_is_said_in_the_language_of_the_question(room):
    room.ears.text = "Wie weit ist es noch bis zu der Stadt und dem See?"
    room.thinker.pieces = ["10 km. ", "今天很好。"]
    room.assistant.hear("", SPEECH).commit()
    room.until(ReplyEnded)

    assert room.voice.said == ["10 km.", "今天很好。"]
    assert room.voice.languages == ["de", "zh"]


def test_what_is_heard_is_asked_and_answered_aloud(room):
    room.assistant.hear("", SPEECH).commit()
    events = room.until(ReplyEnded)

    assert [(e.text, e.language) for e in events if isinstance(e, Recognised)] == [("What time is it?", "en")]
    question = next(e.message for e in events if isinstance(e, Asked))
    assert (question.role, question.origin, question.spoken) == (Role.PERSON, Origin.SPOKEN, True)
    assert room.voice.said == ["Hello there."]
    assert [e.upto for e in events if isinstance(e, Spoke)][-1] == len("Hello there.")
    assert room.speaker.drained


def test_an_attempt_is_worked_on_and_nothing_of_it_is_kept_or_heard_before_it_is_committed(room):
    attempt = room.assistant.hear("", SPEECH)
    room.until(Recognised)
    assert room.voice.spoke.wait(10)
    assert room.archive.conversations() == []
    assert not room.speaker.played

    attempt.commit()
    events = room.until(ReplyEnded)

    assert [type(e) for e in events if isinstance(e, Asked | ReplyBegan | ReplyGrew)] == [Asked, ReplyBegan, ReplyGrew]
    assert room.shown() == [("user", "What time is it?", State.WHOLE), ("assistant", "Hello there.", State.WHOLE)]
    assert room.speaker.played


def test_a_glimpse_is_told_beside_what_goes_on_and_ends_with_the_assistant(room):
    turn = room.assistant.glimpse(SPEECH)
    assert room.until(Recognised) == [Recognised(turn.number, "What time is it?", "en")]
    assert room.archive.conversations() == []

    room.ears.recognise = lambda _sound, turn: turn.wait(10) and turn.check()
    room.assistant.glimpse(SPEECH)
    room.assistant.close()

    assert not [each for each in threading.enumerate() if each.name == "glimpse"]


def test_an_attempt_that_was_withdrawn_never_was(room):
    attempt = room.assistant.hear("", SPEECH)
    assert room.voice.spoke.wait(10)
    attempt.turn.cancel()
    events = room.until(TurnEnded)
    attempt.commit()

    assert not [e for e in events if isinstance(e, Asked | ReplyBegan | ReplyEnded)]
    assert room.archive.conversations() == []


def test_what_was_said_is_kept_when_no_model_can_answer_it(room):
    def refuse(manner):
        raise AssistantError("There is no model.", "Get one.")

    room.assistant._choices = refuse
    room.assistant.hear("", SPEECH).commit()

    assert isinstance(room.until(TurnEnded)[-2], Failed)
    assert room.shown() == [("user", "What time is it?", State.WHOLE)]


def test_nothing_recognised_asks_nothing(room):
    room.ears.text = " "
    room.assistant.hear("", SPEECH).commit()

    assert room.until(Recognised)[-1].text == ""
    assert room.archive.conversations() == []


def test_an_answer_cut_short_aloud_remembers_how_much_was_heard(room):
    room.thinker.pieces = ["One is here. ", "Two is here. ", "Three is here. "]
    room.thinker.waits_after = 2
    room.assistant.hear("", SPEECH).commit()
    room.until(Spoke)
    assert room.thinker.waiting.wait(10)
    room.assistant.stop()
    final = room.until(ReplyEnded)[-1].message

    assert final.state is State.STOPPED
    assert final.text.startswith("One is here. Two")
    assert final.heard is not None
    assert final.text[: final.heard].startswith("One is here.")
    assert room.speaker.flushed


def test_a_voice_that_fails_is_told_once_and_the_answer_is_whole(room):
    room.voice.broken = True
    room.thinker.pieces = ["One is here. ", "Two is here."]
    room.assistant.hear("", SPEECH).commit()
    events = room.until(ReplyEnded)

    assert [e.turn for e in events if isinstance(e, Failed)] == [0]
    assert events[-1].message.text == "One is here. Two is here."
    assert events[-1].message.state is State.WHOLE


def test_asking_in_a_deleted_conversation_is_a_sentence(room):
    conversation = room.archive.create("gone")
    room.archive.delete(conversation.id)
    room.assistant.ask(conversation.id, "Hi")

    assert "deleted" in str(room.until(Failed)[-1].error)


def test_a_turn_cut_short_while_it_was_recognised_ends_all_the_same(room):
    turn = room.assistant.attend("", lambda turn: turn.wait(10) and turn.check())
    room.assistant.stop()

    assert room.until(TurnEnded) == [TurnEnded(turn.number)]


def test_an_answer_that_could_not_be_kept_is_told(room):
    def refuse(message):
        raise AssistantError("The disk is full.", "Make some room.")

    room.archive.settle = refuse
    room.assistant.ask("", "Hi")
    events = room.until(TurnEnded)

    assert [str(e.error) for e in events if isinstance(e, Failed)] == ["The disk is full. Make some room."]


def test_files_are_kept_with_the_question_and_read_before_it(room):
    letter = attached("letter.txt", "text/plain", b"Dear Ada!", "Dear Ada")

    room.assistant.ask("", "Who?", [letter])
    asked = next(event for event in room.until(TurnEnded) if isinstance(event, Asked))

    assert asked.message.attachments == (letter.attachment,)
    assert room.archive.content(letter.attachment.digest) == b"Dear Ada!"
    assert room.thinker.asked[0][1][-1] == ("user", "File: letter.txt\n```\nDear Ada\n```\n\nWho?")


# Folders


def test_a_conversation_begins_in_its_folder_with_the_instructions_of_that(room):
    folder = room.archive.filing.create_folder("Work", "Be brief.").id
    engines = Engines(room.thinker, room.ears, room.voice, room.speaker)

    def choices(manner):
        return replace(CHOICES, system_prompt=manner.instructions or "")

    with closing(Assistant(room.archive, engines, choices, room.told.put, begun_in=lambda: folder)) as assistant:
        assistant.ask("", "Hi")
        room.until(TurnEnded)

    assert room.archive.conversations()[0].folder == folder
    assert room.thinker.asked[0][1][0] == ("system", "Be brief.")


# Other versions


def test_an_edited_question_is_asked_beside_the_first_and_answered(room):
    room.assistant.ask("", "Hi")
    answer = room.until(ReplyEnded)[-1].message
    room.assistant.edit(answer.parent, "Hello")
    events = room.until(ReplyEnded)

    asked = next(event.message for event in events if isinstance(event, Asked))
    assert (asked.wish, asked.instead) == (Wish.EDITED, answer.parent)
    assert [text for _, text, _ in room.shown()] == ["Hello", "Hello there."]
    assert [m.text for m in room.archive.siblings(asked.id)] == ["Hi", "Hello"]
    assert room.thinker.asked[-1][1][1:] == [("user", "Hello")]


def test_a_shorter_answer_stands_beside_the_long_one_and_the_wish_is_no_message(room):
    room.assistant.ask("", "Hi")
    long = room.until(ReplyEnded)[-1].message
    room.thinker.pieces = ["Hello."]
    room.assistant.regenerate(long.id, Wish.SHORTER)
    short = room.until(ReplyEnded)[-1].message

    assert (short.text, short.instead, short.wish, short.parent) == ("Hello.", long.id, Wish.SHORTER, long.parent)
    assert room.archive.message(short.id).wish is Wish.SHORTER
    assert room.thinker.asked[-1][1][-2:] == [("assistant", "Hello there."), ("user", SHORTER)]
    assert [text for _, text, _ in room.shown()] == ["Hi", "Hello."]


def test_a_cut_answer_goes_on_beside_itself_and_begins_with_what_was_written(room):
    room.thinker.waits_after = 1
    room.assistant.ask("", "Hi")
    assert room.thinker.waiting.wait(10)
    room.assistant.stop()
    cut = room.until(ReplyEnded)[-1].message
    room.thinker.waits_after, room.thinker.pieces = None, [" ", "there, ", "friend."]
    room.until(TurnEnded)
    room.assistant.regenerate(cut.id, Wish.CONTINUED)
    events = room.until(ReplyEnded)

    began = next(event.message for event in events if isinstance(event, ReplyBegan))
    whole = events[-1].message
    assert (cut.text, began.text) == ("Hello ", "Hello ")
    assert (whole.text, whole.state, whole.wish, whole.instead) == (
        "Hello there, friend.", State.WHOLE, Wish.CONTINUED, cut.id,
    )  # fmt: skip
    assert "".join(e.piece for e in events if isinstance(e, ReplyGrew)) == "there, friend."
    assert room.thinker.asked[-1][1][1:] == [("user", "Hi"), ("assistant", "Hello")]
    assert room.thinker.wished[-1][1]
    assert room.archive.message(cut.id) == cut


def test_an_answer_remembers_that_it_ran_out_of_room(room):
    room.thinker.finish = "length"
    room.assistant.ask("", "Hi")

    assert room.until(ReplyEnded)[-1].message.generator.finish == "length"


def test_what_was_removed_is_not_answered_again(room):
    room.assistant.ask("", "Hi")
    answer = room.until(ReplyEnded)[-1].message
    room.until(TurnEnded)
    room.archive.remove(answer.id)
    room.assistant.regenerate(answer.id, Wish.ANOTHER)

    assert "not there" in str(room.until(Failed)[-1].error)
