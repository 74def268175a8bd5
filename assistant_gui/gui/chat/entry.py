"""Where the person types: Enter sends, Shift+Enter is a new line."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from assistant_gui.core.language import translated as _
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
    paged = Signal(int)
    """Page Up (-1) or Page Down (1): the messages scroll, not the entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "bare")
        self._composing = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN)  # the caret stands clear of the edge
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _ENTER and self._composing:
            event.accept()  # it ends the composition of the input method, and only that
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() in _PAGES:
            self.paged.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._composing = False
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

        self.text = TextEntry(self)
        self.text.setPlaceholderText(_("Ask anything"))
        self.text.setAccessibleName(_("Your message"))
        self.button = IconButton("send", _("Send (Enter)"), look="primary", size=20)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        layout.setSpacing(Space.S)
        layout.addWidget(self.text, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)

        self.text.entered.connect(self._on_entered)
        self.text.textChanged.connect(self._show_state)
        self.text.focused.connect(self._on_focused)
        self.button.clicked.connect(self._on_clicked)
        self._show_state()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.button.show_icon("stop" if busy else "send")
        self.button.say(_("Stop (Esc)") if busy else _("Send (Enter)"))
        self._show_state()

    def take(self) -> str:
        """What was typed; the entry is empty afterwards."""
        text = self.text.toPlainText()
        self.text.clear()
        return text

    def _on_entered(self) -> None:
        if not self._busy and self.text.toPlainText().strip():
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
        self.button.setEnabled(self._busy or bool(self.text.toPlainText().strip()))
