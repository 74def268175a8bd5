"""A growing text is cut where it was cut before, and no part is too long to lay out at once."""

import pytest

from assistant_gui.gui.cutting import PART, parts, pieces

LONG_CODE = "```python\n" + "x = 1  # words\n" * 900 + "```\n\nEnd"
LONG_LIST = "".join(f"{number}. item\n" for number in range(1, 900))
LONG_TABLE = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 1_000
LONG_PARAGRAPH = "word " * 5_000
MIXED = "".join((LONG_CODE, "\n\n", LONG_LIST, "\n[a]: https://example.org\n\n", LONG_TABLE, "\n\n", LONG_PARAGRAPH))
PROSE = "A paragraph of some words.\n\n" * 1_000


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a\n\nb", ["a\n", "b"]),
        ("a\nb", ["a\nb"]),
        ("a\n\n- b\n\n- c", ["a\n\n- b\n\n- c"]),
        ("- a\n\n  b\n\nc", ["- a\n\n  b\n", "c"]),
        ("a\n```\nb\n\nc\n```\nd", ["a", "```\nb\n\nc\n```", "d"]),
        ("```\na\n    ```\nb\n```", ["```\na\n    ```\nb\n```"]),
        ("~~~~\n~~~\n\na\n~~~~\n\nb", ["~~~~\n~~~\n\na\n~~~~\n", "b"]),
        ("a ```b``` c\n\nd", ["a ```b``` c\n", "d"]),
    ],
)
def test_it_is_cut_where_no_block_goes_on(text, cut):
    assert [piece.text for piece in pieces(text)] == cut


@pytest.mark.parametrize("text", [LONG_CODE, LONG_LIST, LONG_TABLE, LONG_PARAGRAPH, PROSE])
def test_all_but_the_last_part_stay_as_the_text_grows(text):
    whole = parts(text)

    for end in range(500, len(text), len(text) // 23):
        settled = [[piece.text for piece in part.pieces] for part in parts(text[:end])[:-1]]
        assert settled == [[piece.text for piece in part.pieces] for part in whole[: len(settled)]]


@pytest.mark.parametrize("text", [LONG_CODE, LONG_LIST, LONG_TABLE, LONG_PARAGRAPH, PROSE, MIXED])
def test_reading_on_from_what_is_known_comes_to_the_same(text):
    known = ()

    for end in range(500, len(text), len(text) // 61):
        known = parts(text[:end], known)
        assert known == parts(text[:end])


@pytest.mark.parametrize("text", [LONG_CODE, LONG_LIST, LONG_TABLE, LONG_PARAGRAPH, PROSE])
def test_no_part_is_too_long(text):
    assert max(len(part.text) for part in parts(text)) <= 1.1 * PART
    assert len(parts(text)) > 1


def test_long_code_is_copied_whole_from_its_first_piece():
    cut = pieces(LONG_CODE)
    code = "\n".join(["x = 1  # words"] * 900)

    assert [piece.code for piece in cut[:-1]] == [code] * (len(cut) - 1)
    assert [piece.first for piece in cut[:-1]] == [True] + [False] * (len(cut) - 2)
    assert "\n".join("\n".join(piece.text.split("\n")[1:-1]) for piece in cut[:-1]) == code


@pytest.mark.parametrize("text", ["----------", "* * *", "a\n==========", "| a |\n|----------------|\n| b |"])
def test_a_line_across_is_not_taken_for_an_attack(text):
    assert not any(piece.plain for piece in pieces(text))


@pytest.mark.parametrize("text", ["> " * 12 + "a", "- " * 12 + "a", "[" * 1_000, "a" * 13_000])
def test_what_would_take_too_long_to_read_is_shown_as_it_is(text):
    cut = pieces(text)

    assert all(piece.plain for piece in cut)
    assert "".join(piece.text for piece in cut) == text
