"""Text as it is written -> text as it is said: no marks, links, code or emoji."""

import re
import unicodedata

_FENCED = re.compile(r"^[ \t]*(```+|~~~+).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\]]*\])")
_URL = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]'\"，。；：！？）」”]>?")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*$", re.MULTILINE)
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+(?:\[[ xX]\][ \t]+)?)+", re.MULTILINE)
_INLINE_CODE = re.compile(r"`+([^`\n]+)`+")
_STRONG = re.compile(
    r"(\*{1,3}|~~|(?<!\w)_{1,3})(?=\S)(.{1,300}?)(?<=\S)(?:\1)(?!\w)|(\*{1,3})(?=\S)(.{1,300}?)(?<=\S)\3"
)
"""Emphasis over more than 300 characters keeps its marks: to look further costs the square of the text."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_SPACES = re.compile(r"[ \t\u00a0]+")
_BREAKS = re.compile(r"\s*\n\s*")
_ENDS = ".!?…:;,。！？；：，、"
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}


def spoken(text: str) -> str:
    """What a voice should say of *text*, which may be Markdown; empty when nothing of it can be said.

    Saying the result again changes nothing. Lines become sentences, so that a list is heard as one.
    """
    text = _FENCED.sub("\n", text.replace("\r\n", "\n"))
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _INLINE_CODE.sub(r"\1", text)
    text = _URL.sub(_host, text)
    text = _TAG.sub("", text)
    text = _TABLE_RULE.sub("", _RULE.sub("", text))
    text = _LINE_MARK.sub("", text)
    text = _STRONG.sub(lambda hit: hit[2] or hit[4], _STRONG.sub(lambda hit: hit[2] or hit[4], text))
    text = _ESCAPED.sub(r"\1", text)
    text = "".join(_said(character) for character in text)
    lines = (_line(line) for line in _BREAKS.split(text))
    said = [line for line in lines if any(character.isalnum() for character in line)]
    return " ".join([*(_ended(line) for line in said[:-1]), *said[-1:]])


def _host(url: re.Match[str]) -> str:
    """Where a link leads, which is all of it that can be listened to."""
    return re.split(r"[/?#:]", re.sub(r"^<?(?:https?://)?(?:www\.)?", "", url[0]).rstrip(">"))[0]


def _line(line: str) -> str:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return _SPACES.sub(" ", ", ".join(cell for cell in cells if cell)).replace("()", "").strip()


def _ended(line: str) -> str:
    """*line* with a full stop where the line's end did its work."""
    return line if line.rstrip("\"')”’」）").endswith(tuple(_ENDS)) else line + "."


def _said(character: str) -> str:
    """*character*, a space for one that only looks like something, or nothing for its parts."""
    if character == "\n" or (character.isascii() and character.isprintable()):
        return character
    if character in _JOINERS:
        return ""
    kind = unicodedata.category(character)
    if kind in {"So", "Sk", "Cs", "Co", "Cn", "Cc", "Zs", "Zl", "Zp"} and character not in "°№℃℉™©®":
        return " "
    return "" if kind == "Cf" else character
