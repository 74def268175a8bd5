"""Bytes -> text, whichever way they were encoded, if text they are."""

import codecs
import re

from assistant_gui.reader.documents.refusals import unknown

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1252", "cp1251", "koi8_r"]
_SHORT_BYTES = 200
"""Of text that is not ASCII: below that the guess between Chinese and Korean is no better than a coin."""

_MOSTLY_FOREIGN = 0.3
"""Of its bytes, text in Cyrillic has at least so many beyond ASCII."""
_LOOKED_AT = 10_000

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MOST_UNPRINTABLE = 0.01
_ZEROS = 0.15
"""Of all bytes of UTF-16 that have to be zeros on one side (half of them in English)..."""
_STRAY_ZEROS = 0.01
"""...and may be on the other."""


def decoded(content: bytes) -> str:
    """Raises Refusal when it is no text."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if len(_UNPRINTABLE.findall(text)) <= _MOST_UNPRINTABLE * len(text):
            return text
    raise unknown()


def printable(text: str) -> str:
    """*text* without what no one can see and no database can keep, its lines ended by a newline alone."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def _candidates(content: bytes) -> list[str]:
    """Encodings to try, the likeliest first."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return [encoding]
    if b"\0" in content[:4096]:
        return _utf16_by_its_zeros(content[:4096])
    guessed = _guessed(content)
    return ["utf-8", *([guessed] if guessed else [])]


def _utf16_by_its_zeros(start: bytes) -> list[str]:
    """Latin letters in UTF-16 have a zero before or after them, always on the same side."""
    before, after = start[::2].count(0) / len(start), start[1::2].count(0) / len(start)
    if min(before, after) > _STRAY_ZEROS or max(before, after) < _ZEROS:
        return []
    return ["utf-16-le" if after > before else "utf-16-be"]


def _guessed(content: bytes) -> str:
    try:
        content.decode()
    except UnicodeDecodeError:
        pass
    else:
        return ""
    from charset_normalizer import from_bytes  # slow to load; UTF-8 does without

    found = from_bytes(content, cp_isolation=_LEGACY).best()
    guessed = found.encoding if found is not None else ""
    if guessed in ("euc_kr", "cp949", "big5", "") and _short(content) and _looks_chinese(content):
        return "gb18030"
    if guessed in ("cp1251", "koi8_r") and _beyond_ascii(content) < _MOSTLY_FOREIGN * min(len(content), _LOOKED_AT):
        return "cp1252"  # an accent here and there
    return guessed


def _short(content: bytes) -> bool:
    return _beyond_ascii(content) < _SHORT_BYTES


def _beyond_ascii(content: bytes) -> int:
    return sum(byte >= 0x80 for byte in content[:_LOOKED_AT])


def _looks_chinese(content: bytes) -> bool:
    """All that is not ASCII is in the plane of simplified characters and their punctuation."""
    try:
        text = content.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return all(each < "\x80" or "一" <= each <= "鿿" or each in "，。！？；：、“”‘’（）《》【】…—·　" for each in text)
