"""What of a written answer is worth saying: no marks, no addresses, no code."""

import re
import unicodedata

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_MARKS = re.compile(r"(?m)^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\|)|\*\*|__|~~|`|(?<!\w)[*_]|[*_](?!\w)|\|")
_RULE = re.compile(r"(?m)^\s*(?:[-*_=]\s*){3,}$")


def spoken(text: str) -> str:
    """*text* as a voice should read it; empty when nothing in it can be said."""
    text = _FENCE.sub(" ", text)
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(" ", text)
    text = _RULE.sub(" ", text)
    text = _MARKS.sub("", text)
    text = "".join(character for character in text if unicodedata.category(character) not in {"So", "Cs", "Cf", "Cn"})
    text = " ".join(text.split())
    return text if any(character.isalnum() for character in text) else ""
