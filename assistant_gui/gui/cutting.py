"""A text cut into pieces that can be read, drawn and remembered one by one, and pieces gathered into parts."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

PART = 6_000
"""Characters of one part of a message: what is laid out at once, within the blink of an eye."""

_LONG = 4_000
"""From this length a list, a table or code is cut in itself..."""
_LONGEST = 12_000
"""...and what could not be cut up to this is shown as it is, without Markdown."""
_LINE, _BOX = 16, 120
"""What a line at least, and a mark of code, weighs."""
_MOST_MARKS = 900
"""More brackets and stars than this in one piece is an attack: shown as it is."""
_MOST_BARS = 1_500
_MOST_LINES = 400
_MOST_LINES_OF_ALL = 20_000
"""A text of more lines is not read at all: that alone would hold the window."""

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
    begins: int | None = field(default=None, compare=False)
    """Where in the text, when a block begins with it."""


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
    begins: int | None = None
    """Where in the text, when that is where a block begins."""


def parts(text: str, known: tuple[Part, ...] = ()) -> tuple[Part, ...]:
    """*text* in parts that are read as Markdown; at least one.

    *known* are the parts of a text that has grown to this one; only its end is read again.
    """
    if is_short(text):
        return (Part(text),)
    named, made, start = references(text), [], 0
    again = max((at for at, part in enumerate(known) if part.begins is not None), default=0)
    if again and text.count("\n") <= _MOST_LINES_OF_ALL:
        made, start = [replace(part, named=named) for part in known[:again]], known[again].begins or 0
    gathered: list[list[Piece]] = [[]]
    size = 0
    for piece in pieces(text[start:]):
        now = gathered[-1]
        alone = piece.code is not None or (now and now[-1].code is not None)
        weight = _weight(piece.text)
        if now and (alone or size + weight > PART):
            gathered.append([])
            size = 0
        gathered[-1].append(piece)
        size += weight
    for cut in gathered:
        begins = None if cut[0].begins is None else start + cut[0].begins
        made.append(Part("\n".join(piece.text for piece in cut), tuple(cut), named, begins=begins))
    return _numbered(made)


def plain_parts(text: str) -> tuple[Part, ...]:
    """*text* in parts that are shown as they are; at least one."""
    return (Part(text),) if is_short(text) else _numbered([Part(part) for part in _plain_parts(text)])


def is_short(text: str) -> bool:
    """One part is enough for *text*."""
    return len(text) <= _LONG // _LINE or _weight(text) <= _LONG


def _weight(text: str) -> int:
    """What *text* costs to lay out, in characters of prose: lines, and boxes of code, cost more than their length."""
    lines = text.count("\n")
    boxes = text.count("```") + text.count("~~~") if lines else 0
    return max(len(text), lines * _LINE) + boxes * _BOX


def _numbered(made: list[Part]) -> tuple[Part, ...]:
    end = len(made) - 1
    return tuple(replace(part, first=at == 0, last=at == end) for at, part in enumerate(made))


def references(text: str) -> str:
    """The lines of *text* that say where ``[names]`` lead; they count in all of it."""
    found = _REFERENCE.findall(text) if "]:" in text else []
    return "\n".join(found[:_MOST_REFERENCES])


def pieces(text: str) -> tuple[Piece, ...]:
    """*text* cut where no block goes on, each cut where it was as the text grows at its end."""
    if text.count("\n") > _MOST_LINES_OF_ALL:
        return tuple(Piece(part, plain=True) for part in _plain_parts(text))
    made: list[Piece] = []
    begins = 0
    for lines in _blocks(text):
        first, *others = _pieces_of(lines)
        made += [replace(first, begins=begins), *others]
        begins += sum(map(len, lines)) + len(lines)
    return tuple(made)


def _blocks(text: str) -> list[list[str]]:
    """The lines of *text*, cut at blank lines where no block can go on across them, and between items of long lists."""
    now: list[str] = []
    made = [now]
    fence = ""
    """What closes the code that is open."""
    alone = blank = False
    size = 0
    for line in text.split("\n"):
        begins = line.lstrip(" ")[:3]
        if fence:
            if begins == fence[:3] and _closes(line, fence):
                fence = ""
        elif begins:
            opening = _FENCE.match(line) if begins in ("```", "~~~") else None
            if opening is not None and begins == "```" and "`" in opening[2]:
                opening = None  # code within a line
            apart = alone or (blank and not _GOES_ON.match(line)) or (opening is not None and line[0] != " ")
            if now and (apart or (size > _LONG and _ITEM.match(now[0]) and _ITEM.match(line))):
                now, size = [], 0
                made.append(now)
            alone = opening is not None and not now
            fence = opening[1] if opening is not None else ""
        blank = not begins or line.isspace()
        size += len(line) + 1
        now.append(line)
    return made


def _closes(line: str, fence: str) -> bool:
    found = _CLOSING.match(line)
    return found is not None and found[1].startswith(fence)


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
            at_a_gap = size > _LONG * 0.8 and chunks[-1] and not chunks[-1][-1].strip()
            if chunks[-1] and (at_a_gap or size + len(bit) > _LONG):
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
    made, at = [], 0
    while len(text) - at > _LONG or text.count("\n", at) * _LINE > _LONG:
        end = _end_of_lines(text, at, at + _LONG)
        cut = max(text.rfind("\n", at + 1, end), at) if end < len(text) else at
        cut = cut if cut > at else max(text.rfind(" ", at + 1, end), at)
        cut = cut if cut > at else end
        made.append(text[at:cut])
        at = cut + 1 if text[cut : cut + 1] in ("\n", " ") else cut
    return [part for part in (*made, text[at:]) if part.strip()] or [""]


def _end_of_lines(text: str, at: int, end: int) -> int:
    """Where so many lines after *at* end that it is enough; at most *end*."""
    for _line in range(_LONG // _LINE):
        at = text.find("\n", at, end) + 1
        if not at:
            return end
    return at


def _too_much(text: str) -> bool:
    marks = sum(map(text.count, "[]*_`<&!$\\"))
    return (
        len(text) > _LONGEST
        or marks > _MOST_MARKS
        or text.count("|") > _MOST_BARS
        or text.count("\n") > _MOST_LINES
        or _DEEP.search(text) is not None
    )
