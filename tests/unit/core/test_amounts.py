"""How much is stored, in words."""

from assistant_gui.core.amounts import contents


def test_one_is_not_many():
    assert contents(1, 1) == "1 conversation with 1 message"
    assert contents(0, 2) == "0 conversations with 2 messages"
