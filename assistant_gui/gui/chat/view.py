"""The chat pane: the messages, or a friendly beginning, and the entry below."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui import markdown
from assistant_gui.gui.chat.announcing import Announcer, to_screen_readers
from assistant_gui.gui.chat.entry import Entry
from assistant_gui.gui.chat.filespane import FilesPane
from assistant_gui.gui.chat.find import FindBar
from assistant_gui.gui.chat.list import MessageList, Place
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.theme import Space, dress

SUGGESTIONS = (
    N_("Explain how rainbows come about, in three sentences"),
    N_("Write a short, friendly note to a neighbour who helped me"),
    N_("Give me five ideas for a rainy Sunday"),
    N_("Show me a Python function that counts the words in a text"),
)
WARM_AFTER_MS = 400
"""Rendering is imported when the window is there, not before."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the pane takes along when it is made again."""

    drafts: Mapping[str, str]
    drafting: str
    typed: str
    place: Place


class ChatView(QWidget):
    """Draws a ChatViewModel; keeps nothing of its own but what is typed and not sent."""

    about_to_send = Signal()
    """What belongs to the question should be ready now."""

    def __init__(self, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._drafts: dict[str, str] = {}
        """What was typed in each conversation and not sent."""
        self._drafting = model.shown
        self._warm = False
        dress(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        self.messages = MessageList(model)
        self.finder = FindBar(model, self.messages)
        self.announcer = Announcer(model.transcript, to_screen_readers(self.messages), self)
        self.beginning = _Beginning()
        self.entry = Entry()
        self.entry.set_busy(model.busy)
        self.files = FilesPane(model, self.entry, self)
        self.footnote = Elided()
        self.footnote.setText(_("Answers can be wrong. Everything stays on this machine."))
        dress(self.footnote, "small")

        self.stack = QStackedWidget()
        self.stack.addWidget(self.beginning)
        self.stack.addWidget(self.messages)
        column = QWidget()
        column.setMaximumWidth(Space.COLUMN + 2 * Space.L)
        below = QVBoxLayout(column)
        below.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        below.setSpacing(6)
        below.addWidget(self.entry)
        self.foot = QHBoxLayout()
        """The line under the entry; what belongs to it is added after the footnote."""
        self.foot.addWidget(self.footnote, 1)
        self.foot.setContentsMargins(Space.S, 0, 0, 0)
        below.addLayout(self.foot)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.finder)
        layout.addWidget(self.stack, 1)
        layout.addLayout(across)

        self.finder.closed.connect(lambda: self.entry.text.setFocus(Qt.FocusReason.OtherFocusReason))
        self.entry.sent.connect(self._on_sent)
        self.entry.stopped.connect(model.stop)
        self.entry.text.paged.connect(self.messages.page)
        self.entry.text.raised.connect(model.versions.edit_last_question)
        self.beginning.chosen.connect(self._on_sent)
        model.busy_changed.connect(self._on_busy_changed)
        model.opened.connect(self._on_opened)
        model.stored.connect(self._on_stored)
        model.loaded.connect(self._on_loaded)
        model.reveal_wanted.connect(self.messages.reveal)
        model.returned.connect(self._on_returned)
        model.transcript.rowsInserted.connect(self._show_page)
        model.transcript.rowsRemoved.connect(self._show_page)
        self._show_page()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.entry.text.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._warm:
            self._warm = True
            QTimer.singleShot(WARM_AFTER_MS, self, self._warm_up)

    def memory(self) -> Kept:
        return Kept(dict(self._drafts), self._drafting, self.entry.text.toPlainText(), self.messages.memory())

    def recall(self, memory: object) -> None:
        if isinstance(memory, Kept):
            self._drafts, self._drafting = dict(memory.drafts), memory.drafting
            self.entry.text.write(memory.typed)
            self.messages.recall(memory.place)

    def _warm_up(self) -> None:
        self.model.tasks.run(markdown.warm)
        self.messages.make_ahead()

    def _on_sent(self, text: str) -> None:
        self.about_to_send.emit()
        if self.model.send(text):
            self.entry.text.clear()
            self.files.settle()
            self.messages.to_end()

    def _on_busy_changed(self, busy: bool) -> None:
        self.entry.set_busy(busy)

    def _on_opened(self, conversation: str) -> None:
        if conversation != self._drafting:
            self._drafts[self._drafting] = self.entry.take()
            self._drafting = conversation
            self.entry.text.write(self._drafts.pop(conversation, ""))
        self._show_page()
        self.entry.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_loaded(self) -> None:
        self._show_page()
        if self.isVisible():
            self.entry.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_stored(self, conversation: str) -> None:
        self._drafting = conversation

    def _on_returned(self, text: str) -> None:
        if not self.entry.text.toPlainText():
            self.entry.text.write(text)

    def _show_page(self) -> None:
        self.stack.setCurrentWidget(self.beginning if self.model.empty else self.messages)


class _Beginning(QScrollArea):
    """What an empty chat shows: a question and a few things to ask."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = QLabel(_("What can I do for you?"))
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setWordWrap(True)
        dress(self.title, "title")
        self.words = QLabel(_("Type a question, or try one of these."))
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        dress(self.words, "muted")
        self.suggestions = [_Suggestion(_(text)) for text in SUGGESTIONS]

        grid = QGridLayout()
        grid.setSpacing(Space.M)
        for number, suggestion in enumerate(self.suggestions):
            grid.addWidget(suggestion, number // 2, number % 2)
        column = QWidget()
        column.setMaximumWidth(Space.COLUMN - 80)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(Space.XL, 0, Space.XL, 0)
        inside.setSpacing(Space.S)
        inside.addWidget(self.title)
        inside.addWidget(self.words)
        inside.addSpacing(Space.L)
        inside.addLayout(grid)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, Space.M, 0, Space.M)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
        self.setWidget(page)

        for suggestion in self.suggestions:
            suggestion.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Suggestion):
            self.chosen.emit(sender.words.text())


class _Suggestion(QPushButton):
    """A button whose words wrap."""

    def __init__(self, text: str) -> None:
        super().__init__()
        dress(self, "chip")
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.words = QLabel(text)
        self.words.setWordWrap(True)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        layout.addWidget(self.words)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        words = self.words.heightForWidth(width - 2 * Space.M)
        return max(words, 2 * self.fontMetrics().lineSpacing()) + 2 * Space.M

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, self.heightForWidth(160))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(100, 2 * self.fontMetrics().lineSpacing() + 2 * Space.M)
