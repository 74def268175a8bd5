"""Under the captions: the offer to put right what was heard, and the entry for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.conversation import Message
from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.voice.putright import PutRight


class PutRightRow(QWidget):
    """Draws a PutRight; not there while nothing was said. Enter saves, Esc gives up."""

    def __init__(self, model: PutRight, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._edited: Message | None = None

        self.correct = TextButton("pencil", _("Correct what was heard"), look="quiet")
        self.correct.setToolTip(_("The words that you put right are listened for from now on"))
        self.again = TextButton("retry", _("Ask again"), look="quiet")
        self.offers = Flow(self.correct, self.again, gap=Space.XS)
        self.entry = QLineEdit()
        self.entry.setAccessibleName(_("What was said"))
        Composing(self.entry)
        self.save = QPushButton(_("Save"))
        dress(self.save, "primary")
        self.cancel = QPushButton(_("Cancel"))
        dress(self.cancel, "quiet")
        self.editing = QWidget()

        across = QHBoxLayout(self.editing)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.S)
        across.addWidget(self.entry, 1)
        across.addWidget(self.cancel)
        across.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.offers)
        layout.addWidget(self.editing)
        self.editing.hide()

        self.correct.clicked.connect(self._on_correct)
        self.again.clicked.connect(model.ask_again)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self._leave)
        self.entry.returnPressed.connect(self._on_save)
        model.changed.connect(self._show_state)
        self._show_state()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape and self.editing.isVisible():
            self._leave()
        else:
            super().keyPressEvent(event)

    def _on_correct(self) -> None:
        self._edited = self.model.question
        if self._edited is not None:
            self.entry.setText(self._edited.text)
            self.offers.hide()
            self.editing.show()
            self.entry.setFocus()

    def _on_save(self) -> None:
        text = self.entry.text()
        self._leave()
        self.model.save(text)

    def _leave(self) -> None:
        self.editing.hide()
        self.offers.show()
        self.correct.setFocus()

    def _show_state(self) -> None:
        elsewhere = self.model.question is not self._edited
        if (elsewhere or not self.model.possible) and self.editing.isVisible():
            self._leave()
        self.setVisible(self.model.question is not None)
        self.correct.setEnabled(self.model.possible)
        self.again.setVisible(self.model.unanswered)
