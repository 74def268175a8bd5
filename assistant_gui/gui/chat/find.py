"""Finding words in the conversation on screen: a bar above it, and the hits one after the other."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.announcing import to_screen_readers
from assistant_gui.gui.chat.hits import Hit, Hits, hits
from assistant_gui.gui.chat.list import MessageList
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, dress

AGAIN_MS = 400
"""While an answer is being written, the hits are counted again this often."""


class FindModel(QObject):
    """What is looked for and which hit is looked at; no widgets."""

    changed = Signal()
    """There are other hits, or another is looked at."""

    def __init__(self, model: ChatViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = ""
        self.hits = Hits()
        self.number = -1
        """Of the hit that is looked at; -1 without any."""
        self._model = model
        self._asked = 0

    @property
    def hit(self) -> Hit | None:
        return self.hits[self.number] if 0 <= self.number < len(self.hits) else None

    def look_for(self, query: str, top: int) -> None:
        """Find *query*, and look at the first hit in the message at *top* or below it."""
        self.query = query
        self._count(lambda found: found.from_message(top))

    def count_again(self) -> None:
        """The conversation has changed; what is looked at stays."""
        hit = self.hit
        if self.query:
            self._count(lambda found: self._still(found, hit))

    def step(self, by: int) -> None:
        """Look at the next hit, or the one before; behind the last comes the first."""
        if len(self.hits):
            self.number = (self.number + by) % len(self.hits)
            self.changed.emit()

    def _count(self, choose: Callable[[Hits], int]) -> None:
        self._asked += 1
        asked, query, messages = self._asked, self.query, self._model.transcript.messages()

        def done(found: Hits) -> None:
            if isValid(self) and asked == self._asked:  # the pane may have been made again meanwhile
                self.hits, self.number = found, choose(found) if len(found) else -1
                self.changed.emit()

        self._model.tasks.run(lambda: hits(messages, query) if query else Hits(), done)

    def _still(self, found: Hits, hit: Hit | None) -> int:
        number = found.number(hit) if hit is not None else None
        return min(max(self.number, 0), len(found) - 1) if number is None else number


class FindBar(QFrame):
    """Hidden until it is opened; Enter leads to the next hit, Shift+Enter back, Esc closes."""

    closed = Signal()

    def __init__(self, model: ChatViewModel, messages: MessageList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FindModel(model, self)
        self._messages = messages
        self._shown: tuple[str, Hit] | None = None
        self._conversation = model.shown
        self._say = to_screen_readers(self)
        dress(self, "find")

        self.entry = QLineEdit()
        self.entry.setPlaceholderText(_("Find in this conversation"))
        self.entry.setAccessibleName(_("Find in this conversation"))
        self.entry.setClearButtonEnabled(False)
        self.count = label(look="small", wraps=False)
        self.back = IconButton("up", _("Previous hit (Shift+Enter)"))
        self.forth = IconButton("down", _("Next hit (Enter)"))
        self.close_button = IconButton("close", _("Close (Esc)"))
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.entry, 1)
        layout.addSpacing(Space.XS)
        layout.addWidget(self.count)
        for button in (self.back, self.forth, self.close_button):
            layout.addWidget(button)
        self.hide()

        self.entry.installEventFilter(self)
        Composing(self.entry)  # after ours: filters are asked in the reverse order
        self.entry.textChanged.connect(self._on_typed)
        self.back.clicked.connect(lambda: self.model.step(-1))
        self.forth.clicked.connect(lambda: self.model.step(1))
        self.close_button.clicked.connect(self.shut)
        self.model.changed.connect(self._show)
        self._again.timeout.connect(self.model.count_again)
        model.opened.connect(self._on_opened)
        transcript = model.transcript
        for changed in (transcript.rowsInserted, transcript.rowsRemoved, transcript.dataChanged):
            changed.connect(self._on_changed)

    def open(self) -> None:
        """Show the bar, and take what is in it as what is looked for."""
        self.show()
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.entry.selectAll()
        if self.entry.text():
            self._on_typed(self.entry.text())

    def shut(self) -> None:
        if not self.isHidden():
            self.hide()
            self.model.look_for("", 0)
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """True for a key that is taken; Esc is claimed before it can be a shortcut."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter and event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            if enter:
                self.model.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            else:
                self.shut()
        return True

    def _on_typed(self, text: str) -> None:
        self.model.look_for(text, self._messages.first_in_sight())

    def _on_opened(self, conversation: str) -> None:
        if conversation != self._conversation:  # what was looked for was there
            self._conversation, self._shown = conversation, None
            self.hide()
            self.model.look_for("", 0)

    def _on_changed(self) -> None:
        if not self.isHidden() and not self._again.isActive():
            self._again.start()

    def _show(self) -> None:
        hit, model = self.model.hit, self.model
        numbers = {"number": f"{model.number + 1:n}", "of": f"{len(model.hits):n}"}
        self.count.setText(_("{number} of {of}").format(**numbers) if hit else _("No hits") if model.query else "")
        if self.isVisible():
            self._say(self.count.text())
        self.back.setEnabled(hit is not None)
        self.forth.setEnabled(hit is not None)
        now = (model.query, hit) if hit is not None else None
        if now is None:
            self._messages.look_for(model.query)
        elif now != self._shown:
            self._messages.reveal(now[1].message, model.query, now[1].place)
        self._shown = now
