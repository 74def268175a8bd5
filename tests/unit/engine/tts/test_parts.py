"""Texts as a voice takes them."""

import pytest

from assistant_gui.engine.tts.parts import LONGEST, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("...", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("你好。再见！", ["你好。", "再见！"]),
        ("It costs 3.50 today", ["It costs 3.50 today"]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
    ],
)
def test_sentences_are_parts(text, expected):
    assert list(parts(text)) == expected


@pytest.mark.parametrize("text", ["word " * 200, "one, two, three, " * 60, "x" * 1000])
def test_no_part_is_long_and_nothing_is_lost(text):
    found = list(parts(text))

    assert all(len(part) <= LONGEST for part in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
