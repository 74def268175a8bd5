"""Manners, presets and summaries on disk."""

import uuid
from collections.abc import Iterator

import pytest

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.manner import AS_SET, Manner, Overflow, Preset
from assistant_gui.core.ports import Summary
from assistant_gui.store.archive import Archive

MANNER = Manner("Sei höflich. \ud800", "m", 0.0, 0.5, 99, 7, Overflow.SUMMARISE)
KEPT = Manner("Sei höflich. \ufffd", "m", 0.0, 0.5, 99, 7, Overflow.SUMMARISE)


@pytest.fixture
def archive(tmp_path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.sqlite3") as archive:
        yield archive


def said(archive: Archive, conversation: str, text: str) -> Message:
    head = archive.conversation(conversation).head
    message = Message(uuid.uuid4().hex, conversation, head, Role.PERSON, text, 1.0, Origin.TYPED)
    archive.add(message)
    return message


def test_a_manner_is_kept_with_its_conversation_and_goes_again(archive):
    conversation = archive.create()

    assert archive.manners.change(conversation.id, MANNER).manner == KEPT
    assert archive.conversation(conversation.id).manner == KEPT
    assert archive.manners.change(conversation.id, AS_SET).manner == AS_SET


def test_a_manner_alone_does_not_move_a_conversation_in_the_list(archive):
    first, second = archive.create("first"), archive.create("second")
    archive.manners.change(first.id, MANNER)

    assert [one.id for one in archive.conversations()] == [second.id, first.id]


def test_a_conversation_may_begin_with_its_manner(archive):
    assert archive.conversation(archive.create(manner=KEPT).id).manner == KEPT


def test_the_manner_of_a_deleted_conversation_cannot_be_changed(archive):
    with pytest.raises(AssistantError, match="deleted"):
        archive.manners.change("nobody", MANNER)


def test_presets_are_kept_changed_and_forgotten(archive):
    archive.manners.keep(Preset("p", "  Strict \n teacher", MANNER))
    archive.manners.keep(Preset("q", "advocate", AS_SET))
    assert archive.manners.presets() == [Preset("q", "advocate", AS_SET), Preset("p", "Strict teacher", KEPT)]

    archive.manners.keep(Preset("p", "Mild teacher", AS_SET))
    archive.manners.forget("q")
    assert archive.manners.presets() == [Preset("p", "Mild teacher", AS_SET)]


def test_summaries_come_in_the_order_of_the_dialogue_and_a_newer_one_replaces(archive):
    conversation = archive.create().id
    first, second = said(archive, conversation, "one"), said(archive, conversation, "two")
    archive.manners.summarise(Summary(second.id, "both", "m"))
    archive.manners.summarise(Summary(first.id, "old", "m"))
    archive.manners.summarise(Summary(first.id, "new", "m"))

    assert archive.manners.summaries(conversation) == [Summary(first.id, "new", "m"), Summary(second.id, "both", "m")]


def test_a_summary_goes_with_its_conversation(archive):
    conversation = archive.create().id
    message = said(archive, conversation, "one")
    archive.manners.summarise(Summary(message.id, "short", "m"))
    archive.delete(conversation)

    assert archive.manners.summaries(conversation) == []
    with pytest.raises(AssistantError, match="deleted"):
        archive.manners.summarise(Summary(message.id, "late", "m"))


def test_without_a_folder_there_are_no_instructions_of_one(archive):
    assert archive.manners.instructions(None) == ""
    assert archive.manners.instructions("nothing") == ""
