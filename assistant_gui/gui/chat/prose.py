"""The text of one message: selectable, as high as it needs, deaf to what it would load or open."""

from collections.abc import Callable, Iterator
from math import ceil

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor, QTextDocument, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.links import open_asking, safe
from assistant_gui.gui.markdown import COPY
from assistant_gui.gui.theme import Palette, colours


class _Document(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        return None


class Prose(QTextBrowser):
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code: tuple[str, ...] = ()
        document = _Document(self)
        document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setUndoRedoEnabled(False)
        self.setDocument(document)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(self._on_anchor)

    def show_plain(self, text: str) -> None:
        self._code = ()
        self._replace(lambda: self.setPlainText(text))

    def show_html(self, html: str, code: tuple[str, ...]) -> None:
        self._code = code
        self.document().setDefaultStyleSheet(_sheet(colours()))
        self._replace(lambda: self.setHtml(html))

    def mark(self, query: str, place: int | None = None) -> None:
        """Mark every *query* in the text, the one at *place* (from 0) more strongly; nothing when it is empty."""
        marks = [self._mark(cursor, strong=number == place) for number, cursor in enumerate(self._found(query))]
        if marks or self.extraSelections():
            self.setExtraSelections(marks)

    def place_of(self, query: str, place: int) -> int:
        """How far below the upper edge the *place*-th *query* stands; 0 when there is none."""
        found = list(self._found(query))
        return self.cursorRect(found[min(place, len(found) - 1)]).top() if found else 0

    def _found(self, query: str) -> Iterator[QTextCursor]:
        cursor = self.document().find(query) if query else QTextCursor()
        while not cursor.isNull():
            yield cursor
            cursor = self.document().find(query, cursor)

    def _mark(self, cursor: QTextCursor, *, strong: bool) -> QTextEdit.ExtraSelection:
        now = colours()
        made = QTextEdit.ExtraSelection()
        made.cursor = cursor
        made.format.setBackground(QColor(now.found_now if strong else now.found))
        made.format.setForeground(QColor(now.on_found))
        return made

    def ideal_width(self, most: int) -> int:
        """How wide the text wants to be, at most *most*."""
        self.document().setTextWidth(most)
        return min(most, int(self.document().idealWidth()) + 1)

    def fit(self, width: int) -> None:
        """Be as high as the text is when it is *width* wide."""
        self.document().setTextWidth(width)
        self.setFixedHeight(ceil(self.document().size().height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(40, 1)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Nothing a message names is ever read, from the disk or from anywhere."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()  # the list scrolls, not the message

    def _replace(self, fill: Callable[[], None]) -> None:
        """Fill in a new text and keep what the person has selected; texts only ever grow."""
        selected = self.textCursor()
        anchor, position = selected.anchor(), selected.position()
        fill()
        if anchor != position:
            end = max(0, self.document().characterCount() - 1)
            cursor = self.textCursor()
            cursor.setPosition(min(anchor, end))
            cursor.setPosition(min(position, end), QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _on_anchor(self, address: QUrl) -> None:
        text = address.toString()
        if text.startswith(COPY):
            number = text.removeprefix(COPY)
            if number.isdecimal() and int(number) < len(self._code):
                QGuiApplication.clipboard().setText(self._code[int(number)])
                self.copied.emit()
            return
        url = safe(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if url is not None:
            open_asking(url, self)


def spoken_name(*, answer: bool) -> str:
    """What a screen reader calls a message."""
    return _("The assistant's answer") if answer else _("Your message")


def _sheet(now: Palette) -> str:
    return (
        f"p {{ margin: 0 0 8px 0; }} a {{ color: {now.link}; }}"
        "h2 { font-size: large; margin: 10px 0 6px 0; } h3 { font-size: large; margin: 8px 0 6px 0; }"
        "h4, h5 { font-size: medium; margin: 6px 0 4px 0; }"
        "ul, ol { margin: 0 0 8px 0; } li { margin: 0 0 3px 0; }"
    )
