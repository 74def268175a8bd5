"""What the person chooses before a run: the base, a name, and, folded away, the numbers."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import fill, label, picker
from assistant_gui.gui.settings.editors import scrolls_past
from assistant_gui.gui.settings.learning.numbers import Numbers
from assistant_gui.gui.settings.learning.planmodel import PlanModel
from assistant_gui.gui.theme import Space

TITLE_WIDTH = 110


class PlanForm(QWidget):
    """Draws a PlanModel; the numbers are made when they are first looked at."""

    base_chosen = Signal(str)

    def __init__(self, model: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._numbers: Numbers | None = None

        self.base = picker(_("Base model"))
        self.name = QLineEdit()
        Composing(self.name)
        self.name.setPlaceholderText(_("Named after today if left empty"))
        self.name.setAccessibleName(_("Name"))
        self.recommended = label(look="small")
        self.advanced = TextButton("settings", _("Advanced"), look="quiet")
        self.advanced.setCheckable(True)

        scrolls_past(self.base)
        top = QWidget()
        form = _form(top)
        form.addRow(_title(_("Base model")), self.base)
        form.addRow(_title(_("Name")), self.name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.S)
        self._layout.addWidget(top)
        self._layout.addWidget(self.recommended)
        self._layout.addWidget(self.advanced, 0, Qt.AlignmentFlag.AlignLeft)

        self.advanced.toggled.connect(self._on_advanced)
        self.base.activated.connect(self._on_base)
        self.name.textChanged.connect(lambda text: self.model.change("name", text.strip()))
        self.model.changed.connect(self._on_changed)
        self.name.setText(model.plan.name if model.plan else "")
        self._on_changed()

    @property
    def numbers(self) -> Numbers:
        """All of them, folded away or not."""
        if self._numbers is None:
            self._numbers = Numbers(self.model)
            self._numbers.hide()
            self._layout.addWidget(self._numbers)
        return self._numbers

    def offer(self, bases: tuple[tuple[str, str], ...], chosen: str) -> None:
        fill(self.base, list(bases), chosen)
        self.setEnabled(bool(bases))

    @Slot(bool)
    def _on_advanced(self, shown: bool) -> None:
        self.numbers.setVisible(shown)

    @Slot(int)
    def _on_base(self, place: int) -> None:
        self.base_chosen.emit(str(self.base.itemData(place)))

    @Slot()
    def _on_changed(self) -> None:
        plan = self.model.plan
        if plan is not None:
            words = _("Recommended") if not self.model.differing else _("Your own settings")
            figures = _("{epochs} times through, rank {rank}, learning rate {rate}, {batch} in a step")
            told = figures.format(epochs=plan.epochs, rank=plan.rank, rate=f"{plan.learning_rate:g}", batch=plan.batch)
            self.recommended.setText(_("{what}: {figures}.").format(what=words, figures=told))


def _title(words: str) -> QLabel:
    made = label(words, wraps=False)
    made.setMinimumWidth(TITLE_WIDTH)
    return made


def _form(inside: QWidget) -> QFormLayout:
    made = QFormLayout(inside)
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(Space.L)
    made.setVerticalSpacing(Space.S)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return made
