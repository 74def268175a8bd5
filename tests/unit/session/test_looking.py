"""Pictures on their way from a stored question to a model that sees."""

from dataclasses import replace

import pytest

from assistant_gui.core.attached import Attached, attached
from assistant_gui.core.content import Picture, Pictured
from assistant_gui.core.conversation import Wish
from assistant_gui.core.events import TurnEnded
from assistant_gui.core.turn import Turn
from assistant_gui.session.assistant import Assistant, Engines
from assistant_gui.session.looking import Looking
from assistant_gui.store.archive import Archive
from tests.rooms import Room

CAT = attached("cat.png", "image/png", b"cat", "")
SEEN = (Picture("image/png", b"cat"),)


class PlainEyes:
    """Every picture is fit to be sent as it is."""

    def look(self, attachment, content, turn):
        given = content()
        return None if given is None else Picture(attachment.media, given)


class SeeingRoom(Room):
    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.assistant.close()
        self.choices = replace(self.choices, sees=True)
        engines = Engines(self.thinker, self.ears, self.voice, self.speaker, eyes=PlainEyes())
        self.assistant = Assistant(archive, engines, lambda manner: self.choices, self.told.put, rest_after=0)

    def ask(self, text: str, *files: Attached, conversation: str = "") -> None:
        self.assistant.ask(conversation, text, files)
        self.until(TurnEnded)

    @property
    def asked(self) -> list[object]:
        """What the model was last shown, without the instructions."""
        return [content for role, content in self.thinker.asked[-1][1] if role != "system"]


@pytest.fixture
def room(tmp_path):
    with Archive(tmp_path / "a.sqlite3") as archive:
        made = SeeingRoom(archive)
        yield made
        made.assistant.close()


def test_a_question_goes_with_its_picture(room):
    room.ask("What is it?", CAT)

    assert room.asked == [Pictured("What is it?", SEEN)]


def test_the_next_question_still_shows_it(room):
    room.ask("What is it?", CAT)

    room.ask("And its colour?", conversation=room.archive.conversations()[0].id)

    assert room.asked[0] == Pictured("What is it?", SEEN)


def test_another_answer_an_edited_question_and_a_branch_keep_it(room):
    room.ask("What is it?", CAT)
    conversation = room.archive.conversations()[0].id
    question, answer = room.archive.thread(conversation)

    room.assistant.regenerate(answer.id, Wish.ANOTHER)
    room.until(TurnEnded)
    assert room.asked == [Pictured("What is it?", SEEN)]

    room.assistant.edit(question.id, "Who is it?")
    room.until(TurnEnded)
    assert room.asked == [Pictured("Who is it?", SEEN)]

    branch = room.archive.branch(answer.id)
    room.ask("Sure?", conversation=branch.id)
    assert room.asked[0] == Pictured("What is it?", SEEN)


def test_the_same_conversation_goes_on_with_a_model_that_does_not_see(room):
    room.ask("What is it?", CAT)
    room.choices = replace(room.choices, sees=False)

    room.ask("And now?", conversation=room.archive.conversations()[0].id)

    assert room.asked[0] == "What is it?"


def test_a_picture_whose_content_is_gone_is_left_out(room):
    looking = Looking(room.archive, PlainEyes())

    assert looking.pictures([CAT.attachment], Turn()) == ()
