"""Attached files on disk: kept once, in order, and gone with the last message that has them."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.core.attached import again
from assistant_gui.core.conversation import Attachment, Message, Origin, Rating, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive

LETTER = b"Dear Ada, the engine works."
PICTURE = b"\x89PNG and so on"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def attachment(name: str, content: bytes, text: str = "") -> Attachment:
    return Attachment(f"id of {name}", name, "text/plain", len(content), digest(content), text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "assistant.sqlite3"


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    with Archive(file) as archive:
        yield archive


def asked(archive: Archive, text: str, *attachments: Attachment, contents: dict[str, bytes]) -> Message:
    conversation = archive.create().id
    message = Message(text, conversation, None, Role.PERSON, text, 1.0, Origin.TYPED, attachments=attachments)
    archive.add(message, contents)
    return message


def left(file: Path) -> tuple[int, int]:
    with sqlite3.connect(file) as connection:
        counted = [connection.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in _TABLES]
    connection.close()
    return counted[0], counted[1]


_TABLES = ("attachments", "contents")


def test_a_message_comes_back_with_its_files_in_order(archive):
    given = (attachment("b.txt", LETTER, "Dear Ada"), attachment("a.png", PICTURE), attachment("c.txt", LETTER, "x"))

    asked(archive, "Who wrote this?", *given, contents={digest(LETTER): LETTER, digest(PICTURE): PICTURE})

    kept = archive.message("Who wrote this?")
    assert kept is not None
    assert kept.attachments == given
    assert archive.content(digest(PICTURE)) == PICTURE
    assert archive.content("another") is None


def test_the_same_content_is_kept_once(archive, file):
    for name in ("one", "two"):
        asked(archive, name, attachment(name, LETTER), contents={digest(LETTER): LETTER})

    assert left(file) == (2, 1)


def test_an_edited_question_keeps_its_files_without_their_content_given_again(archive):
    first = asked(archive, "Who?", attachment("a.txt", LETTER, "Dear Ada"), contents={digest(LETTER): LETTER})

    archive.add(replace(first, id="edited", text="Who, then?", attachments=again(first.attachments)))

    edited = archive.message("edited")
    assert edited is not None
    assert edited.attachments[0].text == "Dear Ada"


def test_a_message_whose_content_is_missing_is_not_stored_at_all(archive):
    with pytest.raises((sqlite3.IntegrityError, AssistantError)):
        asked(archive, "lost", attachment("a.txt", LETTER), contents={})

    assert archive.message("lost") is None


def test_a_content_under_a_wrong_digest_is_refused(archive, file):
    with pytest.raises(ValueError, match="digest"):
        asked(archive, "wrong", attachment("a.txt", LETTER), contents={digest(LETTER): PICTURE})

    assert left(file) == (0, 0)


def test_deleting_the_last_conversation_that_has_a_file_deletes_the_file(archive, file):
    one, two = (
        asked(archive, name, attachment(name, LETTER), contents={digest(LETTER): LETTER}) for name in ("one", "two")
    )

    archive.delete(one.conversation)
    shared = archive.content(digest(LETTER))
    archive.delete(two.conversation)

    assert shared == LETTER
    assert left(file) == (0, 0)


def test_nothing_of_a_deleted_file_stays_on_the_disk(file):
    with Archive(file) as archive:
        message = asked(archive, "?", attachment("a.txt", LETTER, "the letter"), contents={digest(LETTER): LETTER})
        archive.delete(message.conversation)

    for each in file.parent.glob(f"{file.name}*"):
        assert LETTER not in each.read_bytes()


def test_a_conversation_that_begins_with_a_file_alone_is_named_after_it(archive):
    message = asked(archive, "", attachment("report.pdf", LETTER), contents={digest(LETTER): LETTER})

    kept = archive.conversation(message.conversation)
    assert kept is not None
    assert kept.title == "report.pdf"


def test_what_is_learned_from_an_answer_includes_what_the_model_had_read(archive):
    question = asked(archive, "Who?", attachment("a.txt", LETTER, "Dear Ada"), contents={digest(LETTER): LETTER})
    archive.add(Message("a", question.conversation, question.id, Role.ASSISTANT, "Ada.", 2.0, Origin.MODEL))
    archive.rate("a", Rating.UP)

    (example,) = archive.examples()

    assert example.messages[0] == ("user", "File: a.txt\n```\nDear Ada\n```\n\nWho?")
