"""All the numbers of a plan under their headings, and the line to type for the same run."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.plan import GROUPS, Plan, items
from assistant_gui.core.settings import Meaning, Value
from assistant_gui.gui.gradually import Gradually
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.pieces import label, show_text
from assistant_gui.gui.settings.learning.entries import entry, value_in_words
from assistant_gui.gui.settings.learning.planmodel import PlanModel
from assistant_gui.gui.theme import Space

LINES = 4
"""Of the command that are in sight."""


class NumberRow(QWidget):
    """What a number is called and does, its entry, and the way back to what is recommended."""

    def __init__(self, name: str, usual: Value, meaning: Meaning, model: PlanModel) -> None:
        super().__init__()
        self._name, self._meaning, self._model = name, meaning, model
        self.entry, self._show_value = entry(name, usual, meaning, lambda value: model.change(name, value))
        self.back = IconButton("undo", _("“{setting}” as recommended").format(setting=_(meaning.title)))
        self.recommended = label(look="small")
        self.barred = label(look="small")

        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(label(_(meaning.title)))
        words.addWidget(label(_(meaning.help), "small"))
        words.addWidget(self.recommended)
        words.addWidget(self.barred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(words, 1)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.entry, 0, Qt.AlignmentFlag.AlignTop)
        keeps_place = self.back.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps_place)

        self.back.clicked.connect(lambda: model.reset(name))

    def show_plan(self, plan: Plan, recommended: Plan) -> None:
        value, wanted = getattr(plan, self._name), getattr(recommended, self._name)
        self._show_value(value)
        self.back.setVisible(value != wanted)
        words = _("Recommended: {value}").format(value=value_in_words(self._name, wanted, self._meaning))
        show_text(self.recommended, words if value != wanted else "")
        barred = self._model.barred.get(self._name, "")
        show_text(self.barred, barred)
        self.entry.setEnabled(not barred or value != wanted)  # what was chosen can be taken back


class CommandLine(QFrame):
    """The same run as one line for a terminal, to be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(_("Command for the same run"))
        self.text.setFixedHeight(LINES * self.text.fontMetrics().lineSpacing() + 2 * Space.M)
        self.copy = IconButton("copy", _("Copy the command"))

        across = QHBoxLayout()
        across.addWidget(label(_("The same from a terminal:"), "small"), 1)
        across.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(across)
        layout.addWidget(self.text)

        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))

    def show_line(self, line: str) -> None:
        if line != self.text.toPlainText():
            self.text.setPlainText(line)


class Numbers(QWidget):
    """Draws a PlanModel, but for its base and its name."""

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model

        self.state = label(look="muted")
        self.reset = TextButton("undo", _("Reset to recommended"), look="quiet")
        self.command = CommandLine()
        self._rows: dict[str, NumberRow] = {}
        self._groups = QVBoxLayout()
        self._groups.setSpacing(Space.M)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.state)
        layout.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._groups)
        layout.addWidget(self.command)
        self._filling = Gradually((partial(self._add_group, *group) for group in GROUPS), self)

        self.reset.clicked.connect(lambda: model.reset())
        model.changed.connect(self._on_changed)
        self._on_changed()

    @property
    def rows(self) -> dict[str, NumberRow]:
        """Every number by its name."""
        self._filling.finish()
        return self._rows

    def _add_group(self, title: str, names: tuple[str, ...]) -> None:
        known = {name: (usual, meaning) for name, usual, meaning in items(Plan(""))}
        self._groups.addSpacing(Space.S)
        self._groups.addWidget(label(_(title), "heading"))
        for name in names:
            row = self._rows[name] = NumberRow(name, *known[name], self.model)
            self._groups.addWidget(row)
            row.show()
            if self.model.plan is not None and self.model.recommended is not None:
                row.show_plan(self.model.plan, self.model.recommended)

    @Slot()
    def _on_changed(self) -> None:
        plan, recommended = self.model.plan, self.model.recommended
        if plan is None or recommended is None:
            return
        for row in self._rows.values():
            row.show_plan(plan, recommended)
        count = len(self.model.differing)
        self.reset.setEnabled(bool(count))
        self.state.setText(_state_in_words(count))
        self.command.show_line(self.model.line)


def _state_in_words(differing: int) -> str:
    if not differing:
        return _("All of it is as recommended for this model and this many answers.")
    if differing == 1:
        return _("One of these is not as recommended.")
    return _("{count} of these are not as recommended.").format(count=differing)
