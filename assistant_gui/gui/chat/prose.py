"""The text of one message: selectable, as high as it needs, deaf to what it would load or open."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.blocks import Code
from assistant_gui.gui.chat.actions import copy, copy_button
from assistant_gui.gui.chat.unheard import after
from assistant_gui.gui.drawing import CODE, HEADER, INDENT, KIND, MARK, NUMBER, OBJECT, QUOTE, RULE, WRITTEN, Pen, Place
from assistant_gui.gui.formulas import Formulas, Picture, Wish
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.links import open_asking, safe
from assistant_gui.gui.markdown import Rendered, plain
from assistant_gui.gui.ornaments import paint_code, paint_mark, paint_quote
from assistant_gui.gui.theme import colours

_MOST_MARKS = 1_000
"""In one text; more than that tell nobody anything."""


class _Document(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        return None


class Prose(QTextBrowser):
    def __init__(self, formulas: Formulas | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formulas = formulas
        self._drawn: list[tuple[Rendered, Place, int]] = []
        """Each piece, where it begins, and how many formulas it still waits for."""
        self._dress: tuple[str, str, float] | None = None
        self._ornate: bool | None = None
        """There is something to paint beside the text; None as long as nobody has looked."""
        self._copiers: list[IconButton] = []
        self._marks_shown: list[QTextEdit.ExtraSelection] = []
        self._letters: int | None = None
        """How much was heard of an answer that was cut short."""
        document = _Document(self)
        document.setDocumentMargin(0)
        document.setIndentWidth(INDENT)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setUndoRedoEnabled(False)
        self.setDocument(document)
        self._pen = Pen(document, self._picture)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._on_anchor)
        if formulas is not None:
            formulas.arrived.connect(self._on_formulas)

    def show_plain(self, text: str) -> None:
        """Show *text* as it is."""
        self.show_pieces([Rendered(text, (plain(text),))])

    def show_pieces(self, pieces: Sequence[Rendered]) -> None:
        """Show *pieces*; those that are shown already, from the top, stay as they are."""
        same = 0
        if self._dip():
            for (known, _place, _missing), piece in zip(self._drawn, pieces, strict=False):
                if known is not piece and known.blocks != piece.blocks:
                    break
                same += 1
        if same < len(pieces) or same < len(self._drawn):
            self._keeping_selection(lambda: self._redraw(same, pieces))

    def mark(self, query: str, place: int | None = None) -> None:
        """Mark every *query* in the text, the one at *place* (from 0) more strongly; nothing when it is empty."""
        marks = [self._mark(cursor, strong=number == place) for number, cursor in enumerate(self._found(query))]
        self._marks_shown = marks
        self._show_selections()

    def mute_after(self, letters: int | None) -> None:
        """Show what comes after so many letters and digits as what was not heard; None when all was."""
        self._letters = letters
        self._show_selections()

    def count(self, query: str) -> int:
        """How often *query* is in the text."""
        return sum(1 for _found in self._found(query))

    def place_of(self, query: str, place: int) -> int:
        """How far below the upper edge the *place*-th *query* stands; 0 when there is none."""
        found = list(self._found(query))
        return self.cursorRect(found[min(place, len(found) - 1)]).top() if found else 0

    def ideal_width(self, most: int) -> int:
        """How wide the text wants to be, at most *most*."""
        self.document().setTextWidth(most)
        return min(most, int(self.document().idealWidth()) + 1)

    def fit(self, width: int) -> None:
        """Be as high as the text is when it is *width* wide."""
        self.document().setTextWidth(width)
        self.setFixedHeight(ceil(self.document().size().height()))
        self._place_copiers(width)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(40, 1)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Nothing a message names is ever read, from the disk or from anywhere."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()  # the list scrolls, not the message

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Words only, and formulas as they were written: pasted elsewhere, nothing of it loads or runs."""
        made = QMimeData()
        made.setText(self.selected())
        return made

    def selected(self) -> str:
        """What is selected, in words; formulas as they were written."""
        cursor = self.textCursor()
        parts = cursor.selection().toPlainText().split(OBJECT)
        formulas = list(self._formulas_in(cursor))
        formulas += [OBJECT] * (len(parts) - 1 - len(formulas))
        return "".join(part + formula for part, formula in zip(parts, [*formulas, ""], strict=False))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._is_ornate():
            self._paint_ornaments(QRectF(event.rect()))
        super().paintEvent(event)

    # Drawing

    def _dip(self) -> bool:
        """Take the colours and the font of now; False when what is drawn was drawn in others."""
        now = (colours().name, self.font().toString(), self.devicePixelRatioF())
        if now == self._dress:
            return True
        self._dress = now
        self.document().setDefaultFont(self.font())
        self._pen.dip(colours(), self.devicePixelRatioF())
        return False

    def _redraw(self, same: int, pieces: Sequence[Rendered]) -> None:
        self._ornate = None
        if same < len(self._drawn):
            self._pen.go_back(self._drawn[same][1])
            del self._drawn[same:]
        for piece in pieces[same:]:
            place, self._pen.missing = self._pen.place, 0
            self._pen.draw(piece.blocks)
            self._drawn.append((piece, place, self._pen.missing))

    def _keeping_selection(self, change: Callable[[], None]) -> None:
        """What the person has selected stays selected; texts only ever grow."""
        selected = self.textCursor()
        anchor, position = selected.anchor(), selected.position()
        change()
        if anchor != position:
            end = max(0, self.document().characterCount() - 1)
            cursor = self.textCursor()
            cursor.setPosition(min(anchor, end))
            cursor.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _picture(self, wish: Wish) -> tuple[bool, Picture | None]:
        if self._formulas is None:
            return True, None
        return self._formulas.knows(wish), self._formulas.picture(wish)

    def _on_formulas(self) -> None:
        waits = next((at for at, (_piece, _place, missing) in enumerate(self._drawn) if missing), None)
        if waits is not None:
            pieces = [piece for piece, _place, _missing in self._drawn]
            self._keeping_selection(lambda: self._redraw(waits, pieces))
            self.updateGeometry()

    # What is beside the text

    def _is_ornate(self) -> bool:
        """Looked up once for each text: most have nothing, and all are painted again and again."""
        if self._ornate is None:
            self._ornate = next(self._frames(), None) is not None or next(self._marks(), None) is not None
        return self._ornate

    def _paint_ornaments(self, seen: QRectF) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for frame, rect in self._frames():
            if rect.intersects(seen):
                self._paint_behind(painter, frame, rect)
        for mark, rect in self._marks():
            if rect.intersects(seen):
                paint_mark(painter, mark, rect, colours())
        painter.end()

    def _frames(self) -> Iterator[tuple[QTextFrame, QRectF]]:
        """The boxes of code and the quotes, and where they are."""
        layout, waiting = self.document().documentLayout(), list(self.document().rootFrame().childFrames())
        while waiting:
            frame = waiting.pop(0)
            waiting[:0] = frame.childFrames()
            shape = frame.frameFormat()
            if shape.hasProperty(KIND):
                rect = layout.frameBoundingRect(frame)
                above = shape.topMargin() - (HEADER if shape.property(KIND) == CODE and shape.topMargin() > 0 else 0)
                yield frame, rect.adjusted(shape.leftMargin(), max(0, above), 0, -max(0, shape.bottomMargin()))

    def _marks(self) -> Iterator[tuple[str, QRectF]]:
        """The bullets, the boxes of task lists and the lines across, and where their blocks are."""
        block, layout = self.document().begin(), self.document().documentLayout()
        while block.isValid():
            mark = block.blockFormat().property(MARK)
            if mark:
                rect = layout.blockBoundingRect(block)
                if mark != RULE:  # beside the first line
                    line = block.layout().lineAt(0).rect()
                    rect = QRectF(rect.left() + line.left() - INDENT, rect.top() + line.top(), INDENT, line.height())
                yield str(mark), rect
            block = block.next()

    def _paint_behind(self, painter: QPainter, frame: QTextFrame, rect: QRectF) -> None:
        if _kind(frame) == QUOTE:
            paint_quote(painter, rect, colours())
        else:
            code = self._code_of(frame)
            paint_code(painter, rect, colours(), self.font(), code)

    def _code_of(self, frame: QTextFrame) -> Code:
        return self._pen.codes[int(frame.frameFormat().property(NUMBER))]

    def _place_copiers(self, width: int) -> None:
        """A button to copy at the upper right of each box of code."""
        boxes = [(self._code_of(frame), rect) for frame, rect in self._frames() if _kind(frame) == CODE]
        boxes = [(code, rect) for code, rect in boxes if code.first]
        while len(self._copiers) < len(boxes):
            self._copiers.append(self._copier(len(self._copiers)))
        for at, button in enumerate(self._copiers):
            button.setVisible(at < len(boxes))
            if at < len(boxes):
                size = button.sizeHint()
                rect = boxes[at][1]
                right = min(int(rect.right()), width)
                button.setGeometry(right - size.width() - 6, int(rect.top()) + 4, size.width(), size.height())

    def _copier(self, number: int) -> IconButton:
        button = copy_button()
        button.setParent(self.viewport())
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda: self._copy_code(number))
        QWidget.setTabOrder(self._copiers[-1] if self._copiers else self, button)
        return button

    def _copy_code(self, number: int) -> None:
        codes = [code for code in self._pen.codes if code.first]
        if number < len(codes):
            copy(codes[number].text, self._copiers[number])

    # What is found and what is selected

    def _found(self, query: str) -> Iterator[QTextCursor]:
        cursor = self.document().find(query) if query else QTextCursor()
        left = _MOST_MARKS
        while not cursor.isNull() and left:
            yield cursor
            cursor, left = self.document().find(query, cursor), left - 1

    def _show_selections(self) -> None:
        selections = [*self._unheard(), *self._marks_shown]
        if selections or self.extraSelections():
            self.setExtraSelections(selections)

    def _unheard(self) -> Iterator[QTextEdit.ExtraSelection]:
        if self._letters is not None:
            made = QTextEdit.ExtraSelection()
            made.cursor = after(self.document(), self._letters)
            made.format.setForeground(QColor(colours().muted))
            yield made

    def _mark(self, cursor: QTextCursor, *, strong: bool) -> QTextEdit.ExtraSelection:
        now = colours()
        made = QTextEdit.ExtraSelection()
        made.cursor = cursor
        made.format.setBackground(QColor(now.found_now if strong else now.found))
        made.format.setForeground(QColor(now.on_found))
        return made

    def _formulas_in(self, selected: QTextCursor) -> Iterator[str]:
        at = self.document().find(OBJECT, selected.selectionStart())
        while not at.isNull() and at.position() <= selected.selectionEnd():
            yield str(at.charFormat().property(WRITTEN) or OBJECT)
            at = self.document().find(OBJECT, at)

    def _on_anchor(self, address: QUrl) -> None:
        url = safe(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if url is not None:
            open_asking(url, self)


def spoken_name(*, answer: bool) -> str:
    """What a screen reader calls a message."""
    return _("The assistant's answer") if answer else _("Your message")


def _kind(frame: QTextFrame) -> str:
    return str(frame.frameFormat().property(KIND) or "")
