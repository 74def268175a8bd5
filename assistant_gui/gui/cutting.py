"""A text cut into pieces that can be read, drawn and remembered one by one, and pieces gathered into parts."""

import re
from dataclasses import dataclass, replace
from typing import Final

PART = 6_000
"""Characters of one part of a message: what is laid out at once, within the blink of an eye."""

_LONG = 4_000
"""From this length a list, a table or code is cut in itself..."""
_LONGEST = 12_000
"""...and what could not be cut up to this is shown as it is, without Markdown."""
_MOST_MARKS = 900
"""More brackets and stars than this in one piece is an attack: shown as it is."""
_MOST_BARS = 1_500
_MOST_LINES = 400

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_GOES_ON: Final = re.compile(r"[ \t]|[-*+](?: |$)|\d{1,9}[.)](?: |$)|>|\|")
"""A line that may belong to what stood before the blank line."""
_REFERENCE: Final = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]{1,100}\]:[ \t]*\S{1,2000}.*$", re.MULTILINE)
_MOST_REFERENCES = 200
_ITEM: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")
_DELIMITER: Final = re.compile(r"[ \t|:-]+$")
_CLOSING: Final = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")
_DEEP: Final = re.compile(
    r"^[ \t]*(?:>[ \t]*|(?:[-*+]|\d{1,9}[.)])[ \t]+){10,}|^[ \t]{24,}(?:>|[-*+] |\d{1,9}[.)] )", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    """Markdown that can be read by itself."""
    plain: bool = False
    """Not to be read as Markdown."""
    code: str | None = None
    """Of a piece of long code: all of the code, for Copy..."""
    first: bool = True
    last: bool = True
    """...and which piece this is."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one widget shows of a message: all of it, unless it is long."""

    text: str
    pieces: tuple[Piece, ...] = ()
    """How a long text is cut; a short one is cut when it is drawn."""
    named: str = ""
    """Where the ``[names]`` of links lead that are told of anywhere in the message."""
    first: bool = True
    last: bool = True


def parts(text: str) -> tuple[Part, ...]:
    """*text* in parts that are read as Markdown; at least one."""
    if len(text) <= _LONG:
        return (Part(text),)
    gathered: list[list[Piece]] = [[]]
    size = 0
    for piece in pieces(text):
        now = gathered[-1]
        alone = piece.code is not None or (now and now[-1].code is not None)
        if now and (alone or size + len(piece.text) > PART):
            gathered.append([])
            size = 0
        gathered[-1].append(piece)
        size += len(piece.text)
    named = references(text)
    return _numbered([Part("\n".join(piece.text for piece in cut), tuple(cut), named) for cut in gathered])


def plain_parts(text: str) -> tuple[Part, ...]:
    """*text* in parts that are shown as they are; at least one."""
    return (Part(text),) if len(text) <= _LONG else _numbered([Part(part) for part in _plain_parts(text)])


def _numbered(made: list[Part]) -> tuple[Part, ...]:
    end = len(made) - 1
    return tuple(replace(part, first=at == 0, last=at == end) for at, part in enumerate(made))


def references(text: str) -> str:
    """The lines of *text* that say where ``[names]`` lead; they count in all of it."""
    found = _REFERENCE.findall(text) if "]:" in text else []
    return "\n".join(found[:_MOST_REFERENCES])


def pieces(text: str) -> tuple[Piece, ...]:
    """*text* cut where no block goes on, each cut where it was as the text grows at its end."""
    made: list[Piece] = []
    for lines in _blocks(text):
        made.extend(_pieces_of(lines))
    return tuple(made)


def _blocks(text: str) -> list[list[str]]:
    """The lines of *text*, cut at blank lines where no block can go on across them, and between items of long lists."""
    made: list[list[str]] = [[]]
    fence, blank, size = "", False, 0
    for line in text.split("\n"):
        if fence:
            if _closes(line, fence):
                fence = ""
        else:
            now = made[-1]
            apart = blank and line.strip() and not _GOES_ON.match(line)
            long_list = size > _LONG and now and _ITEM.match(now[0]) and _ITEM.match(line)
            opening = _FENCE.match(line)
            after_code = now and _closed_fence(now) and line.strip()
            if now and (apart or long_list or after_code):
                made.append([])
                size = 0
            if opening and not (opening[1][0] == "`" and "`" in opening[2]):
                if made[-1] and not line.startswith(" "):
                    made.append([])
                    size = 0
                fence = opening[1]
        blank = not line.strip()
        size += len(line) + 1
        made[-1].append(line)
    return made


def _closes(line: str, fence: str) -> bool:
    found = _CLOSING.match(line)
    return found is not None and found[1].startswith(fence)


def _closed_fence(lines: list[str]) -> bool:
    """*lines* are code between fences and nothing else."""
    opening = _FENCE.match(lines[0])
    if opening is None or len(lines) < 2:
        return False
    last = next((line for line in reversed(lines[1:]) if line.strip()), "")
    return _closes(last, opening[1])


def _pieces_of(lines: list[str]) -> list[Piece]:
    size = sum(map(len, lines)) + len(lines) - 1
    fence = _FENCE.match(lines[0]) if lines else None
    if size > _LONG:
        if fence is not None:
            return _pieces_of_code(lines, fence[1])
        if len(lines) > 2 and "|" in lines[0] and "-" in lines[1] and _DELIMITER.match(lines[1]):
            return _pieces_of_table(lines)
    text = "\n".join(lines)
    if fence is None and _too_much(text):
        return [Piece(part, plain=True) for part in _plain_parts(text)]
    return [Piece(text)]


def _pieces_of_code(lines: list[str], fence: str) -> list[Piece]:
    while len(lines) > 1 and not lines[-1].strip():
        lines = lines[:-1]
    closed = len(lines) > 1 and _closes(lines[-1], fence)
    inside = lines[1:-1] if closed else lines[1:]
    code = "\n".join(inside)
    chunks: list[list[str]] = [[]]
    size = 0
    for line in inside:
        for bit in (line[at : at + _LONG] for at in range(0, max(1, len(line)), _LONG)):
            if size + len(bit) > _LONG and chunks[-1]:
                chunks.append([])
                size = 0
            chunks[-1].append(bit)
            size += len(bit) + 1
    made = [Piece("\n".join((lines[0], *chunk, fence)), code=code, first=False, last=False) for chunk in chunks]
    made[0] = replace(made[0], first=True)
    made[-1] = replace(made[-1], last=True)
    return made


def _pieces_of_table(lines: list[str]) -> list[Piece]:
    """A long table is several, each with the head."""
    head, size = lines[:2], 0
    made: list[list[str]] = []
    rows: list[str] = []
    for line in lines[2:]:
        if rows and size + len(line) > _LONG:
            made.append([*head, *rows])
            rows, size = [], 0
        rows.append(line)
        size += len(line) + 1
    texts = ["\n".join(one) for one in (*made, [*head, *rows])]
    return [Piece(text, plain=_too_much(text)) for text in texts]


def _plain_parts(text: str) -> list[str]:
    """*text* in parts of which none is too long, cut at the end of a line or a word if there is one."""
    made = []
    while len(text) > _LONG:
        at = max(text.rfind("\n", 1, _LONG), 0) or max(text.rfind(" ", 1, _LONG), 0) or _LONG
        made.append(text[:at])
        text = text[at:].removeprefix("\n")
    return [*made, text]


def _too_much(text: str) -> bool:
    marks = sum(map(text.count, "[]*_`<&!$\\"))
    return (
        len(text) > _LONGEST
        or marks > _MOST_MARKS
        or text.count("|") > _MOST_BARS
        or text.count("\n") > _MOST_LINES
        or _DEEP.search(text) is not None
    )
