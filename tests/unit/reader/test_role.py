"""The reader role, as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.reader.role import opened
from assistant_gui.remote.reader import foreign_lines

GOOD = {"messages": [{"role": "user", "content": "hi \ud83d 天"}, {"role": "assistant", "content": "ho"}]}

HUNGRY = """
from assistant_gui.reader.role import limit
limit(1 << 29, 2)
try:
    bytes(1 << 30)
except MemoryError:
    print("no memory", flush=True)
while True:
    pass
"""


def read(file: Path) -> list[object]:
    return list(foreign_lines(file, file.parent / "reader.log"))


def test_a_file_is_read_by_a_process_of_its_own(tmp_path):
    file = tmp_path / "a talk 对话.jsonl"
    file.write_text(json.dumps(GOOD) + "\nnothing\n")

    assert read(file) == [
        {"conversation": {"title": "", **GOOD, "line": 1}},
        {"skipped": {"line": 2, "why": "it is not JSON"}},
    ]
    assert (tmp_path / "reader.log").read_text() == ""


def test_leaving_in_the_middle_ends_the_process(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text((json.dumps(GOOD) + "\n") * 5000)
    lines = foreign_lines(file, tmp_path / "reader.log")

    assert "conversation" in next(lines)
    lines.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "is empty"),
        (b"PK\x03\x04\0\0", "holds no text"),
        (b"no\n" * 1000, "no conversations"),
    ],
)
def test_a_file_that_cannot_be_imported_is_a_sentence(tmp_path, content, sentence):
    file = tmp_path / "bad.jsonl"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(AssistantError, match=sentence):
        read(file)


@pytest.mark.skipif(os.name == "nt", reason="needs /dev")
@pytest.mark.parametrize("path", ["/dev/zero", "/"])
def test_what_is_no_file_is_not_opened(path):
    with pytest.raises(AssistantError, match="There is no file"):
        opened(Path(path))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to RLIMIT_AS")
def test_memory_and_time_are_limited():
    done = subprocess.run([sys.executable, "-c", HUNGRY], check=False, capture_output=True, text=True, timeout=60)

    assert done.stdout == "no memory\n"
    assert done.returncode < 0
