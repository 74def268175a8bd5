"""The rest of an answer that was cut short aloud: where in what is drawn it begins."""

import re

from PySide6.QtGui import QTextCursor, QTextDocument

_NOT_DRAWN = re.compile(
    r"^ {0,3}(?:`{3,}|~{3,}).*$"  # the fence of a box of code, with its language
    r"|^ {0,3}\d{1,9}[.)](?= )"  # the number of an item
    r"|(?<=\])\([^()\n]*\)"  # where a link leads
    r"|\$\$?[^$\n]+\$\$?",  # a formula, which is a picture
    re.MULTILINE,
)


def letters_in(written: str) -> int:
    """How many letters and digits of the Markdown *written* are drawn."""
    return sum(map(str.isalnum, _NOT_DRAWN.sub(" ", written)))


def after(document: QTextDocument, letters: int) -> QTextCursor:
    """All of *document* that comes after so many letters and digits."""
    left, at = letters, 0
    text = document.toRawText()
    while left and at < len(text):
        left -= text[at].isalnum()
        at += 1
    while at < len(text) and not (text[at].isalnum() or text[at].isspace()):
        at += 1  # the mark after a word belongs to it
    cursor = QTextCursor(document)
    cursor.setPosition(min(at, document.characterCount() - 1))
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    return cursor
