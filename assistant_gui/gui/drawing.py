"""Blocks drawn into a QTextDocument, piece by piece; a document can be taken back to the beginning of any piece."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextListFormat,
    QTextTableCellFormat,
    QTextTableFormat,
)

from assistant_gui.gui.blocks import (
    PLAIN,
    Block,
    Code,
    Formula,
    Inline,
    Item,
    Listing,
    Look,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from assistant_gui.gui.colouring import colour_of
from assistant_gui.gui.formulas import Picture, Wish
from assistant_gui.gui.theme import Palette

KIND: Final = QTextFormat.Property.UserProperty.value + 1
"""Of a frame: what the widget paints behind it."""
NUMBER: Final = QTextFormat.Property.UserProperty.value + 2
"""Of a frame of code, of a formula: which of :attr:`Pen.codes`, of :attr:`Pen.pictures` it is."""
WRITTEN: Final = QTextFormat.Property.UserProperty.value + 3
"""Of a formula: what it is drawn from, for copying."""
MARK: Final = QTextFormat.Property.UserProperty.value + 4
"""Of a block: what the widget paints beside or in it, one of the following."""
BULLETS: Final = ("disc", "circle", "square")
DONE, TO_DO, RULE = "done", "to do", "rule"
CODE, QUOTE = "code", "quote"
HEADER = 30
"""Above code: the language, and Copy."""

_FIXED: Final = ("Cascadia Mono", "Consolas", "SF Mono", "Menlo", "JetBrains Mono", "DejaVu Sans Mono")
INDENT: Final = 26
"""Of a list, and what is in it."""
_HEADINGS: Final = {1: (1.35, 14, 6), 2: (1.22, 12, 6), 3: (1.1, 10, 4), 4: (1.0, 8, 4), 5: (1.0, 8, 4), 6: (1.0, 8, 4)}
"""Size, and the room above and below."""
_BELOW = 8
_DEEPEST_QUOTE = 3
_PADDING = 7
_WIDE, _SHORT, _MEASURED = 400, 110, 60
"""Pixels of a table that fits anywhere, and of a short column; the rows and characters that are measured."""
_SIDES: Final = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
_FORMULA = 1.12
"""Formulas are set a little larger: their letters are small for their size."""


OBJECT: Final = "\ufffc"
"""Stands for a formula in the text of a document."""
_FORMULA_OBJECT: Final = QTextFormat.ObjectTypes.UserObject.value + 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece begins."""

    position: int
    fresh: bool
    """In an empty block that waits to be used."""
    shape: QTextBlockFormat
    look: QTextCharFormat
    """Of the block: Qt gives an empty one those of what was behind it."""
    codes: int
    pictures: int


class Pen:
    """Draws at the end of *document*.

    *picture* is asked for each formula: ``(known, picture)``; one that cannot be
    drawn, or not yet, is shown as it was written.
    """

    def __init__(self, document: QTextDocument, picture: Callable[[Wish], tuple[bool, Picture | None]]) -> None:
        self.codes: list[Code] = []
        self.missing = 0
        """Formulas that were not there when they were asked for."""
        self._document = document
        self._picture = picture
        self._cursor = QTextCursor(document)
        self._fresh = True
        self.pictures: list[Picture] = []
        self._painter = _Painter(self.pictures, document)
        document.documentLayout().registerHandler(_FORMULA_OBJECT, self._painter)
        self._formats: dict[tuple[Look, int], QTextCharFormat] = {}
        self._quotes = 0
        self._heading = 0

    def dip(self, palette: Palette, ratio: float) -> None:
        """Draw from now on in the colours of *palette* and the font of the document, sharp at *ratio*."""
        font = self._document.defaultFont()
        self._palette, self._ratio = palette, ratio
        self._x_height = QFontMetrics(font).xHeight()
        self._pixels = round(QFontInfo(font).pixelSize() * _FORMULA)
        self._formats.clear()
        self._mono = [*fixed_families(), *font.families()]
        self._points = font.pointSizeF()

    @property
    def place(self) -> Place:
        here = self._cursor
        shape, look = here.blockFormat(), here.blockCharFormat()
        return Place(here.position(), self._fresh, shape, look, len(self.codes), len(self.pictures))

    def go_back(self, place: Place) -> None:
        """Take everything since *place* away."""
        self._cursor.setPosition(place.position)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._cursor.setBlockFormat(place.shape)
        self._cursor.setBlockCharFormat(place.look)
        self._fresh = place.fresh
        del self.codes[place.codes :]
        del self.pictures[place.pictures :]

    def draw(self, blocks: Iterable[Block]) -> None:
        self._cursor.beginEditBlock()
        self._quotes = self._heading = 0
        for block in blocks:
            self._block(block, depth=0)
        self._cursor.endEditBlock()

    def _block(self, block: Block, depth: int) -> None:
        match block:
            case Paragraph():
                self._paragraph(block, depth)
            case Code():
                self._code(block, depth)
            case Listing():
                self._listing(block, depth)
            case Quote():
                self._quote(block, depth)
            case Table():
                self._table(block, depth)
            case Rule():
                self._rule()

    def _begin(self, shape: QTextBlockFormat) -> None:
        """Stand at the beginning of an empty block."""
        if self._fresh:
            self._cursor.setBlockFormat(shape)
            self._cursor.setBlockCharFormat(QTextCharFormat())
        else:
            self._cursor.insertBlock(shape, QTextCharFormat())
        self._fresh = False

    def _paragraph(self, block: Paragraph, depth: int) -> None:
        _size, above, below = _HEADINGS.get(block.heading, (1.0, 0, _BELOW))
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        shape.setBottomMargin(below)
        shape.setIndent(depth)
        if block.heading:
            shape.setHeadingLevel(block.heading)
        if len(block.inlines) == 1 and isinstance(block.inlines[0], Formula) and block.inlines[0].display:
            shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._begin(shape)
        self._heading = block.heading
        self._inlines(block.inlines)
        self._heading = 0

    def _inlines(self, inlines: Iterable[Inline]) -> None:
        for inline in inlines:
            if isinstance(inline, Formula):
                self._formula(inline)
            else:
                self._cursor.insertText(inline.text, self._format(inline.look))

    def _formula(self, formula: Formula) -> None:
        colour = self._palette.muted if self._quotes else self._palette.text
        wish = Wish(formula.source, formula.display, colour, self._pixels, self._ratio, self._x_height / 4)
        known, picture = self._picture(wish)
        self.missing += not known
        if picture is None:
            self._cursor.insertText(formula.written, self._format(Look(code=True)))
            return
        self.pictures.append(picture)
        shape = QTextCharFormat()
        shape.setFont(self._document.defaultFont())  # Qt measures from its letters where the middle is
        shape.setObjectType(_FORMULA_OBJECT)
        shape.setProperty(NUMBER, len(self.pictures) - 1)
        shape.setProperty(WRITTEN, formula.written)
        shape.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        self._cursor.insertText(OBJECT, shape)

    def _code(self, block: Code, depth: int) -> None:
        shape = self._frame_format(CODE, depth)
        shape.setProperty(NUMBER, len(self.codes))
        shape.setPadding(12)
        shape.setTopMargin(HEADER + 8 if block.first else -10)  # what goes on does so without a gap
        shape.setBottomMargin(12 if block.last else -10)
        self.codes.append(block)
        frame = self._enter(shape)
        lines = QTextBlockFormat()
        lines.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        self._cursor.setBlockFormat(lines)
        for run in block.runs:
            self._cursor.insertText(run.text, self._format(run.look))
        self._leave(frame)

    def _listing(self, block: Listing, depth: int) -> None:
        shape = QTextListFormat()
        if block.start is not None:
            shape.setStyle(QTextListFormat.Style.ListDecimal)
            shape.setStart(min(block.start, 10**9))
        else:
            shape.setStyle(QTextListFormat.Style.ListStyleUndefined)
        shape.setIndent(depth + 1)
        made = None
        for item in block.items:
            self._begin(_of_item(item, "" if block.start is not None else BULLETS[min(depth, 2)]))
            made = self._cursor.createList(shape) if made is None else made
            made.add(self._cursor.block())
            inside = item.blocks
            if inside and isinstance(inside[0], Paragraph):
                self._heading = inside[0].heading
                self._inlines(inside[0].inlines)
                self._heading = 0
                inside = inside[1:]
            for one in inside:
                self._block(one, depth + 1)
        if not depth and not self._fresh:
            last = self._cursor.blockFormat()
            last.setBottomMargin(_BELOW)
            self._cursor.setBlockFormat(last)

    def _quote(self, block: Quote, depth: int) -> None:
        self._quotes += 1
        if self._quotes > _DEEPEST_QUOTE:
            for one in block.blocks:
                self._block(one, depth)
        else:
            shape = self._frame_format(QUOTE, depth)
            shape.setLeftMargin(shape.leftMargin() + 16)
            shape.setTopMargin(6)
            shape.setBottomMargin(10)
            frame = self._enter(shape)
            self._fresh = True
            for one in block.blocks:
                self._block(one, 0)
            if not self._fresh:  # no room is left below the last line: the frame has its own
                last = self._cursor.blockFormat()
                last.setBottomMargin(0)
                self._cursor.setBlockFormat(last)
            self._leave(frame)
        self._quotes -= 1

    def _table(self, block: Table, depth: int) -> None:
        shape = QTextTableFormat()
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QBrush(QColor(self._palette.line)))
        shape.setBorderCollapse(True)
        shape.setCellSpacing(0)
        shape.setCellPadding(_PADDING)
        shape.setLeftMargin(depth * INDENT)
        shape.setTopMargin(4)
        shape.setBottomMargin(12)
        shape.setHeaderRowCount(1)
        self._make_way()
        columns = max(len(row) for row in block.rows)
        shape.setColumnWidthConstraints(self._widths(block, columns))
        table = self._cursor.insertTable(len(block.rows), columns, shape)
        usual, head = QTextTableCellFormat(), QTextTableCellFormat()
        head.setBackground(QColor(self._palette.code))
        for each in (usual, head):
            each.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        for at, row in enumerate(block.rows):
            for column, cell in enumerate(row):
                place = table.cellAt(at, column)
                place.setFormat(usual if at else head)
                self._cursor.setPosition(place.firstPosition())
                if cell.side in _SIDES:
                    within = QTextBlockFormat()
                    within.setAlignment(_SIDES[cell.side])
                    self._cursor.setBlockFormat(within)
                self._heading = -1 if at == 0 else 0
                self._inlines(cell.inlines)
        self._heading = 0
        self._leave(table)
        below = _unseen()
        below.setTopMargin(_BELOW)
        self._cursor.setBlockFormat(below)
        self._fresh = False

    def _widths(self, block: Table, columns: int) -> list[QTextLength]:
        """Columns of a word or two keep their width beside long ones, which share the rest."""
        font = QFont(self._document.defaultFont())
        font.setBold(True)
        wide = QFontMetrics(font).horizontalAdvance
        widths = [0] * columns
        for row in block.rows[:_MEASURED]:
            for column, cell in enumerate(row):
                words = "".join(one.text if isinstance(one, Run) else one.written for one in cell.inlines)
                widths[column] = max(widths[column], wide(words[:_MEASURED]) + 2 * _PADDING + 2)
        fixed, variable = QTextLength.Type.FixedLength, QTextLength.Type.VariableLength
        all_fit = sum(widths) < _WIDE
        return [
            QTextLength(fixed, width) if width < _SHORT and not all_fit else QTextLength(variable, 0)
            for width in widths
        ]

    def _rule(self) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        shape.setTopMargin(10)
        shape.setBottomMargin(16)
        shape.setProperty(MARK, RULE)
        self._begin(shape)

    def _frame_format(self, kind: str, depth: int) -> QTextFrameFormat:
        shape = QTextFrameFormat()
        shape.setProperty(KIND, kind)
        shape.setLeftMargin(depth * INDENT)
        return shape

    def _enter(self, shape: QTextFrameFormat) -> QTextFrame:
        self._make_way()
        return self._cursor.insertFrame(shape)

    def _leave(self, frame: QTextFrame) -> None:
        self._cursor.setPosition(frame.lastPosition() + 1)
        self._cursor.setBlockFormat(_unseen())
        self._cursor.setBlockCharFormat(_tiny())
        self._fresh = True

    def _make_way(self) -> None:
        """A frame stands after a block; one that was empty takes no room."""
        if self._fresh:
            self._cursor.setBlockFormat(_unseen())
            self._cursor.setBlockCharFormat(_tiny())

    def _format(self, look: Look) -> QTextCharFormat:
        """How words look here; remembered, as most look alike."""
        key = (look, self._heading + 10 * bool(self._quotes))
        made = self._formats.get(key)
        if made is None:
            made = self._formats[key] = self._made_format(look)
        return made

    def _made_format(self, look: Look) -> QTextCharFormat:
        now, made = self._palette, QTextCharFormat()
        if self._heading:
            made.setFontWeight(QFont.Weight.DemiBold)
        if self._heading > 0:
            made.setFontPointSize(self._points * _HEADINGS[self._heading][0])
        if self._quotes:
            made.setForeground(QColor(now.muted))
        if look == PLAIN:
            return made
        if look.bold:
            made.setFontWeight(QFont.Weight.Bold)
        if look.italic:
            made.setFontItalic(True)
        if look.struck:
            made.setFontStrikeOut(True)
        if look.code:
            made.setFontFamilies(self._mono)
            made.setFontFixedPitch(True)
            if self._heading <= 0:
                made.setFontPointSize(self._points * 0.93)
            if not look.kind:
                made.setBackground(QColor(now.code))
        if look.kind:
            made.setForeground(QColor(colour_of(look.kind, dark=now.name == "dark")))
        if look.link:
            made.setAnchor(True)
            made.setAnchorHref(look.link)
            made.setForeground(QColor(now.link))
            made.setFontUnderline(True)
        return made


class _Painter(QPyTextObject):
    """Puts formulas on the line of the text: Qt would put them in the middle of what is highest there."""

    def __init__(self, pictures: list[Picture], parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def intrinsicSize(self, document: QTextDocument, position: int, shape: QTextFormat) -> QSizeF:  # noqa: N802 - Qt's
        picture = self._pictures[int(shape.property(NUMBER))]
        scale = min(1.0, document.textWidth() / picture.width) if document.textWidth() > 0 else 1.0
        return QSizeF(picture.width, picture.height) * scale

    def drawObject(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, position: int, shape: QTextFormat
    ) -> None:
        picture = self._pictures[int(shape.property(NUMBER))]
        block = document.findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        base = QRectF(rect).center().y() - line.height() / 2 + line.ascent()
        scale = rect.width() / picture.width
        place = QRectF(rect.left(), base - picture.ascent * scale, rect.width(), picture.height * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, picture.image)


@cache
def fixed_families() -> tuple[str, ...]:
    """The families for code that are here, the best first."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    own = [system.family()] if QFontInfo(system).fixedPitch() else []
    return (*(name for name in _FIXED if QFontDatabase.hasFamily(name)), *own, "monospace")


def _of_item(item: Item, bullet: str) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setBottomMargin(3)
    if item.ticked is not None:
        shape.setProperty(MARK, DONE if item.ticked else TO_DO)
    elif bullet:
        shape.setProperty(MARK, bullet)
    return shape


def _unseen() -> QTextBlockFormat:
    """A block that must be there, before and after a frame, and takes no room."""
    shape = QTextBlockFormat()
    shape.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return shape


def _tiny() -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setFontPointSize(1)
    return shape
