"""Tokens as people can read them."""

import pytest

from assistant_gui.core.likelihood import Token, legible

NI = "你".encode()


def token(content: bytes, probability: float = 0.5) -> Token:
    return Token(content, probability, ((f"instead of {content!r}", 0.25),))


@pytest.mark.parametrize(
    ("contents", "texts"),
    [
        ([b"Hi", b" there"], ["Hi", " there"]),
        ([NI[:1], NI[1:], b"!"], ["你", "!"]),
        ([NI[:1], NI[1:2], NI[2:]], ["你"]),
        ([b"a" + NI[:2], NI[2:] + b"b"], ["a你b"]),
        ([b"\xff", b"ok"], ["\ufffd", "ok"]),
        ([b"end", NI[:2]], ["end", "\ufffd"]),
        ([], []),
    ],
)
def test_parts_of_a_letter_are_shown_as_one(contents, texts):
    assert [each.text for each in legible(map(token, contents))] == texts


def test_a_letter_of_two_tokens_is_as_likely_as_both_and_has_the_alternatives_of_the_first():
    (letter,) = legible([token(NI[:1], 0.5), token(NI[1:], 0.2)])

    assert letter.probability == pytest.approx(0.1)
    assert letter.instead == token(NI[:1]).instead
