"""Finding words in scripts that put no spaces between them."""

import pytest

from assistant_gui.store.words import query, split


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Token消耗", ["Token", "消", "耗"]),
        ("ひらカタ한글", ["ひ", "ら", "カ", "タ", "한", "글"]),
        ("naïve café", ["naïve", "café"]),
        ("𠮷野家", ["𠮷", "野", "家"]),
    ],
)
def test_every_such_character_is_a_word(text, words):
    assert split(text).split() == words


@pytest.mark.parametrize(
    ("text", "asked"),
    [("", ""), ('"*" ', '"*"*'), ("two words", '"two" "words"*'), ("天气 x", '"天 气" "x"*')],
)
def test_what_is_asked_for_is_never_read_as_an_operator(text, asked):
    assert query(text) == asked
