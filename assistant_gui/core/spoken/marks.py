"""What only guides the eye is taken away: Markdown's marks, addresses, emoji; lines become sentences."""

import re
import unicodedata
from collections.abc import Iterator

from assistant_gui.core.spoken.traced import Part, Traced

_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s[^()]*)?\)|\[[^\]]*\])")
_NOTE = re.compile(r"\[\^?\d+\](?!\()")
_URL = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]'\"，。；：！？）」”]>?")
_HOST = re.compile(r"<?(?:https?://)?(?:www\.)?([^/?#:>\s]*)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t:|-]*-{3,}[ \t:|-]*$", re.MULTILINE)
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+(?:\[[ xX]\][ \t]+)?)+", re.MULTILINE)
_INLINE_CODE = re.compile(r"(`+)([^`\n]+)\1")
_STRONG = re.compile(
    r"(\*{1,3}|~~|(?<!\w)_{1,3})(?=\S)(.{1,300}?)(?<=\S)(?:\1)(?!\w)|(\*{1,3})(?=\S)(.{1,300}?)(?<=\S)\3"
)
"""Emphasis over more than 300 characters is not paired: to look further costs the square of the text."""
_UNPAIRED = re.compile(r"(?<!\S)(?:\*{1,3}|__)(?=\w)|(?<=[\w.!?…,;:。！？，；：)])(?:\*{1,3}|__)(?!\w)|`+|(?<=\S)\*\*")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_CODE_WORDS = re.compile(r"\(\)|(?<=[^\W_])_+(?=[^\W_])|(?<=[a-z])(?=[A-Z][a-z])")
_SPACES = re.compile(r"[ \t\u00a0]+")
_BARS = re.compile(r"[ \t]*\|[ \t]*")
_EDGES = re.compile(r"^[\s|]+|[\s|]+$")
_LINE = re.compile(r"[^\n]+")
_EMPTY_BRACKETS = re.compile(r"\(\)")
_ODD = re.compile(r"[^ -~\n]")
_FULL_WIDTH_ENDS = "。！？；：，、"
_ENDS = ".!?…:;," + _FULL_WIDTH_ENDS
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}


def taken(text: Traced, language: str) -> Traced:
    """*text* in one line, without marks."""
    text = text.keep(_IMAGE, 1)
    text = text.keep(_LINK, 1)
    text = text.drop(_NOTE)
    text = text.sub(_INLINE_CODE, _code_words)
    text = text.sub(_URL, _host)
    text = text.drop(_TAG)
    text = text.drop(_RULE).drop(_TABLE_RULE)
    text = text.drop(_LINE_MARK)
    text = text.keep(_STRONG, 2, 4).keep(_STRONG, 2, 4)
    text = text.drop(_UNPAIRED)
    text = text.keep(_ESCAPED, 1)
    if _ODD.search(text.text):
        text = text.replace_characters(_said)
    return _in_one_line(text, "。" if language.startswith(("zh", "ja", "cmn")) else ". ")


def _host(hit: "re.Match[str]") -> Iterator[Part]:
    """Where a link leads, which is all of it that can be listened to."""
    host = _HOST.match(hit.string, hit.start())
    yield host.span(1) if host else ""


def _code_words(hit: "re.Match[str]") -> Iterator[Part]:
    """``snake_case()`` and ``camelCase`` as the words they are made of."""
    at = hit.start(2)
    for joint in _CODE_WORDS.finditer(hit.string, *hit.span(2)):
        yield (at, joint.start())
        yield "" if joint[0] == "()" else " "
        at = joint.end()
    yield (at, hit.end(2))


def _in_one_line(text: Traced, stop: str) -> Traced:
    """Lines that say something one after the other, each but the last with a full stop where its end did that work."""
    lines = [_line(text[slice(*hit.span())]) for hit in _LINE.finditer(text.text)]
    lines = [line for line in lines if any(map(str.isalnum, line.text))]
    characters: list[str] = []
    origins: list[int] = []
    for number, line in enumerate(lines):
        characters.append(line.text)
        origins += line.origins
        if number + 1 < len(lines):
            ended = line.text.rstrip("\"')”’」）").endswith(tuple(_ENDS))
            joint = stop if not ended else "" if line.text[-1] in _FULL_WIDTH_ENDS else " "
            characters.append(joint)
            origins += [line.origins[-1] + 1] * len(joint)
    return Traced("".join(characters), origins)


def _line(line: Traced) -> Traced:
    line = line.drop(_EDGES)
    line = line.sub(_BARS, lambda hit: ", ") if "|" in line.text else line
    return line.drop(_EMPTY_BRACKETS).sub(_SPACES, lambda hit: " ").drop(_EDGES)


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
