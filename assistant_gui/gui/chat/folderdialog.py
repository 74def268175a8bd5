"""Asks for the name of a folder, and for what the model is told in its conversations."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, dress


class FolderDialog(QDialog):
    """When it is accepted, :attr:`name` and :attr:`instructions` hold what was written."""

    def __init__(self, title: str, name: str = "", instructions: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)

        self.name_entry = QLineEdit(name)
        self.name_entry.setAccessibleName(_("Name of the folder"))
        self.instructions_entry = QPlainTextEdit(instructions)
        self.instructions_entry.setAccessibleName(_("Instructions"))
        self.instructions_entry.setPlaceholderText(_("As in the settings"))
        self.instructions_entry.setTabChangesFocus(True)
        self.save_button = QPushButton(_("Save"))
        dress(self.save_button, "primary")
        self.cancel_button = QPushButton(_("Cancel"))
        self.save_button.setEnabled(bool(name))

        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.S)
        layout.addWidget(label(_("Name of the folder"), "heading"))
        layout.addWidget(self.name_entry)
        layout.addSpacing(Space.S)
        layout.addWidget(label(_("Instructions"), "heading"))
        layout.addWidget(label(_("What the assistant is told in every conversation of this folder."), "muted"))
        layout.addWidget(self.instructions_entry, 1)
        layout.addSpacing(Space.S)
        layout.addLayout(buttons)

        Composing(self.name_entry)
        self.save_button.setDefault(True)
        self.name_entry.textChanged.connect(self._on_named)
        self.save_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)

    @property
    def name(self) -> str:
        return " ".join(self.name_entry.text().split())

    @property
    def instructions(self) -> str:
        return self.instructions_entry.toPlainText().strip()

    def _on_named(self) -> None:
        self.save_button.setEnabled(bool(self.name))
