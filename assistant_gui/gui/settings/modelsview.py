"""The models tab: who does what, what suits this machine, what is here, what else there is."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Model
from assistant_gui.gui.pieces import Card, Column, Notice, clear, fill, label, picker, show_text
from assistant_gui.gui.settings.editors import scrolls_past
from assistant_gui.gui.settings.modelrow import ModelRow
from assistant_gui.gui.settings.models import DUTY, SIZES, ModelsModel
from assistant_gui.gui.theme import Space, dress


class ModelsView(Column):
    """Draws a ModelsModel."""

    def __init__(self, model: ModelsModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Models"), parent)
        self.model = model
        self.rows: dict[str, list[ModelRow]] = {}

        self.notice = Notice()
        self.pickers = {kind: picker(_(duty)) for kind, duty in DUTY.items()}
        self.starter = label(
            _("The starter model is small and made for a first hello: it is often wrong. A larger one answers better."),
            "muted",
        )
        self.machine = label(look="muted")
        self.duties = Card(_("In use"))
        self.recommended = Card(_("Recommended for this machine"))
        self.installed = Card(_("On this machine"))
        self.others = Card(_("More models"))

        self.duties.inside.addLayout(self._duties())
        self.duties.inside.addWidget(self.starter)
        self.recommended.inside.addWidget(self.machine)
        self._lists = {card: _list_in(card) for card in (self.recommended, self.installed, self.others)}
        for part in (self.notice, self.duties, self.recommended, self.installed, self.others):
            self.cards.addWidget(part)
        self.cards.addStretch(1)

        model.catalogue_changed.connect(self._on_catalogue_changed)
        model.row_changed.connect(self._on_row_changed)
        model.notice.connect(self.notice.tell)
        self._on_catalogue_changed()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.model.refresh()

    def _duties(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setColumnStretch(1, 1)
        for place, (kind, choice) in enumerate(self.pickers.items()):
            grid.addWidget(label(_(DUTY[kind]), wraps=False), place, 0)
            grid.addWidget(choice, place, 1)
            scrolls_past(choice)
            choice.activated.connect(lambda at, kind=kind, choice=choice: self.model.choose(kind, choice.itemData(at)))
        return grid

    @Slot()
    def _on_catalogue_changed(self) -> None:
        for kind, choice in self.pickers.items():
            fill(choice, self.model.choices(kind), self.model.chosen(kind))
        self.starter.setVisible(self.model.starter_answers)
        show_text(self.machine, self.model.machine_words)
        self._show_rows()

    def _show_rows(self) -> None:
        known = self.model.catalogue
        suggested = {model.id for model in known.recommended}
        self.rows = {}
        self._list(self.recommended, list(known.recommended), [_(size) for size in SIZES])
        self._list(self.installed, [model for model in known.models if model.installed])
        self._list(self.others, [one for one in known.models if not one.installed and one.id not in suggested])

    def _list(self, card: Card, models: list[Model], sizes: list[str] | None = None) -> None:
        rows = self._lists[card]
        clear(rows)
        card.setVisible(bool(models))
        for place, model in enumerate(models):
            if place:
                line = QFrame()
                dress(line, "line")
                rows.addWidget(line)
            size = sizes[place] if sizes and place < len(sizes) else ""
            row = ModelRow(self.model.row(model.id), self.model, size)
            self.rows.setdefault(model.id, []).append(row)
            rows.addWidget(row)

    @Slot(str)
    def _on_row_changed(self, id: str) -> None:
        for row in self.rows.get(id, []):
            row.show_row(self.model.row(id))


def _list_in(card: Card) -> QVBoxLayout:
    rows = QVBoxLayout()
    rows.setSpacing(Space.M)
    card.inside.addLayout(rows)
    return rows
