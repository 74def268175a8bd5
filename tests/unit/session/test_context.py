"""What the model is shown, and what is left out or summarised when it is too much."""

from dataclasses import replace

import pytest

from assistant_gui.core.content import MOST_PICTURES, Picture, Pictured, pictures_of
from assistant_gui.core.conversation import Attachment, Conversation, Message, Origin, Role
from assistant_gui.core.manner import Overflow
from assistant_gui.core.ports import Sampling, Summary
from assistant_gui.core.turn import Turn
from assistant_gui.session.context import EARLIER, Context
from assistant_gui.session.history import by_turns
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Guessing, Tokens
from tests.fakes import FakeArchive
from tests.unit.session.test_tokens import Letters

CHOICES = Choices("m", Sampling(max_tokens=100), "Be kind.", 9999)
KEPT = Conversation("c", "", 0, 0)


def said(role: Role, text: str) -> Message:
    return Message(id=text, conversation="c", parent=None, role=role, text=text, created=0, origin=Origin.TYPED)


def dialogue(turns: int, length: int = 46) -> list[Message]:
    """As many turns, of two messages with *length* letters each, and a question."""
    roles = (Role.PERSON, Role.ASSISTANT)
    line = [said(role, f"{n}{role.value[0]}".ljust(length, ".")) for n in range(turns) for role in roles]
    return [*line, said(Role.PERSON, "last?")]


class Room:
    def __init__(self, context: int = 1000) -> None:
        self.manners = FakeArchive().manners
        self.counter = Letters(context)
        self.context = Context(self.manners, self.counter, Tokens())

    def shown(self, thread: list[Message], choices: Choices = CHOICES):
        return self.context.shown(KEPT, by_turns(thread), choices, Turn())

    def due(self, thread: list[Message], choices: Choices = CHOICES):
        return self.context.due(KEPT, by_turns(thread), choices, Turn())


@pytest.fixture
def room() -> Room:
    return Room()


SUMMARISING = replace(CHOICES, overflow=Overflow.SUMMARISE)


def test_what_fits_is_shown_whole_and_measured_as_the_engine_would(room):
    shown = room.shown([said(Role.PERSON, "Hi"), said(Role.ASSISTANT, "Hello"), said(Role.PERSON, "Bye")])

    assert shown.said == (("system", "Be kind."), ("user", "Hi"), ("assistant", "Hello"), ("user", "Bye"))
    assert shown.tokens == 5 + (8 + 2) + (2 + 2) + (5 + 2) + (3 + 2)
    assert (shown.context, shown.left_out, shown.exact) == (1000, 0, True)


def test_the_context_is_what_the_engine_really_has_and_not_what_is_set():
    thread = dialogue(12)

    assert Room(context=2000).shown(thread).left_out == 0
    assert Room(context=1000).shown(thread).left_out > 0


def test_what_is_left_out_is_counted_in_messages_and_the_rest_fits(room):
    thread = dialogue(12)
    shown = room.shown(thread)

    assert shown.left_out == len(thread) - (len(shown.said) - 1)
    assert shown.said[1][0] == "user"
    assert shown.tokens <= shown.room == 900


def test_without_an_engine_it_is_a_guess_that_leaves_room(room):
    guessing = Context(room.manners, Guessing(), Tokens())

    shown = guessing.shown(KEPT, by_turns(dialogue(200)), replace(CHOICES, context_tokens=1000), Turn())

    assert not shown.exact
    assert shown.tokens <= 900


def test_the_beginning_stays_the_same_for_many_questions(room):
    beginnings = {room.shown(dialogue(turns)).said[1] for turns in range(1, 60)}

    assert len(beginnings) <= 60 * 96 // (900 // 2) + 1


def test_a_summary_stands_for_what_is_left_out(room):
    thread = dialogue(12)
    due = room.due(thread[:-1], SUMMARISING)
    room.manners.summarise(Summary(due.message, "They said hello.", "m"))

    shown = room.shown(thread, SUMMARISING)

    assert shown.said[0] == ("system", f"Be kind.\n\n{EARLIER}\nThey said hello.")
    assert (shown.left_out, shown.summary) == (0, "They said hello.")
    assert shown.summarised + len(shown.said) - 1 == len(thread)
    assert shown.tokens <= shown.room


def test_an_older_summary_stands_in_until_the_next_is_there(room):
    thread = dialogue(12)
    room.manners.summarise(Summary(thread[1].id, "They met.", "m"))

    shown = room.shown(thread, SUMMARISING)

    assert shown.summary == "They met."
    assert shown.summarised == 2
    assert shown.left_out > 0


def test_without_the_wish_there_is_no_summary(room):
    thread = dialogue(12)
    room.manners.summarise(Summary(thread[1].id, "They met.", "m"))

    assert room.shown(thread).summary == ""
    assert room.due(thread) is None


def test_nothing_is_due_while_there_is_room(room):
    assert room.due(dialogue(3), SUMMARISING) is None


def test_what_is_due_is_a_beginning_of_what_was_shown_last_so_that_it_need_not_be_read_again(room):
    for turns in range(1, 12):
        thread = dialogue(turns)
        if due := room.due(thread[:-1], SUMMARISING):
            break

    shown = room.shown(thread, SUMMARISING)

    assert due.said == shown.said[: len(due.said)]
    assert due.said[-1][0] == "assistant"


def test_the_next_summary_goes_on_from_the_last(room):
    first = room.due(dialogue(12)[:-1], SUMMARISING)
    room.manners.summarise(Summary(first.message, "They said hello.", "m"))

    assert room.due(dialogue(12)[:-1], SUMMARISING) is None
    second = room.due(dialogue(20)[:-1], SUMMARISING)

    assert "They said hello." in second.said[0][1]
    assert first.said[1] not in second.said
    assert second.message != first.message


def test_what_was_never_summarised_is_summarised_in_parts_that_can_be_read(room):
    thread = dialogue(60)
    parts = []
    while due := room.due(thread[:-1], SUMMARISING):
        parts.append(due)
        room.manners.summarise(Summary(due.message, f"Part {len(parts)}.", "m"))

    assert len(parts) > 3
    assert all(sum(len(text) + 2 for _, text in part.said) + 5 <= 1000 - 125 for part in parts)
    assert all(part.said[-1][0] == "assistant" for part in parts)
    assert room.shown(thread, SUMMARISING).left_out == 0


SEEING = replace(CHOICES, sees=True)


def asked(text: str, *names: str) -> Message:
    pictures = [Attachment(name, name, "image/png", 3, name) for name in names]
    return replace(said(Role.PERSON, text), id=text or names[0], attachments=tuple(pictures))


def looked(attachments, turn):
    return tuple(Picture("image/png", each.digest.encode()) for each in attachments if each.name != "damaged")


@pytest.fixture
def gallery() -> Room:
    room = Room()
    room.context = Context(room.manners, room.counter, Tokens(), looked)
    return room


def seen(*names: str) -> tuple[Picture, ...]:
    return tuple(Picture("image/png", name.encode()) for name in names)


def test_a_model_that_sees_is_shown_the_pictures_of_a_question(gallery):
    shown = gallery.shown([asked("What is it?", "cat", "dog")], SEEING)

    assert shown.said[1:] == (("user", Pictured("What is it?", seen("cat", "dog"))),)


def test_a_model_that_does_not_see_is_shown_the_words_alone(gallery):
    thread = [asked("", "cat"), said(Role.ASSISTANT, "A cat."), asked("And?", "dog")]

    assert gallery.shown(thread).said[1:] == (("assistant", "A cat."), ("user", "And?"))


def test_a_question_may_be_a_picture_alone(gallery):
    assert gallery.shown([asked("", "cat")], SEEING).said[1:] == (("user", Pictured("", seen("cat"))),)


def test_of_a_damaged_picture_the_words_are_asked(gallery):
    assert gallery.shown([asked("What is it?", "damaged")], SEEING).said[1:] == (("user", "What is it?"),)


def test_only_the_newest_pictures_are_shown(gallery):
    names = [str(number) for number in range(MOST_PICTURES + 2)]
    thread = [asked("Old", *names[:4]), said(Role.ASSISTANT, "Yes."), asked("New", *names[4:])]

    first, _, last = gallery.shown(thread, SEEING).said[1:]

    assert pictures_of(first[1]) == seen(*names[2:4])
    assert pictures_of(last[1]) == seen(*names[4:])


@pytest.mark.parametrize(("choices", "unseen"), [(SEEING, 2), (CHOICES, MOST_PICTURES + 2)])
def test_the_pictures_that_are_not_shown_are_counted(gallery, choices, unseen):
    names = [str(number) for number in range(MOST_PICTURES + 2)]
    thread = [asked("Old", *names[:4]), said(Role.ASSISTANT, "Yes."), asked("New", *names[4:])]

    assert gallery.shown(thread, choices).unseen == unseen


def test_pictures_are_counted(gallery):
    one = gallery.shown([asked("What is it?", "cat")], SEEING)
    none = gallery.shown([asked("What is it?")], SEEING)

    assert one.tokens > none.tokens
