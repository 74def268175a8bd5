"""Writing in the place of a message: a better answer, or a question in other words."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.theme import Space, dress


@dataclass(frozen=True, slots=True)
class Words:
    """What it says around what is written; marked, not translated."""

    title: str
    name: str
    promise: str
    save: str


ANSWER = Words(
    N_("Write a better answer"),
    N_("Better answer"),
    N_("The original is kept beside it. Fine-tuning learns from what you write here."),
    N_("Save"),
)
QUESTION = Words(
    N_("Edit the question"),
    N_("The question"),
    N_("It is asked again. What was said before is kept beside it."),
    N_("Send"),
)
HEARD = Words(
    N_("Correct what was heard"),
    N_("What was said"),
    N_("What was heard is kept beside it. The words that you put right are listened for from now on."),
    N_("Save"),
)


class BetterAnswer(QFrame):
    """Saves with Ctrl+Enter, gives up with Esc."""

    saved = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None, words: Words = ANSWER) -> None:
        super().__init__(parent)
        dress(self, "card")

        self.title = QLabel(_(words.title))
        dress(self.title, "heading")
        self.entry = _Editor(self)
        self.entry.setAccessibleName(_(words.name))
        self.promise = QLabel(_(words.promise))
        self.promise.setWordWrap(True)
        dress(self.promise, "small")
        self.save_button = QPushButton(_(words.save))
        dress(self.save_button, "primary")
        self.cancel_button = QPushButton(_("Cancel"))
        dress(self.cancel_button, "quiet")

        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(self.title)
        layout.addWidget(self.entry)
        layout.addWidget(self.promise)
        layout.addLayout(buttons)

        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.given_up)
        self.entry.textChanged.connect(self._on_changed)

    def begin(self, text: str, written: str = "") -> None:
        """Write in the place of *text*; *written* is what is there of it already."""
        self._original = text
        self.entry.setPlainText(written or text)
        self._on_changed()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entry.moveCursor(QTextCursor.MoveOperation.End)

    def text(self) -> str:
        return self.entry.toPlainText()

    def save(self) -> None:
        if self.save_button.isEnabled():
            self.saved.emit(self.entry.toPlainText().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CONTROL:
            self.save()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        written = self.entry.toPlainText().strip()
        self.save_button.setEnabled(bool(written) and written != self._original.strip())


_CONTROL = Qt.KeyboardModifier.ControlModifier


class _Editor(QPlainTextEdit):
    """Fits its text, within reason; leaves Esc and Ctrl+Enter to the frame around it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        Composing(self)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        lines = min(14, max(4, int(self.document().size().height())))  # QPlainTextEdit counts in lines
        return QSize(300, lines * self.fontMetrics().lineSpacing() + 2 * Space.L + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        ours = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CONTROL
        if event.key() == Qt.Key.Key_Escape or ours:
            event.ignore()
        else:
            super().keyPressEvent(event)
