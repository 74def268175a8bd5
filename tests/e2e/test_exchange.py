"""Import and export by the real program: a process that reads, a store, a file."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.e2e.program import Program
from tests.unit.reader.test_chatgpt import START, exported, message


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A new profile, and no model at all."""
    return Program(tmp_path / "我的 profile", tmp_path / "models")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """ChatGPT's, with two answers to one question and a conversation that breaks off."""
    nodes = {
        **START,
        "a1": ("q", message("assistant", "5", created=1704067301.0)),
        "a2": ("q", message("assistant", "4", created=1704067302.0)),
    }
    talks = [exported(nodes, "a2"), exported(nodes, "a1", conversation_id="other", title="Other")]
    file = tmp_path / "export 数据.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("conversations.json", json.dumps(talks)[:-1] + ', {"title": "cut')
        packed.writestr("message_feedback.json", json.dumps([{"message_id": "a2", "rating": "thumbsUp"}]))
        packed.writestr("user.json", "{}")
    return file


def test_what_is_imported_exported_and_imported_again_is_the_same(program, export, tmp_path):
    first = program.json("import", str(export)).object
    again = program.json("import", str(export)).object
    packed = tmp_path / "all.zip"
    program.json("export", "--out", str(packed))
    elsewhere = Program(tmp_path / "elsewhere", program.models)
    moved = elsewhere.json("import", str(packed)).object

    assert (first["from"], first["conversations"], first["messages"]) == ("ChatGPT", 2, 6)
    assert "lost" in first["skipped"][0]["why"]
    assert (again["conversations"], again["messages"], again["duplicates"]) == (0, 0, 2)
    assert (moved["conversations"], moved["messages"], moved["skipped"]) == (2, 6, [])
    assert elsewhere.run("export", "--format", "json").out == program.run("export", "--format", "json").out


def test_every_form_is_written(program, export, tmp_path):
    program.json("import", str(export))

    for name in ("a.zip", "a.md", "a.html", "a.json", "a.jsonl"):
        assert program.json("export", "--out", str(tmp_path / name)).object["conversations"] == 2
        assert (tmp_path / name).stat().st_size > 100
    assert "# Sums" in program.run("export", "--format", "markdown").out


def test_the_program_says_what_it_could_not_read(program, tmp_path):
    (tmp_path / "empty.json").write_text("")

    said = program.run("import", str(tmp_path / "empty.json"))

    assert said.code == 1
    assert said.err.startswith("This file is empty.")
