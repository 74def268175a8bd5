"""Files on their way into a question."""

import pytest

from assistant_gui.core.attached import MOST_BYTES
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.remote.files import RemoteFiles


@pytest.fixture
def files(tmp_path):
    def nowhere():
        raise AssistantError("There is no model.")

    return RemoteFiles(nowhere, nowhere, tmp_path / "reader.log")


def test_a_text_file_is_read_with_its_bytes(files, tmp_path):
    file = tmp_path / "信.txt"
    file.write_bytes("你好\r\n".encode("gbk"))

    made = files.read(file, Turn())

    assert made.content == file.read_bytes()
    assert (made.attachment.name, made.attachment.text, made.attachment.media) == ("信.txt", "你好\n", "text/plain")


def test_a_picture_is_taken_as_it_is(files, tmp_path):
    file = tmp_path / "cat.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n and so on")

    made = files.read(file, Turn())

    assert made.picture
    assert made.attachment.text == ""


def test_what_is_larger_than_is_taken_is_refused_in_words(files, tmp_path):
    file = tmp_path / "film.mkv"
    with file.open("wb") as sparse:
        sparse.truncate(MOST_BYTES + 1)

    with pytest.raises(AssistantError, match=r"film\.mkv is larger than 20 MB"):
        files.read(file, Turn())


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_what_is_no_file_is_said_to_be_none(files, tmp_path, name):
    with pytest.raises(AssistantError, match="no file"):
        files.read(tmp_path / name, Turn())
