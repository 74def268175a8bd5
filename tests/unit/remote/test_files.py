"""Files on their way into a question."""

import pytest

from assistant_gui.core.attached import MOST_BYTES
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Counted, Sampling
from assistant_gui.core.turn import Turn
from assistant_gui.remote.files import QUESTION_TOKENS, RemoteFiles
from assistant_gui.session.looking import Blind
from assistant_gui.session.reply import Choices


class ByWords:
    """A model with a memory of 1000 words."""

    def count(self, model, messages, turn):
        return Counted(tuple(len(text.split()) + 3 for _, text in messages), 5, 1000)


@pytest.fixture
def files(tmp_path):
    choices = Choices("tiny", Sampling(max_tokens=200), "Be kind.", 4096)
    return RemoteFiles(ByWords(), lambda: choices, tmp_path / "reader.log", Blind())


def test_what_fits_is_what_the_model_really_remembers_less_the_answer_and_the_instructions(files):
    assert files.room() == 1000 - 200 - 5 - 5 - QUESTION_TOKENS


def test_tokens_are_counted_as_they_stand_in_a_question(files):
    assert files.tokens("one two three") == 6
    assert files.tokens("") == 0


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


@pytest.mark.parametrize(("name", "words"), [("gone.txt", "no file"), (".", "a folder")])
def test_what_is_no_file_is_said_to_be_none(files, tmp_path, name, words):
    with pytest.raises(AssistantError, match=words):
        files.read(tmp_path / name, Turn())
