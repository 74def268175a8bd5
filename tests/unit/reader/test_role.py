"""The reader role, as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Line, Opening, Product, Skipped, Unit
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.reader.role import checked
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


def read(file: Path, turn: Turn | None = None) -> list[Line]:
    return list(foreign_lines(file, file.parent / "reader.log", turn))


def test_a_file_is_read_by_a_process_of_its_own(tmp_path):
    file = tmp_path / "a talk 对话.jsonl"
    file.write_text(json.dumps(GOOD) + "\nnothing\n")

    product, opening, question, answer, skipped = read(file)

    assert product == Product("messages")
    assert isinstance(opening, Opening)
    assert [question.text, answer.text] == ["hi � 天", "ho"]
    assert skipped == Skipped("it is not JSON", Unit.LINE, 2)
    assert (tmp_path / "reader.log").read_text() == ""


def test_leaving_in_the_middle_ends_the_process(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text((json.dumps(GOOD) + "\n") * 5000)
    lines = foreign_lines(file, tmp_path / "reader.log")

    assert isinstance(next(lines), Product)
    lines.close()


@pytest.mark.skipif(sys.platform == "win32", reason="priorities are others there")
def test_it_goes_behind_the_window_and_the_engines(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text((json.dumps(GOOD) + "\n") * 5000)
    lines = foreign_lines(file, tmp_path / "reader.log")
    next(lines)

    [reader] = psutil.Process().children()

    assert reader.nice() == min(19, psutil.Process().nice() + 10)
    lines.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "is empty"),
        (b"PK\x03\x04\0\0", "no zip file, or it is damaged"),
        (b"\x89PNG\r\n\0\0", "holds no text"),
        (b"[]", "no conversations"),
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
def test_a_device_is_not_read():
    with pytest.raises(AssistantError, match="There is no file"):
        checked(Path("/dev/zero"))


def test_stopping_ends_the_process(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text((json.dumps(GOOD) + "\n") * 20_000)
    turn = Turn()
    lines = foreign_lines(file, tmp_path / "reader.log", turn)
    next(lines)

    turn.cancel()

    with pytest.raises(TurnCancelled):
        list(lines)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to RLIMIT_AS")
def test_memory_and_time_are_limited():
    done = subprocess.run([sys.executable, "-c", HUNGRY], check=False, capture_output=True, text=True, timeout=60)

    assert done.stdout == "no memory\n"
    assert done.returncode < 0
