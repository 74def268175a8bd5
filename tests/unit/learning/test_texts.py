"""A folder of texts before a run: what is read of it, what is not, and what is held back."""

import json

import pytest

from assistant_gui.core.lessons import Private
from assistant_gui.core.texts import TextFile
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.learning.private.rules import Rules
from assistant_gui.learning.texts import PASSAGE_CHARACTERS, Passage, Texts, cut, joined


def page(number: int) -> str:
    return f"Page {number} tells of the {number}th voyage. " + "The sea was calm and the crew sang. " * 35


@pytest.fixture
def folder(tmp_path):
    """Texts of these files; what was agreed to be replaced can be named."""

    def made(*files: TextFile, confirmed: frozenset[Private] = frozenset()) -> Texts:
        rules = Rules(confirmed, {}, lambda kind, thing: thing)
        return Texts(lambda folder, turn: iter(files), lambda: rules)

    return made


@pytest.fixture
def written(folder, tmp_path):
    """What a run would find in its folder: (texts that are read, passages that judge)."""

    def made(*files: TextFile, **how: frozenset[Private]) -> tuple[list[str], list[dict[str, str]]]:
        folder(*files, **how).write(tmp_path, tmp_path, Turn())
        plain, judging = (
            [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
            for name in ("plain.jsonl", "plain-judging.jsonl")
        )
        return [each["text"] for each in plain], judging

    return made


def test_a_paragraph_that_stood_there_before_is_read_once(folder, written, tmp_path):
    twice = "This sentence stands in both of the files."
    files = (
        TextFile("a.txt", f"{twice}\n\nOnly here."),
        TextFile("b.txt", f"Yes.\n\n{twice.replace(' ', '  ')}\n\nYes."),
    )

    read, _judging = written(*files)

    assert read == [f"{twice}\n\nOnly here.", "Yes.\n\nYes."]
    assert folder(*files).look(tmp_path, Turn()).repeats == 1


def test_private_things_become_placeholders_and_are_pointed_out(folder, written, tmp_path):
    files = (TextFile("a.txt", "Write to ada@example.org, or to ada@example.org again."),)

    read, _judging = written(*files)
    found = folder(*files).look(tmp_path, Turn())

    assert read == ["Write to [EMAIL_1], or to [EMAIL_1] again."]
    assert found.kinds == ((Private.EMAIL, 2),)
    (first, _second) = found.noticed
    assert (first.file, first.before, first.text, first.after[:4], first.replaced) == (
        *("a.txt", "Write to ", "ada@example.org", ", or"),
        True,
    )


def test_guesses_are_replaced_when_that_was_agreed_to(written):
    file = TextFile("a.txt", "My name is Ada Lovelace and I live in London.")

    assert "Ada Lovelace" in written(file)[0][0]
    assert "[NAME_1]" in written(file, confirmed=frozenset({Private.NAME}))[0][0]


def test_a_tenth_of_the_passages_is_held_back_and_never_read(folder, written, tmp_path):
    files = tuple(TextFile(f"{number:03}.txt", page(number)) for number in range(300))

    read, judging = written(*files)

    assert 15 <= len(judging) <= 45
    assert not {each["text"] for each in judging} & set(read)
    assert len(read) + len(judging) == folder(*files).look(tmp_path, Turn()).passages == 300
    assert all(each["document"].endswith(".txt") for each in judging)


def test_the_same_passages_are_held_back_when_there_is_more_to_read(written):
    before = {each["text"] for each in written(*(TextFile(f"{n:03}", page(n)) for n in range(100)))[1]}
    after = {each["text"] for each in written(*(TextFile(f"{n:03}", page(n)) for n in range(200)))[1]}

    assert before < after


def test_no_more_is_held_back_than_can_be_judged_and_the_rest_is_read(written):
    read, judging = written(*(TextFile(f"{n:04}", page(n)) for n in range(1500)))

    assert len(judging) == 64
    assert len(read) == 1500 - 64


@pytest.mark.parametrize(("passages", "held"), [(3, 0), (4, 1), (12, 1)])
def test_of_few_passages_one_is_held_back_but_none_of_very_few(written, passages, held):
    _read, judging = written(*(TextFile(f"{n}", page(n + 2)) for n in range(passages)))

    assert len(judging) >= held
    assert held or not judging


def test_what_follows_each_other_is_read_in_one_piece(written):
    read, _judging = written(TextFile("a.txt", "\n\n".join(page(n) for n in range(3))))

    assert read == ["\n\n".join(page(n) for n in range(3))]


def test_there_is_a_border_where_something_was_held_back():
    passages = [Passage("a", 0, "one"), Passage("a", 1, "two"), Passage("a", 3, "four"), Passage("b", 4, "five")]

    assert list(joined(passages)) == ["one\n\ntwo", "four", "five"]


@pytest.mark.parametrize("text", ["word " * 2000, "x" * 9000, "一二三四五。" * 1500, "line\n" * 2000])
def test_a_long_paragraph_is_cut_and_nothing_of_it_is_lost(text):
    pieces = list(cut([text]))

    assert all(len(each) <= PASSAGE_CHARACTERS for each in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_words_are_counted_in_every_script(folder, tmp_path):
    found = folder(TextFile("a.txt", "Two words, 三个字。")).look(tmp_path, Turn())

    assert (found.files, found.words) == (1, 5)


def test_what_cannot_be_read_is_told(folder, tmp_path):
    broken = TextFile("b.pdf", why="b.pdf is damaged.")

    found = folder(TextFile("a.txt", "Text."), broken, TextFile("empty.txt", " \n")).look(tmp_path, Turn())

    assert found.files == 1
    assert found.unread == (broken,)


def test_many_that_cannot_be_read_are_counted(folder, tmp_path):
    found = folder(*(TextFile(f"{n}.pdf", why="damaged") for n in range(120))).look(tmp_path, Turn())

    assert (len(found.unread), found.unnamed) == (100, 20)


def test_looking_ends_when_nobody_wants_it_any_more(folder, tmp_path):
    turn = Turn()

    with pytest.raises(TurnCancelled):
        folder(TextFile("a", "Text."), TextFile("b", "Text.")).look(tmp_path, turn, lambda seen: turn.cancel())


def test_how_much_there_was_to_read_is_remembered(folder, tmp_path):
    texts = folder(TextFile("a.txt", "Text."))
    before = texts.size_bytes(tmp_path)

    texts.look(tmp_path, Turn())

    assert (before, texts.size_bytes(tmp_path)) == (0, 5)
