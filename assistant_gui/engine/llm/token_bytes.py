"""The bytes of one token of a Hugging Face tokenizer, also when they are only a part of a letter."""

import re
from collections.abc import Callable
from functools import cache

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_REPLACEMENT = "\ufffd"


def content(text: str, piece: Callable[[], str]) -> bytes:
    """Of the token that decodes to *text*; *piece* is how the vocabulary spells it."""
    if _REPLACEMENT not in text:
        return text.encode("utf-8", "surrogatepass")
    spelled = piece()
    if alone := _BYTE.fullmatch(spelled):  # SentencePiece
        return bytes([int(alone[1], 16)])
    letters = _byte_level()
    if all(letter in letters for letter in spelled):
        return bytes(letters[letter] for letter in spelled)
    return text.encode()


@cache
def _byte_level() -> dict[str, int]:
    """The alphabet in which GPT-2 and its children spell bytes: printable ones as they are, the rest from U+0100 on."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in plain]
    return {chr(byte): byte for byte in plain} | {chr(256 + n): byte for n, byte in enumerate(others)}
