"""Conversations as lines of JSON."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form
from assistant_gui.reader.lines import told
from assistant_gui.store.archive import Archive
from assistant_gui.store.export.exporting import exported
from assistant_gui.store.imports import imported
from tests.talks import taken

TALK = (
    (Role.SYSTEM, "Be brief."),
    (Role.PERSON, "2+2?\n天"),
    (Role.ASSISTANT, "5"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        taken(archive, [("Sums", TALK), ("Other", TALK[1:])])
        archive.create("Empty")
        yield archive


def test_messages_form(archive):
    first, second = exported(archive, Form.MESSAGES)

    assert json.loads(first) == {
        "title": "Sums",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "2+2?\n天"},
            {"role": "assistant", "content": "5"},
        ],
    }
    assert "天" in second
    assert first.count("\n") == 1


def test_sharegpt_form(archive):
    first, _ = exported(archive, Form.SHAREGPT)

    assert json.loads(first) == {
        "title": "Sums",
        "conversations": [
            {"from": "system", "value": "Be brief."},
            {"from": "human", "value": "2+2?\n天"},
            {"from": "gpt", "value": "5"},
        ],
    }


def test_one_conversation_can_be_asked_for(archive):
    one = archive.conversations()[1]

    (line,) = exported(archive, Form.MESSAGES, [one.id])
    assert json.loads(line)["title"] == one.title == "Other"


def test_a_conversation_that_is_not_there_is_a_sentence(archive):
    with pytest.raises(AssistantError, match="no conversation nix"):
        exported(archive, Form.MESSAGES, ["nix"])


def test_the_branch_that_is_shown_is_exported(archive):
    one = archive.conversations()[1]
    archive.correct(archive.thread(one.id)[-1].id, "4")

    (line,) = exported(archive, Form.MESSAGES, [one.id])
    assert json.loads(line)["messages"][-1]["content"] == "4"


@pytest.mark.parametrize("form", [Form.MESSAGES, Form.SHAREGPT])
def test_what_was_exported_can_be_imported_elsewhere(archive, tmp_path, form):
    file = io.BytesIO("".join(exported(archive, form)).encode())
    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        imported(elsewhere, told(file))

        assert list(exported(elsewhere, form)) == list(exported(archive, form))
