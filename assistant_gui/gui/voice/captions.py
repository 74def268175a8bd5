"""What the person said and what the assistant answers, with the part that was heard in full colour."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.theme import colours
from assistant_gui.gui.voice.viewmodel import Captions

ANSWER_SIZE = 1.25
"""The answer is read from an arm's length, so it is larger than the rest by this."""
MIN_HEIGHT = 64
MOST_HEIGHT = 200
"""Longer words are scrolled, where there is no more room."""


class CaptionsView(QTextBrowser):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What was said"))
        self.setOpenLinks(False)
        self.setMinimumHeight(MIN_HEIGHT)
        self._captions = Captions()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        wanted = int(self.document().size().height()) + 2 * self.frameWidth()
        return QSize(super().sizeHint().width(), min(max(MIN_HEIGHT, wanted), MOST_HEIGHT))

    def show_captions(self, captions: Captions) -> None:
        self._captions = captions
        self.document().clear()
        writer = QTextCursor(self.document())
        if captions.misheard:
            _write(writer, _("I heard something, but no words. Try again, a little closer."), self._small())
        elif captions.said:
            you = _("You: {words}") if captions.settled else _("You: {words} …")
            _write(writer, you.format(words=captions.said), self._small())
        if captions.answer:
            if captions.said:
                writer.insertBlock(_spaced(10))
            heard = self._large(colours().text)
            _write(writer, captions.answer[: captions.spoken], heard)
            reached = writer.position()
            _write(writer, captions.answer[captions.spoken :], self._large(colours().muted))
            if captions.over:
                writer.insertBlock(_spaced(10))
                _write(writer, _("You, meanwhile: {words}").format(words=captions.over), self._small())
            self._show_place(reached if captions.spoken else writer.position())
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.show_captions(self._captions)

    def _show_place(self, position: int) -> None:
        place = QTextCursor(self.document())
        place.setPosition(position)
        self.setTextCursor(place)
        self.ensureCursorVisible()

    def _small(self) -> QTextCharFormat:
        return _format(self.font(), colours().muted)

    def _large(self, colour: str) -> QTextCharFormat:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * ANSWER_SIZE)
        return _format(font, colour)


def _format(font: QFont, colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font)
    made.setForeground(QColor(colour))
    return made


def _spaced(above: float) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setTopMargin(above)
    return made


def _write(writer: QTextCursor, text: str, look: QTextCharFormat) -> None:
    writer.insertText(text, look)
