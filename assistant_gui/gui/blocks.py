"""What an answer is made of once its Markdown is read: paragraphs, code, tables, formulas; plain values, no Qt."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Look:
    """How a few words stand out from the rest."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    kind: str = ""
    """In code: what Pygments says it is, for its colour."""
    link: str = ""
    """Where it leads: an address that passed :func:`links.safe`."""


PLAIN: Final = Look()


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Formula:
    source: str
    """LaTeX between its marks..."""
    written: str
    """...and with them."""
    display: bool = False
    """It stands on a line of its own."""


Inline = Run | Formula


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: tuple[Inline, ...]
    heading: int = 0
    """1 to 6; 0 for ordinary text."""


@dataclass(frozen=True, slots=True)
class Code:
    language: str
    runs: tuple[Run, ...]
    text: str
    """What Copy copies: the code exactly as it was written, all of it when only a part is drawn here."""
    first: bool = True
    last: bool = True
    """Long code is drawn in several boxes that touch; this is the first, the last of them."""


@dataclass(frozen=True, slots=True)
class Item:
    blocks: "tuple[Block, ...]"
    ticked: bool | None = None
    """Of a task list; None is an ordinary item."""


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Item, ...]
    start: int | None = None
    """The first number; None has bullets."""


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Cell:
    inlines: tuple[Inline, ...]
    side: str = "left"
    """left, center or right."""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    """The first is the head."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block = Paragraph | Code | Listing | Quote | Table | Rule
