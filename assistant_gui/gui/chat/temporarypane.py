"""A chat pane that says that nothing of it is kept."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.pane import ChatPane
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import pixmap
from assistant_gui.gui.pieces import Question, label, stand_or_lie
from assistant_gui.gui.theme import Space, colours, dress


class TemporaryPane(QWidget):
    keep_wanted = Signal()
    leave_wanted = Signal()
    """Closed, unless something would be lost."""
    close_wanted = Signal()
    """Closed for good: the person said so."""
    stayed = Signal()
    """The person was asked, and stays."""

    def __init__(self, chat: ChatPane, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.chat = chat
        self.entry, self.messages = chat.entry, chat.messages
        chat.header.temporary_button.hide()
        dress(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        self.banner = QFrame()
        dress(self.banner, "temporary")
        self.picture = QLabel()
        self.words = label(_("Temporary chat: nothing of it is stored, and it is gone when you close it."))
        self.keep_button = QPushButton(_("Keep this chat"))
        self.close_button = QPushButton(_("Close it"))
        dress(self.close_button, "quiet")
        self.question = Question(_("Close it for good"), _("Stay"))

        told = QHBoxLayout()
        told.setSpacing(Space.S)
        told.addWidget(self.picture)
        told.addWidget(self.words, 1)
        self._buttons = Flow(self.keep_button, self.close_button)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.banner)
        self._across.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self._across.setSpacing(Space.S)
        self._across.addLayout(told, 1)
        self._across.addWidget(self._buttons)
        above = QVBoxLayout()
        above.setContentsMargins(Space.M, Space.S, Space.M, 0)
        above.setSpacing(Space.S)
        above.addWidget(self.banner)
        above.addWidget(self.question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(chat, 1)

        self.keep_button.clicked.connect(self.keep_wanted)
        self.close_button.clicked.connect(self.leave_wanted)
        self.question.yes.clicked.connect(self.close_wanted)
        self.question.no.clicked.connect(self.banner.show)
        self.question.no.clicked.connect(self.stayed)
        model.busy_changed.connect(self._show_whether_to_keep)
        model.stored.connect(self._show_whether_to_keep)
        self._show_whether_to_keep()
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        stand_or_lie(self._across, event.size().width() - self._buttons.sizeHint().width(), self.fontMetrics())

    def ask(self) -> None:
        self.banner.hide()  # the question stands in its place
        self.question.ask(_("What was said here will be gone for good."))

    def memory(self) -> object:
        return self.chat.memory()

    def recall(self, memory: object) -> None:
        self.chat.recall(memory)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._tint()

    def _tint(self) -> None:
        self.picture.setPixmap(pixmap("temporary", colours().on_soft))

    def _show_whether_to_keep(self) -> None:
        self.keep_button.setEnabled(bool(self.model.shown) and not self.model.busy)
