"""A folder of texts read in the reader role, as a process."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.texts import texts
from tests.documents import pdf


@pytest.fixture
def read(tmp_path):
    """What is told of a folder: name -> (text, why)."""
    folder = tmp_path / "texts"
    folder.mkdir()

    def told(**how: float) -> dict[str, tuple[str, str]]:
        return {each.name: (each.text, each.why) for each in texts(folder, tmp_path / "reader.log", Turn(), **how)}

    told.folder = folder
    return told


def test_texts_of_every_kind_are_read_in_the_order_of_their_names(read):
    (read.folder / "sub").mkdir()
    (read.folder / "b.txt").write_text("Bravo.")
    (read.folder / "a.html").write_text("<p>Alpha</p><script>no()</script>")
    (read.folder / "sub" / "c.pdf").write_bytes(pdf("Charlie"))
    (read.folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (read.folder / ".hidden.txt").write_text("secret")

    told = read()

    assert list(told) == ["a.html", "b.txt", "sub/c.pdf"]
    assert [text.strip() for text, _why in told.values()] == ["Alpha", "Bravo.", "Charlie"]


def test_a_file_that_cannot_be_read_is_told_of_by_its_whole_name_and_the_rest_is_read(read):
    (read.folder / "sub").mkdir()
    (read.folder / "sub" / "a.pdf").write_bytes(pdf(""))
    (read.folder / "sub" / "b.txt").write_text("Bravo.")

    told = read()

    assert told["sub/a.pdf"][1].startswith("sub/a.pdf holds pictures")
    assert told["sub/b.txt"] == ("Bravo.", "")


def test_a_long_text_comes_whole(read):
    (read.folder / "a.txt").write_text("one two " * 100_000)

    assert read()["a.txt"] == ("one two " * 100_000, "")


def test_a_file_that_takes_too_long_is_given_up_and_told_of(read):
    (read.folder / "a.pdf").write_bytes(pdf(*["page"] * 300))

    assert read(seconds=0)["a.pdf"][1] == "a.pdf takes too much memory or time to read."


def test_reading_ends_when_nobody_wants_it_any_more(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("text")
    turn = Turn()

    reading = texts(tmp_path, tmp_path / "reader.log", turn)
    next(reading)
    turn.cancel()

    with pytest.raises(TurnCancelled):
        list(reading)


def test_a_folder_without_texts_is_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="There are no texts in"):
        next(texts(tmp_path, tmp_path / "reader.log", Turn()))


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="There is no folder"):
        next(texts(tmp_path / "gone", tmp_path / "reader.log", Turn()))
