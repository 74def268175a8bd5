"""What counts as a model when the person points at something."""

from pathlib import Path

import pytest

from assistant_gui.catalogue.local import look_at
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format, Kind
from tests.sources import GGUF

SAFETENSORS = "\x02\0\0\0\0\0\0\0{}"


def folder_with(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content)
    return folder


def test_a_gguf_file_is_a_chat_model(tmp_path: Path) -> None:
    (tmp_path / "bird.gguf").write_bytes(GGUF)

    assert look_at(tmp_path / "bird.gguf").format is Format.GGUF


@pytest.mark.parametrize("content", [b"<html>not found</html>", b"GGUF" + bytes(range(100)), GGUF[:20], b""])
def test_a_gguf_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bird.gguf").write_bytes(content)

    with pytest.raises(AssistantError, match="not a GGUF file"):
        look_at(tmp_path / "bird.gguf")


def test_all_parts_of_a_split_file_belong_to_it(tmp_path: Path) -> None:
    for part in (1, 2):
        (tmp_path / f"bird-0000{part}-of-00002.gguf").write_bytes(GGUF)

    found = look_at(tmp_path / "bird-00001-of-00002.gguf")

    assert [file.name for file in found.files] == ["bird-00001-of-00002.gguf", "bird-00002-of-00002.gguf"]


def test_a_missing_part_is_said(tmp_path: Path) -> None:
    (tmp_path / "bird-00001-of-00002.gguf").write_bytes(GGUF)

    with pytest.raises(AssistantError, match="one of 2 parts"):
        look_at(tmp_path / "bird-00001-of-00002.gguf")


def test_a_folder_with_safetensors_is_a_chat_model(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path / "Bird 1B", config__json="{}", model__safetensors=SAFETENSORS, tokenizer__json="{}", a__py=""
    )

    found = look_at(folder)

    assert (found.id, found.kind, found.format) == ("bird-1b", Kind.CHAT, Format.FOLDER)
    assert {file.name for file in found.files} == {"config.json", "model.safetensors", "tokenizer.json"}


@pytest.mark.parametrize("content", ["<html>not found</html>", SAFETENSORS[:8], ""])
def test_a_folder_with_safetensors_that_are_none_is_refused(tmp_path: Path, content: str) -> None:
    folder = folder_with(tmp_path / "bird", config__json="{}", model__safetensors=content)

    with pytest.raises(AssistantError, match=r"model\.safetensors is called \.safetensors but"):
        look_at(folder)


def test_a_folder_that_wants_to_run_code_is_refused(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path / "bird", config__json='{"auto_map": {"AutoModel": "run.py"}}', model__safetensors=SAFETENSORS
    )

    with pytest.raises(AssistantError, match="code of its own"):
        look_at(folder)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "bird.pt", "bird.ckpt"])
def test_pickles_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x80\x04")

    with pytest.raises(AssistantError, match="pickled weights"):
        look_at(tmp_path / name)


def test_a_folder_of_pickles_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "bird", config__json="{}", pytorch_model__bin="")

    with pytest.raises(AssistantError, match="pickled weights"):
        look_at(folder)


def test_a_piper_voice_wants_its_description_beside_it(tmp_path: Path) -> None:
    (tmp_path / "amy.onnx").write_bytes(b"onnx")
    with pytest.raises(AssistantError, match=r"no amy\.onnx\.json beside it"):
        look_at(tmp_path / "amy.onnx")

    (tmp_path / "amy.onnx.json").write_text("{}")

    assert look_at(tmp_path / "amy.onnx").kind is Kind.VOICE


def test_anything_else_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")

    with pytest.raises(AssistantError, match=r"notes\.txt is not a model"):
        look_at(tmp_path / "notes.txt")
