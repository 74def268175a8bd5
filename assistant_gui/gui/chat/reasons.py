"""The small row under an answer that was rated down: what was wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.conversation import Fault, Message
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.theme import Space, dress

_TITLES = {
    Fault.WRONG: N_("Not right"),
    Fault.UNHELPFUL: N_("Not helpful"),
    Fault.MISUNDERSTOOD: N_("Misunderstood me"),
    Fault.TOO_LONG: N_("Too long"),
    Fault.TOO_SHORT: N_("Too short"),
    Fault.STYLE: N_("Not my style"),
    Fault.UNSAFE: N_("Harmful"),
    Fault.OTHER: N_("Something else"),
}


class Reasons(QFrame):
    """Keeps every change at once; Esc or the cross closes it."""

    explained = Signal(str, object, str)
    """The message, the faults that are chosen now, and the remark."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = ""
        dress(self, "sunken")

        self.title = QLabel(_("What was wrong with it? You may choose several."))
        self.title.setWordWrap(True)
        dress(self.title, "small")
        self.close_button = IconButton("close", _("Close"))
        self.tags = {fault: _tag(_(title)) for fault, title in _TITLES.items()}
        self.remark = QLineEdit()
        Composing(self.remark)
        self.remark.setPlaceholderText(_("In your own words, if you like"))
        self.remark.setAccessibleName(_("What was wrong, in your own words"))

        above = QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.close_button)
        self.flow = Flow(*self.tags.values(), gap=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.XS, Space.M, Space.M)
        layout.setSpacing(Space.S)
        layout.addLayout(above)
        layout.addWidget(self.flow)
        layout.addWidget(self.remark)

        for tag in self.tags.values():
            tag.clicked.connect(self._tell)
        self.remark.editingFinished.connect(self._tell)
        self.close_button.clicked.connect(self._on_close)

    def show_message(self, message: Message) -> None:
        """Ask of *message*; what is half written in the remark stays."""
        if message.id != self._message or not self.remark.hasFocus():
            self.remark.setText(message.remark)
        self._message = message.id
        for fault, tag in self.tags.items():
            tag.setChecked(fault in message.faults)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self._on_close()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        if self._message:
            faults = tuple(fault for fault, tag in self.tags.items() if tag.isChecked())
            self.explained.emit(self._message, faults, self.remark.text())

    def _on_close(self) -> None:
        self._tell()
        self.closed.emit()


def _tag(title: str) -> QPushButton:
    made = QPushButton(title)
    dress(made, "tag")
    made.setCheckable(True)
    return made
