"""What a conversation takes with what is being typed."""

import pytest

from assistant_gui.core.conversation import Attachment, Message, Origin, Role
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.ports import Sampling
from assistant_gui.core.turn import Turn
from assistant_gui.session.context import Context
from assistant_gui.session.measure import Measure
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Tokens
from tests.fakes import FakeArchive
from tests.unit.session.test_tokens import Letters


class Room:
    def __init__(self) -> None:
        self.archive, self.counter = FakeArchive(), Letters(1000)
        self.conversation = self.archive.create().id
        self.say("q1", "Hi")
        self.reads = 0
        self.drafted = AS_SET
        thread = self.archive.thread

        def counted(id: str) -> list[Message]:
            self.reads += 1
            return thread(id)

        self.archive.thread = counted
        context = Context(self.archive.manners, self.counter, Tokens())

        def choices(manner: Manner) -> Choices:
            return Choices("m", Sampling(max_tokens=100), manner.instructions or "", 9999)

        self.measure = Measure(self.archive, context, choices, lambda: self.drafted)

    def say(self, id: str, text: str) -> None:
        head = self.archive.held[self.conversation].head
        self.archive.add(Message(id, self.conversation, head, Role.PERSON, text, 0, Origin.TYPED))

    def tokens(self, typed: str = "", *attachments: Attachment, conversation: str | None = None) -> int:
        chosen = self.conversation if conversation is None else conversation
        return self.measure.shown(chosen, typed, attachments, Turn()).tokens


@pytest.fixture
def room() -> Room:
    return Room()


def test_what_is_typed_and_attached_counts(room):
    empty = room.tokens()
    letter = Attachment("a", "l.txt", "text/plain", 5, "d", "Dear!")

    assert room.tokens("abc") == empty + len("\n\nabc")  # goes with the question that got no answer
    assert room.tokens("abc", letter) == empty + len("\n\nFile: l.txt\n```\nDear!\n```\n\nabc")


def test_blanks_around_what_is_typed_are_not_asked_and_do_not_count(room):
    assert room.tokens("  abc \n") == room.tokens("abc")


def test_while_somebody_types_the_conversation_is_read_and_counted_once(room):
    for typed in ("a", "ab", "abc"):
        room.tokens(typed)

    assert room.reads == 1
    assert [len(texts) for texts in room.counter.asked] == [2, 1, 1]


def test_what_was_said_meanwhile_is_read(room):
    before = room.tokens()
    room.say("q2", "again")

    assert room.tokens() == before + len("\n\nagain")


def test_a_chat_that_is_not_stored_yet_is_measured_as_it_is_drafted(room):
    assert room.tokens(conversation="") == 5
    room.drafted = Manner("Be kind.")

    assert room.tokens(conversation="") == 5 + len("Be kind.") + 2
