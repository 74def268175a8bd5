"""The shortcuts tab: one row for each action."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.gradually import Gradually
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import Card, Column, Question, label, show_text
from assistant_gui.gui.settings.keys import KeysButton
from assistant_gui.gui.settings.shortcuts import Line, ShortcutsModel
from assistant_gui.gui.theme import Space

LARGE = 40
"""The height of a line, in pixels, from which on there is no room for keys beside words."""


class Row(QWidget):
    """What can be done, its keys, and the way back to the usual ones."""

    def __init__(self, line: Line, model: ShortcutsModel) -> None:
        super().__init__()
        self._asked = ""
        """The keys that belong to somebody else."""
        self.keys = KeysButton(line.title)
        self.back = IconButton("undo", _("The usual keys for “{action}”").format(action=line.title))
        self.trouble = label(look="error")
        self.conflict = Question(_("Take it"), _("Leave it"))

        beside = QHBoxLayout()
        beside.setSpacing(Space.S)
        beside.addStretch(1)
        beside.addWidget(self.keys)
        beside.addWidget(self.back)
        self._across = across = QHBoxLayout()
        across.setSpacing(Space.S)
        across.addWidget(label(line.title), 1)
        across.addLayout(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(across)
        layout.addWidget(self.trouble)
        layout.addWidget(self.conflict)
        keeps_place = self.back.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps_place)

        self.keys.chosen.connect(lambda keys: model.bind(line.id, keys))
        self.back.clicked.connect(lambda: model.reset(line.id))
        self.conflict.yes.clicked.connect(lambda: model.take(line.id, self._asked))
        self._turn()
        self.show_line(line)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._turn()

    def _turn(self) -> None:
        """In a large font the keys stand below the words."""
        large = self.fontMetrics().height() > LARGE
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)

    def show_line(self, line: Line) -> None:
        self.keys.show_keys(line.keys)
        self.back.setVisible(not line.usual)
        self.conflict.hide()
        show_text(self.trouble, "")

    def refuse(self, sentence: str) -> None:
        self.conflict.hide()
        show_text(self.trouble, sentence)

    def ask(self, keys: str, sentence: str) -> None:
        """Whether *keys* shall be taken from whom they belong to."""
        show_text(self.trouble, "")
        self._asked = keys
        self.conflict.ask(sentence)


class ShortcutsView(Column):
    """Draws a ShortcutsModel."""

    def __init__(self, model: ShortcutsModel, *more: QWidget, parent: QWidget | None = None) -> None:
        """*more* stands above the actions."""
        super().__init__(_("Shortcuts"), parent)
        self.model = model
        self._rows: dict[str, Row] = {}
        self._filling = Gradually((), self)
        self.card = Card(_("Shortcuts"))
        self.reset_all = QPushButton(_("Reset all"))

        words = _("Click the keys of an action, then press others. Esc leaves them, Backspace takes them away.")
        self.card.inside.addWidget(label(words, "muted"))
        for one in more:
            self.cards.addWidget(one)
        self.cards.addWidget(self.card)
        self.cards.addWidget(self.reset_all, 0, Qt.AlignmentFlag.AlignLeft)
        self.cards.addStretch(1)

        self.reset_all.clicked.connect(model.reset_all)
        model.changed.connect(self._show_lines)
        model.refused.connect(self._on_refused)
        model.conflicted.connect(self._on_conflicted)
        self._show_lines()

    @Slot()
    def _show_lines(self) -> None:
        lines = self.model.lines()
        self._filling.finish()
        self._filling = Gradually((partial(self._show_line, line) for line in lines), self)
        self.reset_all.setEnabled(not all(line.usual for line in lines))

    @property
    def rows(self) -> dict[str, Row]:
        """Every action by its id."""
        self._filling.finish()
        return self._rows

    def _show_line(self, line: Line) -> None:
        if line.id in self._rows:
            self._rows[line.id].show_line(line)
        else:
            self._rows[line.id] = Row(line, self.model)
            self.card.inside.addWidget(self._rows[line.id])

    @Slot(str, str)
    def _on_refused(self, id: str, sentence: str) -> None:
        if id in self.rows:
            self.rows[id].refuse(sentence)

    @Slot(str, str, str)
    def _on_conflicted(self, id: str, keys: str, sentence: str) -> None:
        self.rows[id].ask(keys, sentence)
