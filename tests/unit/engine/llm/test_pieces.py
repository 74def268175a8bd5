"""Tokens to text, and stop texts."""

import pytest

from assistant_gui.engine.llm.pieces import Pieces, Stops

BYTES = {n: bytes([n]) for n in range(256)}


def decode(tokens) -> str:
    """One byte per token; a space before the first is lost, as some tokenizers have it."""
    return b"".join(BYTES[token] for token in tokens).decode("utf-8", "replace").removeprefix(" ")


def test_letters_of_several_tokens_come_whole():
    pieces = Pieces(decode)

    told = [pieces.add(token) for token in "é好!".encode()]

    assert told == ["", "é", "", "", "好", "!"]


def test_spaces_between_tokens_are_kept():
    pieces = Pieces(decode)

    assert "".join(pieces.add(token) for token in b"a b  c") == "a b  c"


def test_the_rest_of_a_broken_letter_is_told_at_the_end():
    pieces = Pieces(decode)

    assert [pieces.add(token) for token in "aé".encode()[:2]] == ["a", ""]
    assert pieces.rest() == "\ufffd"
    assert pieces.rest() == ""


@pytest.mark.parametrize(
    ("texts", "stops", "told", "reached"),
    [
        (["ab", "cd"], [], "abcd", False),
        (["ab", "cd", "ef"], ["cd"], "ab", True),
        (["ab", "c", "d!"], ["cd"], "ab", True),
        (["ab", "c", "x"], ["cd"], "abcx", False),
        (["aab"], ["ab", "aa"], "", True),
        (["a", "b"], ["abc"], "ab", False),
        (["x\n", "\ny"], ["\n\n"], "x", True),
    ],
)
def test_stops(texts, stops, told, reached):
    judge = Stops(stops)

    certain = "".join(judge.add(text) for text in texts if not judge.reached) + judge.rest()

    assert (certain, judge.reached) == (told, reached)


def test_what_may_become_a_stop_is_held_back():
    judge = Stops(["END"])

    assert [judge.add(text) for text in ("fine E", "N", "ough")] == ["fine ", "", "ENough"]
