"""Spoken questions that were put right, and what can be learned from that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Role, Wish
from assistant_gui.core.corrections import Correction
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Opening
from assistant_gui.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.sqlite3") as archive:
        yield archive


@pytest.fixture
def question(archive: Archive) -> Message:
    conversation = archive.create("Talk").id
    asked = Message("q", conversation, None, Role.PERSON, "call on a car", 5.0, Origin.SPOKEN, spoken=True)
    archive.add(asked)
    archive.add(Message("a", conversation, "q", Role.ASSISTANT, "Which car?", 6.0, Origin.MODEL, spoken=True))
    return asked


def test_what_is_put_right_is_shown_and_what_was_heard_stays(archive, question):
    corrected = archive.corrections.correct("q", "call Anneke")

    assert archive.thread(question.conversation) == [corrected]
    assert [one.text for one in archive.siblings("q")] == ["call on a car", "call Anneke"]
    assert (corrected.origin, corrected.spoken) == (Origin.SPOKEN, True)
    assert (corrected.instead, corrected.wish) == ("q", Wish.EDITED)


def test_it_is_kept_for_learning_newest_first(archive, question):
    second = Message("p", question.conversation, "a", Role.PERSON, "cue gis", 7.0, Origin.SPOKEN, spoken=True)
    archive.add(second)
    archive.corrections.correct("q", "call Anneke")
    archive.corrections.correct("p", "QGIS")

    assert archive.corrections.recent() == [Correction("cue gis", "QGIS"), Correction("call on a car", "call Anneke")]
    assert archive.corrections.recent(1) == [Correction("cue gis", "QGIS")]


def test_put_right_twice_it_goes_from_what_was_heard_to_what_it_is_now(archive, question):
    first = archive.corrections.correct("q", "call Anika")
    archive.corrections.correct(first.id, "call Anneke")

    assert archive.corrections.recent() == [Correction("call on a car", "call Anneke")]


def test_a_question_in_other_words_is_no_correction(archive, question):
    archive.edit("q", "call a taxi")

    assert archive.corrections.recent() == []


def test_a_copy_of_the_conversation_teaches_nothing_new(archive, question):
    archive.corrections.correct("q", "call Anneke")
    archive.duplicate(question.conversation)

    assert archive.corrections.recent() == [Correction("call on a car", "call Anneke")]


def test_it_goes_with_the_conversation(archive, question):
    archive.corrections.correct("q", "call Anneke")
    archive.delete(question.conversation)

    assert archive.corrections.recent() == []


def test_what_was_taken_away_is_not_learned_from(archive, question):
    archive.remove(archive.corrections.correct("q", "call Anneke").id)

    assert archive.corrections.recent() == []


def test_it_comes_through_our_own_form(archive, question, tmp_path):
    archive.corrections.correct("q", "call Anneke")
    lines = [
        Opening(archive.conversation(question.conversation)),
        *archive.transfer.tree(question.conversation),
    ]

    with Archive(tmp_path / "other.sqlite3") as other:
        with other.transfer.adoption() as adoption:
            adoption.take(lines, {})
        assert other.corrections.recent() == [Correction("call on a car", "call Anneke")]


def test_only_what_was_heard_can_be_put_right(archive, question):
    typed = archive.edit("q", "call a taxi")

    with pytest.raises(ValueError, match="heard"):
        archive.corrections.correct(typed.id, "call Anneke")


def test_nothing_is_no_correction(archive, question):
    with pytest.raises(AssistantError, match="empty"):
        archive.corrections.correct("q", "  ")
