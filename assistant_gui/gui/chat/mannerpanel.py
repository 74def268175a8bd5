"""The conversation's settings, beside it: instructions, presets, how freely the model draws."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.manner import Overflow
from assistant_gui.gui.chat.manner import MannerModel
from assistant_gui.gui.chat.mannerrows import (
    Instructions,
    Row,
    Seed,
    choice,
    number,
    show_choice,
    show_value,
    whole_number,
)
from assistant_gui.gui.chat.presetbar import PresetBar
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, dress
from assistant_gui.session.instructions import VARIABLES

WIDTH = 340


class MannerPanel(QFrame):
    """Draws a MannerModel; keeps nothing of its own."""

    closed = Signal()

    def __init__(self, model: MannerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        dress(self, "side")
        self.setAccessibleName(_("Conversation settings"))

        self.title = label(_("Conversation settings"), "heading")
        self.close_button = IconButton("close", _("Close"))
        self.presets = PresetBar(model)
        self.instructions = Instructions()
        self.instructions.setToolTip(_meanings())
        self.model_choice = choice(_("Model"), self._on_model)
        self.temperature = number(0, 2, 0.1, lambda value: model.change(replace(model.manner, temperature=value)))
        self.top_p = number(0.01, 1, 0.05, lambda value: model.change(replace(model.manner, top_p=value)))
        self.max_tokens = whole_number(1, 8192, 64, lambda value: model.change(replace(model.manner, max_tokens=value)))
        self.seed = Seed()
        self.overflow = choice(_("When it is too long"), self._on_overflow)
        self.rows = {
            "instructions": Row(_("Instructions"), _variables(), self.instructions, tall=True),
            "model": Row(_("Model"), "", self.model_choice, tall=True),
            "temperature": Row(
                _("Temperature"), _("0 is always the likeliest word; higher is freer."), self.temperature
            ),
            "top_p": Row(_("Top-p"), _("Leaves out what is less likely; 1 leaves out nothing."), self.top_p),
            "max_tokens": Row(_("Longest answer"), _("In tokens, about ¾ of a word each."), self.max_tokens),
            "seed": Row(_("Seed"), _("A number draws the same words every time."), self.seed),
            "overflow": Row(_("When it is too long"), "", self.overflow, tall=True),
        }
        self.reset_button = QPushButton(_("Reset all to the usual"))

        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        page = self._page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(Space.L, 0, Space.L, Space.L)
        inside.setSpacing(Space.L)
        inside.addWidget(self.presets)
        for row in self.rows.values():
            inside.addWidget(row)
        inside.addWidget(self.reset_button)
        inside.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.L, 0, 0)
        layout.setSpacing(Space.S)
        above = QWidget()
        above.setLayout(head)
        head.setContentsMargins(Space.L, 0, Space.S, 0)
        layout.addWidget(above)
        layout.addWidget(scroll, 1)

        self.close_button.clicked.connect(self.closed)
        self.reset_button.clicked.connect(model.reset_all)
        self.instructions.written.connect(self._on_instructions)
        self.seed.chosen.connect(lambda seed: model.change(replace(model.manner, seed=seed)))
        for name, row in self.rows.items():
            row.reset.connect(lambda name=name: model.reset(name))
        model.changed.connect(self.show_manner)
        self.show_manner()

    def least_width(self) -> int:
        """What the rows and the scroll bar need."""
        return self._page.minimumSizeHint().width() + self._scroll.verticalScrollBar().sizeHint().width()

    def show_manner(self) -> None:
        whole, differing = self.model.whole, self.model.differing
        for name, row in self.rows.items():
            row.show_differs(name in differing)
        self.instructions.show_text(whole.instructions or "")
        dress(self.instructions, "" if "instructions" in differing else "usual")
        show_choice(self.model_choice, self.model.models, whole.model or "")
        show_value(self.temperature, whole.temperature, usual="temperature" not in differing)
        show_value(self.top_p, whole.top_p, usual="top_p" not in differing)
        show_value(self.max_tokens, whole.max_tokens, usual="max_tokens" not in differing)
        self.seed.show_seed(whole.seed)
        ways = [
            (Overflow.DROP.value, _("Leave out its oldest messages")),
            (Overflow.SUMMARISE.value, _("Put a summary in their place")),
        ]
        show_choice(self.overflow, ways, whole.overflow or Overflow.DROP)
        self.reset_button.setEnabled(bool(differing))

    def finish(self) -> None:
        """Take over what is typed but not taken over yet."""
        self.instructions.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_instructions(self, written: str) -> None:
        same = written == (self.model.usual.instructions or "")
        if self.model.manner.instructions is None and same:
            return
        self.model.change(replace(self.model.manner, instructions=None if same else written))

    def _on_model(self, chosen: str) -> None:
        usual = chosen == self.model.usual.model
        self.model.change(replace(self.model.manner, model=None if usual else chosen))

    def _on_overflow(self, chosen: str) -> None:
        usual = chosen == self.model.usual.overflow
        self.model.change(replace(self.model.manner, overflow=None if usual else Overflow(chosen)))


def _meanings() -> str:
    """What each variable becomes, a line for each."""
    return "\n".join(
        _("{variable}: {meaning}").format(variable=f"{{{name}}}", meaning=_(meaning))
        for name, meaning in VARIABLES.items()
    )


def _variables() -> str:
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    return _("{variables} are filled in when a question is asked.").format(variables=known)
