"""The words around what was found: marked where the index found them."""

import pytest

from assistant_gui.store.snippets import LENGTH, found, snippet

LONG = "word " * 100


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("The cat sat", "cat", ["cat"]),
        ("Cats, CATS and cat", "cat", ["Cat", "CAT", "cat"]),  # the last word may be unfinished...
        ("concatenate the cat", "cat", ["cat"]),  # ...but begins where a word begins
        ("cat cats", "cat x", ["cat"]),  # a word before the last is whole
        ("Café au lait", "cafe", ["Café"]),
        ("CAFE", "café", ["CAFE"]),
        ("the e-mail", "e-mail", ["e-mail"]),
        ("今天天气很好", "天", ["天", "天"]),
        ("今天天气很好", "天气", ["天气"]),
        ("天气a good天", "good", ["good"]),
        ("한국어 말", "한국", ["한국"]),
        ("naïve cats", "cat naive", ["naïve"]),
        ("Straße İstanbul x", "x", ["x"]),  # letters that grow when they are small keep their places
        ("nothing here", "...", []),
        ("nothing here", "", []),
    ],
)
def test_places_are_those_the_index_means(text, wanted, expected):
    assert [text[first:last] for first, last in found(text, wanted)] == expected


def test_a_long_text_is_cut_around_the_first_place():
    shown, marks = snippet(f"{LONG}needle {LONG}", "needle")

    assert shown.startswith("…word")
    assert shown.endswith("…")
    assert len(shown) <= LENGTH + 2
    assert [shown[first:last] for first, last in marks] == ["needle"]


def test_a_short_text_is_whole_on_one_line():
    assert snippet("say\nneedle\tplease", "needle") == ("say needle please", ((4, 10),))


def test_what_cannot_be_marked_shows_the_beginning():
    shown, marks = snippet(LONG, "needle")

    assert shown.startswith("word word")
    assert marks == ()


@pytest.mark.parametrize(
    ("text", "shown", "marked"),
    [
        ("The **fat cat** sat", "The fat cat sat", "cat"),
        ("Call `cat file` now", "Call cat file now", "cat"),
        ("## The cat\nsat", "The cat sat", "cat"),
        ("an *old* cat, ~~dead~~", "an old cat, dead", "cat"),
        ("f**at ca**t", "fat cat", "fat"),
        ("cat: 2 * 3 and 2*3, C# and #1", "cat: 2 * 3 and 2*3, C# and #1", "cat"),
    ],
)
def test_marks_of_markdown_are_not_shown(text, shown, marked):
    line, marks = snippet(text, marked)

    assert line == shown
    assert [line[first:last] for first, last in marks] in ([marked], [])


def test_the_right_words_stay_marked_behind_marks_of_markdown():
    line, marks = snippet("**A** *b* `c` cat **and** cat", "cat")

    assert [line[first:last] for first, last in marks] == ["cat", "cat"]
