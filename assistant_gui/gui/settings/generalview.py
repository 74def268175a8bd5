"""The general tab: one card for each area, one row for each setting."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.gradually import Gradually
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import Card, Column, label, show_text
from assistant_gui.gui.settings.editors import editor
from assistant_gui.gui.settings.general import GeneralModel, Group, Line
from assistant_gui.gui.theme import Space, refresh


class Row(QWidget):
    """What a setting is called and what it does, its entry, and the way back to its default."""

    def __init__(self, line: Line, model: GeneralModel) -> None:
        super().__init__()
        self.entry, self._show_value = editor(line, lambda value: model.change(line.key, value))
        self.back = IconButton("undo", _("Back to the default of “{setting}”").format(setting=line.title))
        self.help = label(line.help, "small")
        self.trouble = label(look="error")

        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(label(line.title))
        words.addWidget(self.help)
        self.help.setVisible(bool(line.help))
        across = QHBoxLayout()
        across.setSpacing(Space.S)
        across.addLayout(words, 1)
        across.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(across)
        if line.long:
            layout.addWidget(self.entry)
        else:
            across.addWidget(self.entry, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.trouble)
        keeps_place = self.back.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps_place)

        self.back.clicked.connect(lambda: model.reset(line.key))
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self._show_value(line.value)
        self.back.setVisible(line.value != line.default)
        self._show_trouble("")

    def refuse(self, sentence: str) -> None:
        self._show_trouble(sentence)

    def _show_trouble(self, sentence: str) -> None:
        show_text(self.trouble, sentence)
        self.entry.setProperty("bad", bool(sentence))
        refresh(self.entry)


class GeneralView(Column):
    """Draws a GeneralModel."""

    def __init__(self, model: GeneralModel, parent: QWidget | None = None) -> None:
        super().__init__(_("General settings"), parent)
        self.model = model
        self._rows: dict[str, Row] = {}
        self.cards.addStretch(1)
        self._filling = Gradually((partial(self._add_card, group) for group in model.groups()), self)

        model.line_changed.connect(self._on_line_changed)
        model.refused.connect(self._on_refused)

    @property
    def rows(self) -> dict[str, Row]:
        """Every setting by its key."""
        self._filling.finish()
        return self._rows

    def _add_card(self, group: Group) -> None:
        card = Card(group.title)
        card.inside.setSpacing(Space.L)
        for line in group.lines:
            self._rows[line.key] = Row(line, self.model)
            card.inside.addWidget(self._rows[line.key])
        self.cards.insertWidget(self.cards.count() - 1, card)
        card.show()  # Qt does it later by itself, and whoever cannot wait sets the focus before

    def memory(self) -> tuple[int, str]:
        """How far it is scrolled, and the setting that has the keyboard."""
        held = (key for key, row in self.rows.items() if row.entry.hasFocus())
        return self.verticalScrollBar().value(), next(held, "")

    def recall(self, memory: object) -> None:
        match memory:
            case (int(scrolled), str(held)):
                QTimer.singleShot(0, self, lambda: self._show_place(scrolled, held))  # when it has its heights

    def _show_place(self, scrolled: int, held: str) -> None:
        self.verticalScrollBar().setValue(scrolled)
        if held in self.rows:
            self.rows[held].entry.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_line_changed(self, line: Line) -> None:
        self.rows[line.key].show_line(line)

    @Slot(str, str)
    def _on_refused(self, key: str, sentence: str) -> None:
        self.rows[key].refuse(sentence)
