"""What of a conversation the model is shown."""

from dataclasses import replace

from assistant_gui.core.conversation import Attachment, Message, Origin, Role
from assistant_gui.session.history import by_turns, first_kept
from assistant_gui.session.tokens import guess


def said(role: Role, text: str) -> Message:
    return Message(id=text, conversation="c", parent=None, role=role, text=text, created=0, origin=Origin.TYPED)


def shown(thread: list[Message], room: int) -> list[tuple[str, str]]:
    """What is left of *thread*, (role, text)."""
    turns = by_turns(thread)
    first = first_kept(turns, [guess(each.text) for each in turns], room)
    return [(each.role, each.text) for each in turns[first:]]


def test_a_short_conversation_is_shown_whole():
    thread = [said(Role.PERSON, "Hi"), said(Role.ASSISTANT, "Hello"), said(Role.PERSON, "Bye")]

    assert shown(thread, 1000) == [("user", "Hi"), ("assistant", "Hello"), ("user", "Bye")]


def test_a_turn_remembers_the_messages_it_was_made_of():
    thread = [said(Role.PERSON, "a"), said(Role.PERSON, "b"), said(Role.ASSISTANT, " "), said(Role.ASSISTANT, "c")]

    assert [each.messages for each in by_turns(thread)] == [("a", "b"), ("c",)]


def test_what_is_about_to_come_is_made_room_for():
    turns = by_turns([said(Role.PERSON, "a"), said(Role.ASSISTANT, "b"), said(Role.PERSON, "c")])

    assert first_kept(turns, [10, 10, 10], 40) == 0
    assert first_kept(turns, [10, 10, 10], 40, more=11) == 2


def test_the_oldest_turns_go_when_it_is_too_long_and_a_question_comes_first():
    thread = [said(role, f"{n} " + "x" * 300) for n in range(10) for role in (Role.PERSON, Role.ASSISTANT)]
    thread.append(said(Role.PERSON, "last"))

    left = shown(thread, 1000)

    assert left[0][0] == "user"
    assert left[-1] == ("user", "last")
    assert 1 < len(left) < len(thread)


def test_the_beginning_stays_the_same_for_many_questions_so_that_it_is_read_once():
    thread: list[Message] = []
    beginnings = set()
    for n in range(40):
        thread += [said(Role.PERSON, f"{n} " + "x" * 150), said(Role.ASSISTANT, f"{n} " + "y" * 150)]
        beginnings.add(shown(thread, 2000)[0])

    assert len(beginnings) <= 5


def test_a_question_longer_than_everything_is_still_asked():
    assert shown([said(Role.PERSON, "x" * 99999)], 100) == [("user", "x" * 99999)]


def test_of_an_answer_cut_short_aloud_only_what_was_heard_is_shown():
    heard = replace(said(Role.ASSISTANT, "Hello there. How are you?"), spoken=True, heard=12)

    assert shown([said(Role.PERSON, "Hi"), heard], 1000)[-1] == ("assistant", "Hello there.")


def test_a_question_that_got_no_answer_is_asked_together_with_the_next():
    unheard = replace(said(Role.ASSISTANT, "Never played."), spoken=True, heard=0)
    thread = [said(Role.PERSON, "Hi"), said(Role.ASSISTANT, ""), said(Role.PERSON, "So?"), unheard]

    assert shown([*thread, said(Role.PERSON, "Well?")], 1000) == [("user", "Hi\n\nSo?\n\nWell?")]


def test_attached_files_are_read_before_the_question():
    letter = Attachment("a", "letter.txt", "text/plain", 8, "d", "Dear Ada")
    question = replace(said(Role.PERSON, "Who?"), attachments=(letter,))

    assert shown([question], 1000) == [("user", "File: letter.txt\n```\nDear Ada\n```\n\nWho?")]
