"""Writing conversations to a file."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import SUFFIX, Form
from assistant_gui.reader.foreign import told
from assistant_gui.store.archive import Archive
from assistant_gui.store.export.exporting import export_file, exported
from assistant_gui.store.imports import imported
from tests.talks import taken


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        taken(archive, [("Sums", ((Role.PERSON, "2+2? 天"), (Role.ASSISTANT, "4"))), ("Hi", ((Role.PERSON, "hi"),))])
        archive.create("Empty")
        yield archive


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.OWN])
def test_a_file_holds_what_would_be_printed(archive, tmp_path, form):
    file = tmp_path / f"out{SUFFIX[form]}"
    steps: list[tuple[int, int]] = []

    count = export_file(archive, form, (), file, lambda done, of: steps.append((done, of)))

    assert count == 2
    assert file.read_text(encoding="utf-8") == "".join(exported(archive, form))
    assert steps[-1] == (3, 3)


def test_the_json_form_is_imported_with_every_branch(archive, tmp_path):
    one = next(each for each in archive.conversations() if each.title == "Sums")
    better = archive.correct(archive.thread(one.id)[-1].id, "four")
    export_file(archive, Form.JSON, [one.id], tmp_path / "out.json")

    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        imported(elsewhere, told(tmp_path / "out.json"))

        assert elsewhere.transfer.tree(one.id) == archive.transfer.tree(one.id)
        assert elsewhere.thread(one.id)[-1] == better
        assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))[0]["conversation"]["title"] == "Sums"


def test_what_is_in_the_trash_is_in_the_own_form_alone(archive, tmp_path):
    archive.filing.trash([each.id for each in archive.conversations() if each.title == "Hi"])

    assert export_file(archive, Form.MESSAGES, (), tmp_path / "out.jsonl") == 1
    assert export_file(archive, Form.OWN, (), tmp_path / "out.zip") == 3


def test_a_place_that_cannot_be_written_is_a_sentence(archive, tmp_path):
    with pytest.raises(AssistantError, match="Cannot write"):
        export_file(archive, Form.JSON, (), tmp_path / "nowhere" / "out.json")


def test_a_zip_is_not_printed(archive):
    with pytest.raises(AssistantError, match="cannot be printed"):
        exported(archive, Form.OWN)


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.OWN])
def test_what_was_removed_is_in_no_text(archive, form):
    one = next(each for each in archive.conversations() if each.title == "Sums")
    archive.remove(archive.thread(one.id)[-1].id)
    archive.add(Message("m", one.id, archive.thread(one.id)[-1].id, Role.ASSISTANT, "secret", 1.0, Origin.MODEL))
    archive.remove("m")

    assert "secret" not in "".join(exported(archive, form))
