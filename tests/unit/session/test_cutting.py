"""What of files is given when they do not fit."""

import pytest

from assistant_gui.session.cutting import LEFT_OUT, beginning, shares


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("sizes", "room", "given"),
    [
        ([10, 20], 100, [10, 20]),
        ([1000], 300, [300]),
        ([10, 1000, 1000], 210, [10, 100, 100]),
        ([5, 5], 0, [0, 0]),
        ([], 100, []),
    ],
)
def test_small_files_stay_whole_and_large_ones_share_the_rest(sizes, room, given):
    assert shares(sizes, room) == given


def test_what_fits_stays_as_it_is():
    assert beginning("one two three", 3, words) == "one two three"


def test_what_does_not_fit_is_cut_between_words_and_says_so():
    cut = beginning("word " * 1000, 100, words)

    assert cut.endswith(LEFT_OUT)
    assert 80 < words(cut) <= 100
    assert set(cut.removesuffix(LEFT_OUT).split()) == {"word"}


def test_text_without_spaces_is_cut_where_it_must():
    cut = beginning("静" * 1000, 100, len)

    assert len(cut) <= 100
    assert cut.startswith("静" * 50)


def test_text_whose_beginning_costs_more_than_its_end_is_cut_until_it_fits():
    dense_first = "a b c d e f g h i j " * 50 + "x" * 1000

    assert words(beginning(dense_first, 60, words)) <= 60


def test_nothing_is_given_when_nothing_fits():
    assert beginning("word " * 1000, 0, words) == ""
