"""The bytes of tokens."""

import pytest

from assistant_gui.engine.llm.token_bytes import content


@pytest.mark.parametrize(
    ("text", "piece", "bytes_"),
    [
        (" 你", "unused", " 你".encode()),
        ("\ufffd", "<0xE4>", b"\xe4"),
        ("\ufffd", "ä½", b"\xe4\xbd"),  # the first two bytes of 你, as GPT-2 spells them
        (" \ufffd", "Ġä", b" \xe4"),
        ("\ufffd", "字", "\ufffd".encode()),
    ],
)
def test_the_bytes_of_a_token(text, piece, bytes_):
    assert content(text, lambda: piece) == bytes_
