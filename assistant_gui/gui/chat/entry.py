"""Where the person types: Enter sends, Shift+Enter is a new line."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.theme import Space, dress, refresh

MOST_LINES = 8
_MARGIN = 2
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class TextEntry(QPlainTextEdit):
    """Grows with its text up to :data:`MOST_LINES` lines."""

    entered = Signal()
    focused = Signal(bool)
    raised = Signal()
    """Up in an empty entry: what was asked last is wanted."""
    paged = Signal(int)
    """Page Up (-1) or Page Down (1): the messages scroll, not the entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "bare")
        self.takes: Callable[[QMimeData], bool] = lambda _mime: False
        """Asked first about what is pasted or dropped; True when that is dealt with."""
        self._composing = Composing(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN)  # the caret stands clear of the edge
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Up and not event.modifiers() and self._empty():
            self.raised.emit()
        elif event.key() in _PAGES:
            self.paged.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """With nothing of its own to undo, it leaves Undo to the window."""
        undoes = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if undoes and event.type() == QEvent.Type.ShortcutOverride and not self.document().isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)

    def write(self, text: str) -> None:
        """Be *text* as if it had just been typed."""
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _empty(self) -> bool:
        return not self._composing.under_way and not self.toPlainText()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        if not self.takes(source):
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.focused.emit(False)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(60, self.fontMetrics().lineSpacing())

    def _fit(self) -> None:
        lines = max(1, int(self.document().size().height()))  # QPlainTextEdit counts in lines
        room = lines > MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if room else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(min(lines, MOST_LINES) * self.fontMetrics().lineSpacing() + 2 * _MARGIN + 1)


class Entry(QFrame):
    """The text and the one button that sends it, or stops the answer."""

    sent = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "entry")
        self._busy = False
        self._alone = False
        self._waits_for = ""

        self.attach_button = IconButton("paperclip", _("Attach files"), self, size=20)
        self.text = TextEntry(self)
        self.text.setPlaceholderText(_("Ask anything"))
        self.text.setAccessibleName(_("Your message"))
        self.button = IconButton("send", _("Send (Enter)"), look="primary", size=20)

        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        self._layout.setSpacing(0)
        self._layout.addLayout(row)

        self.text.entered.connect(self._on_entered)
        self.text.textChanged.connect(self._show_state)
        self.text.focused.connect(self._on_focused)
        self.button.clicked.connect(self._on_clicked)
        self._show_state()

    def put_above(self, widget: QWidget) -> None:
        """Put *widget* above the text, within the same frame."""
        self._layout.insertWidget(0, widget)

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.button.show_icon("stop" if busy else "send")
        self._show_state()

    def set_files(self, *, alone: bool, waits_for: str) -> None:
        """*alone*: what is attached can be sent without a word; *waits_for* says why nothing can be sent now."""
        self._alone, self._waits_for = alone, waits_for
        self._show_state()

    def take(self) -> str:
        """What was typed; the entry is empty afterwards."""
        text = self.text.toPlainText()
        self.text.clear()
        return text

    def _on_entered(self) -> None:
        if not self._busy and self._sendable():
            self.sent.emit(self.text.toPlainText())

    def _on_clicked(self) -> None:
        if self._busy:
            self.stopped.emit()
        else:
            self._on_entered()

    def _on_focused(self, focused: bool) -> None:
        self.setProperty("active", focused)
        refresh(self)

    def _show_state(self) -> None:
        self.button.say(_("Stop (Esc)") if self._busy else self._waits_for or _("Send (Enter)"))
        self.button.setEnabled(self._busy or self._sendable())

    def _sendable(self) -> bool:
        return not self._waits_for and (self._alone or bool(self.text.toPlainText().strip()))
