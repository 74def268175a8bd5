"""Jan's data folder.

Written by janhq/jan src-tauri/src/core/threads/commands.rs (08d5273), ``create_thread`` and ``create_message``; what is
in it: core/src/types/message/messageEntity.ts (089ad3e), core/src/types/thread/threadEntity.ts (150cc3c) and
web-app/src/services/threads/default.ts (1274cf9), ``createThread`` and ``updateThread``.
"""

import json
import zipfile
from pathlib import Path

from assistant_gui.core.conversation import State
from assistant_gui.core.exchange import Line, Product, Skipped, Unit
from assistant_gui.reader.foreign import told
from tests.unit.reader.trees import drawn, messages, opening

THREAD = {
    "id": "0199-thread",
    "object": "thread",
    "title": "Sums",
    "assistants": [
        {"id": "jan", "name": "Jan", "instructions": "Be brief.", "model": {"id": "qwen3", "engine": "llamacpp"}}
    ],
    "created": 1750000100.5,
    "updated": 1750000100.5,
    "metadata": {"is_favorite": True, "order": 1},
}


def message(id: str, role: str, text: str, status: str = "ready", **others: object) -> dict[str, object]:
    return {
        "id": id,
        "object": "thread.message",
        "thread_id": "0199-thread",
        "role": role,
        "content": [{"type": "text", "text": {"value": text, "annotations": []}}],
        "status": status,
        "created_at": 1750000000000,
        "completed_at": 1750000000000,
        **others,
    }


LINES = [
    message("q", "user", "2+2?"),
    message(
        "a",
        "assistant",
        "4",
        "stopped",
        content=[
            {"type": "reasoning", "text": {"value": "hm", "annotations": []}},
            {"type": "text", "text": {"value": "4", "annotations": []}},
        ],
    ),
]


def kept(folder: Path, lines: list[dict[str, object]] = LINES, more: str = "") -> Path:
    thread = folder / "threads" / "0199-thread"
    thread.mkdir(parents=True)
    (thread / "thread.json").write_text(json.dumps(THREAD, indent=2))
    (thread / "messages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + more)
    return thread


def check(lines: list[Line]) -> None:
    assert lines[0] == Product("Jan")
    assert drawn(lines) == ["? 2+2?", "! 4 < 2+2? *"]


def test_the_folder_any_file_of_a_thread_and_a_zip_of_it_are_read(tmp_path):
    thread = kept(tmp_path)
    packed = tmp_path / "jan.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in thread.iterdir():
            archive.write(file, f"data/threads/0199-thread/{file.name}")

    for path in (tmp_path / "threads", thread, thread / "thread.json", thread / "messages.jsonl", packed):
        check(list(told(path)))


def test_what_is_known_about_a_thread_is_kept(tmp_path):
    kept(tmp_path)
    lines = list(told(tmp_path))

    found = opening(lines)
    assert (found.title, found.created, found.changed, found.pinned) == ("Sums", 1750000000, 1750000100.5, 1750000100.5)
    assert found.manner.instructions == "Be brief."
    answer = messages(lines)[1]
    assert (answer.state, answer.generator.model) == (State.STOPPED, "qwen3")


def test_a_project_is_a_folder(tmp_path):
    thread = kept(tmp_path)
    (thread / "thread.json").write_text(json.dumps({**THREAD, "metadata": {"project": {"id": "p", "name": "Maths"}}}))

    lines = list(told(tmp_path))

    assert lines[1].name == "Maths"
    assert opening(lines).folder == lines[1].id


def test_an_edited_message_and_a_broken_line(tmp_path):
    kept(tmp_path, [*LINES, message("a", "assistant", "four")], more="{half")

    lines = list(told(tmp_path))

    assert [each.text for each in messages(lines)] == ["2+2?", "four"]
    assert lines[-1] == Skipped("it is not JSON", Unit.LINE, 4, "threads/0199-thread/messages.jsonl")
