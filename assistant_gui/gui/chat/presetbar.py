"""Choosing a preset, keeping the present manner as one, and deleting one's own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.manner import MannerModel
from assistant_gui.gui.chat.mannerrows import choice
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import Question, fill
from assistant_gui.gui.theme import Space, dress

_USUAL, _NONE = "", "none"


class PresetBar(QWidget):
    def __init__(self, model: MannerModel) -> None:
        super().__init__()
        self.model = model
        self._last_own = ""
        """The name of the own preset that was chosen last: it may be about to be changed."""

        self.choice = choice(_("Preset"), self._on_chosen)
        self.save_button = IconButton("plus", _("Keep as a preset"))
        self.delete_button = IconButton("bin", _("Delete this preset"))
        self.name = _Name()
        self.name.setAccessibleName(_("Name of the preset"))
        self.name.setPlaceholderText(_("Name of the preset"))
        self.keep_button = QPushButton(_("Keep"))
        dress(self.keep_button, "primary")
        self.naming = QWidget()
        self.question = Question(_("Delete"), _("Leave it"))

        across = QHBoxLayout()
        across.setSpacing(Space.XS)
        across.addWidget(self.choice, 1)
        across.addWidget(self.save_button)
        across.addWidget(self.delete_button)
        named = QHBoxLayout(self.naming)
        named.setContentsMargins(0, 0, 0, 0)
        named.setSpacing(Space.S)
        named.addWidget(self.name, 1)
        named.addWidget(self.keep_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(across)
        layout.addWidget(self.naming)
        layout.addWidget(self.question)
        self.naming.hide()

        self.save_button.clicked.connect(self._on_save)
        self.delete_button.clicked.connect(self._on_delete)
        self.name.given_up.connect(self.naming.hide)
        self.name.returnPressed.connect(self._on_keep)
        self.name.textChanged.connect(self._show_whether_named)
        self.keep_button.clicked.connect(self._on_keep)
        self.question.yes.clicked.connect(self._on_delete_certain)
        model.changed.connect(self.show_manner)
        self._show_whether_named()
        self.show_manner()

    def show_manner(self) -> None:
        present = self.model.preset
        plain = not self.model.differing
        entries = [(_USUAL, _("As in the settings")), *((each.id, each.name) for each in self.model.presets)]
        if present is None and not plain:
            entries.append((_NONE, _("Of its own")))
        fill(self.choice, entries, _USUAL if plain else present.id if present else _NONE)
        self.save_button.setEnabled(not plain)
        own = present is not None and present.id in {each.id for each in self.model.own}
        self.delete_button.setVisible(own)
        if own and present is not None:
            self._last_own = present.name
        if self.question.isVisible() and not own:
            self.question.hide()

    def _on_chosen(self, preset: str) -> None:
        if preset != _NONE:
            self.model.use(preset)

    def _on_save(self) -> None:
        self.naming.setVisible(not self.naming.isVisible())
        self.name.setText(self._last_own)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_whether_named(self) -> None:
        self.keep_button.setEnabled(bool(self.name.text().strip()))

    def _on_keep(self) -> None:
        if self.name.text().strip():
            self.naming.hide()
            self.model.keep_as(self.name.text())
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_delete(self) -> None:
        present = self.model.preset
        if present is not None:
            self.question.ask(_("Delete the preset “{name}”?").format(name=present.name))

    def _on_delete_certain(self) -> None:
        present = self.model.preset
        if present is not None:
            self.model.forget(present.id)


class _Name(QLineEdit):
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        Composing(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
