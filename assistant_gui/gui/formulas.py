"""Formulas as pictures, drawn away from the window's thread and remembered."""

import re
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from assistant_gui.gui.tasks import Tasks

if TYPE_CHECKING:
    from ziamath.zmath import Latex

LONGEST = 1_000
"""Characters; longer formulas are shown as they are written."""
_DEEPEST = 7
_WIDEST, _HIGHEST = 3_000, 1_500
_REMEMBERED = 500
_TOGETHER = 8
"""Formulas that are drawn in one go before the first of them is shown."""
_REFUSED: Final = re.compile(
    r"\\(?:new|renew|provide)?command\b|\\[egx]?def\b|\\let\b|\\(?:href|url|include\w*|input|html\w*|class|id|data|style)\b"
)
"""Macros (which would last, and may have no end) and what has no business in a formula."""
_NO_GLYPHS: Final = re.compile("[\u2e80-\uffff\U00010000-\U0001d3ff\U0001d800-\U0010ffff]")
"""Chinese and emoji: the font for formulas has none."""
_NUMBERED: Final = re.compile(r"\\tag\*?\{([^{}]*)\}")
_UNSEEN: Final = re.compile(r"\\label\{[^{}]*\}|\\(?:nonumber|notag)\b")
_STEPS: Final = re.compile(r"\\[a-zA-Z]+|\\.|[{}^_]|[^\s\\{}^_]")
_TAKING: Final = {
    *(f"\\{name}" for name in ("sqrt", "frac", "dfrac", "tfrac", "binom", "overline", "underline", "hat", "widehat")),
    *(f"\\{name}" for name in ("bar", "vec", "tilde", "dot", "ddot", "text", "mathrm", "mathbf", "boxed", "not")),
    *("^", "_"),
}
"""What takes the next thing into itself, without braces too."""
_BOX: Final = re.compile(r'viewBox="\S+ (\S+) (\S+) (\S+)"')
"""(top, width, height): the text around it stands on the line 0."""
_TAGS: Final = {"svg", "path", "rect", "line", "g"}
_SUSPECT: Final = re.compile(r"url\(|\bhref=|\bstyle=|&")
"""Leads out of a picture; ziamath writes none of it by itself."""
_TAG: Final = re.compile(r"<([^\s/>!?]+)")


@dataclass(frozen=True, slots=True)
class Wish:
    """A formula, and how it is to be drawn."""

    source: str
    display: bool
    colour: str
    pixels: int
    """The height of the text around it."""
    ratio: float
    """Pixels of the screen to one of Qt's."""
    rise: float
    """How far above the line of the text Qt puts the middle of a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """With as much room above or below as makes its letters stand on the line of the text."""

    image: QImage
    width: float
    height: float
    ascent: float
    """How much of the height is above the line of the text."""


class Formulas(QObject):
    """Hands out pictures that are there, and has the others drawn. Lives in the window's thread."""

    arrived = Signal()
    """Some that were missing are here now."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._known: OrderedDict[Wish, Picture | None] = OrderedDict()
        self._wanted: list[Wish] = []
        self._drawing = False
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._draw_some)

    def knows(self, wish: Wish) -> bool:
        """It is drawn, or cannot be; if not, it is drawn soon and :attr:`arrived` tells."""
        if wish in self._known:
            return True
        if wish not in self._wanted:
            self._wanted.append(wish)
            self._later.start()
        return False

    def picture(self, wish: Wish) -> Picture | None:
        """None for one that is not here, or cannot be drawn."""
        found = self._known.get(wish)
        if found is not None:
            self._known.move_to_end(wish)
        return found

    def _draw_some(self) -> None:
        if self._drawing or not self._wanted:
            return
        self._drawing = True
        some, self._wanted = self._wanted[-_TOGETHER:], self._wanted[:-_TOGETHER]  # what was asked for last is in sight
        self._tasks.run(lambda: [(wish, drawn(wish)) for wish in some], self._keep)

    def _keep(self, made: list[tuple[Wish, Picture | None]]) -> None:
        self._drawing = False
        for wish, picture in made:
            self._known[wish] = picture
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        if self._wanted:
            self._later.start()
        self.arrived.emit()


def drawn(wish: Wish) -> Picture | None:
    """The picture of a formula; None when it cannot be read or would take too long. From any thread."""
    if len(wish.source) > LONGEST or _REFUSED.search(wish.source) or too_deep(wish.source):
        return None
    if _NO_GLYPHS.search(wish.source):
        return None
    from ziamath.config import config  # heavy: only when there is a formula
    from ziamath.zmath import Latex

    config.svg2 = False  # Qt reads SVG Tiny
    try:
        svg, width, ascent, descent = _outlines(wish, Latex)
    except Exception:  # noqa: BLE001 - ziamath fails on bad LaTeX in any number of ways, and then the source is shown
        return None
    above = max(ascent, descent + 2 * wish.rise)
    below = above - 2 * wish.rise
    height = above + below
    if (
        not (0 < width < _WIDEST and 0 < height < _HIGHEST)
        or not set(_TAG.findall(svg)) <= _TAGS
        or _SUSPECT.search(svg)
    ):
        return None
    image = QImage(ceil(width * wish.ratio), ceil(height * wish.ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(wish.ratio, wish.ratio)
    renderer = QSvgRenderer(svg.encode())
    size = renderer.viewBoxF()
    renderer.render(painter, QRectF(0, above - ascent, size.width(), size.height()))
    painter.end()
    return Picture(image, width, height, above)


def _outlines(wish: Wish, typeset: "type[Latex]") -> tuple[str, float, float, float]:
    """(SVG, width, ascent, descent) of a formula."""
    source = _NUMBERED.sub(r"\\quad (\1)", _UNSEEN.sub("", wish.source))
    source = source.replace("<", r"\lt ").replace(">", r"\gt ")  # would be taken for MathML
    made = typeset(source, size=wish.pixels, color=wish.colour, inline=not wish.display)
    svg = made.svg()
    box = _BOX.search(svg)
    if box is None:
        raise ValueError(svg)
    top, width, height = float(box[1]), float(box[2]), float(box[3])
    return svg, width, -top, max(0.0, height + top)


def too_deep(source: str) -> bool:
    """Groups within groups take twice as long with each: ziamath would never end."""
    depth = chain = 0
    for found in _STEPS.finditer(source):
        step = found[0]
        chain = chain + 1 if step in _TAKING else 0
        if step in ("{", r"\left", r"\begin"):
            depth += 1
        elif step in ("}", r"\right", r"\end"):
            depth -= 1
        if depth + chain > _DEEPEST:
            return True
    return False
