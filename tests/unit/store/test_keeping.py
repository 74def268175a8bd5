"""A store that is only in memory, and a chat of it that is kept after all."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant_gui.core.attached import attached
from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.manner import Manner
from assistant_gui.core.ports import Summary
from assistant_gui.store.archive import Archive
from assistant_gui.store.file import nowhere
from assistant_gui.store.keeping import keep


@pytest.fixture
def passing(tmp_path, monkeypatch) -> Iterator[Archive]:
    monkeypatch.chdir(tmp_path)  # where a file by mistake would lie
    with Archive(nowhere()) as archive:
        yield archive


def said(archive: Archive, conversation: str, id: str, role: Role = Role.PERSON) -> Message:
    head = archive.conversation(conversation).head
    message = Message(id, conversation, head, role, f"text of {id}", 1.0, Origin.TYPED)
    archive.add(message)
    return message


def test_it_keeps_and_finds_like_any_other(passing, tmp_path):
    conversation = passing.create().id
    said(passing, conversation, "one")
    passing.edit("one", "in other words")

    assert [message.text for message in passing.thread(conversation)] == ["in other words"]
    assert passing.conversation(conversation).title == "text of one"
    assert len(passing.find("words")) == 1
    assert list(tmp_path.iterdir()) == []


def test_two_of_them_know_nothing_of_each_other(passing):
    passing.create("here")
    with Archive(nowhere()) as other:
        assert other.conversations() == []


def test_many_threads_may_read_while_one_writes(passing):
    conversation = passing.create().id
    failures: list[BaseException] = []
    over = threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                passing.thread(conversation)
        except BaseException as error:  # noqa: BLE001 - told below, whatever it is
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(40):
        said(passing, conversation, f"m{number}")
    over.set()
    for reader in readers:
        reader.join()

    assert failures == []
    assert len(passing.thread(conversation)) == 40


def test_a_chat_that_is_kept_is_stored_whole(passing, tmp_path):
    conversation = passing.create(manner=Manner(seed=3)).id
    file = attached("letter.txt", "text/plain", b"Dear Ada", "Dear Ada")
    question = replace(said(passing, conversation, "one"), id="two", parent="one", attachments=(file.attachment,))
    passing.add(question, {file.attachment.digest: file.content})
    answer = said(passing, conversation, "three", Role.ASSISTANT)
    passing.correct(answer.id, "A better one.")
    passing.manners.summarise(Summary("one", "They met.", "m"))

    with Archive(tmp_path / "a.sqlite3") as store:
        kept = keep(conversation, passing, store)

        assert kept.manner == Manner(seed=3)
        assert store.thread(conversation) == passing.thread(conversation)
        assert len(store.siblings(answer.id)) == 2
        assert store.content(file.attachment.digest) == b"Dear Ada"
        assert store.manners.summaries(conversation) == passing.manners.summaries(conversation)


def test_what_is_gone_cannot_be_kept(passing, tmp_path):
    with Archive(tmp_path / "a.sqlite3") as store, pytest.raises(AssistantError, match="deleted"):
        keep("nobody", passing, store)
