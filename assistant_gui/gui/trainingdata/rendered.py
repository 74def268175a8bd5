"""An example as the model reads it: what is learned is coloured, what steers the model is framed."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.preview import Piece, Preview
from assistant_gui.gui.theme import colours

MOST_LETTERS = 200_000
"""What is longer is shown in part."""


class Rendered(QTextBrowser):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The example as the model reads it"))
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self._shown: Preview | None = None

    def show_preview(self, preview: Preview) -> None:
        if preview is not self._shown:
            self._shown = preview
            self._write()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_shown", None) is not None:
            self._write()

    def _write(self) -> None:
        self.clear()
        if self._shown is None:
            return
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        looks = _looks()
        left = MOST_LETTERS
        for piece in self._shown.pieces:
            cursor.insertText(_visible(piece), looks[(piece.learned, piece.control)])
            left -= len(piece.text)
            if left < 0:
                cursor.insertText("…", looks[(False, False)])
                break
        cursor.endEditBlock()


def _visible(piece: Piece) -> str:
    """Control tokens stand apart from the text around them."""
    return f"\u2009{piece.text}\u2009" if piece.control else piece.text


def _looks() -> dict[tuple[bool, bool], QTextCharFormat]:
    now = colours()
    return {
        (False, False): _look(now.muted),
        (True, False): _look(now.on_soft, now.soft, underlined=True),
        (False, True): _look(now.muted, now.code, fixed=True),
        (True, True): _look(now.on_soft, now.soft, fixed=True, underlined=True),
    }


def _look(colour: str, ground: str = "", *, fixed: bool = False, underlined: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    if ground:
        made.setBackground(QColor(ground))
    if fixed:
        made.setFontFamilies(["JetBrains Mono", "DejaVu Sans Mono", "monospace"])
        made.setFontPointSize(8)
    if underlined:  # not by colour alone
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        made.setUnderlineColor(QColor(colours().accent))
    return made
