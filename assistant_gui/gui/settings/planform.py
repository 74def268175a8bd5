"""What the person chooses before a run: the base, a name, and, folded away, the numbers."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.plan import Plan, bounds
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import fill, label, picker
from assistant_gui.gui.settings.editors import NUMBER_WIDTH, scrolls_past
from assistant_gui.gui.theme import Space

TITLE_WIDTH = 110
"""Both parts of the form stand in one line."""


class PlanForm(QWidget):
    """Holds the entries of a plan; numbers nobody touched are the defaults."""

    base_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._defaults: Plan | None = None

        self.base = picker(_("Base model"))
        self.name = QLineEdit()
        Composing(self.name)
        self.name.setPlaceholderText(_("Named after today if left empty"))
        self.advanced = TextButton("settings", _("Advanced"), look="quiet")
        self.advanced.setCheckable(True)
        self.folded = QWidget()
        self.epochs = _whole("epochs")
        self.rank = _whole("rank")
        self.rate = QDoubleSpinBox()
        self.rate.setDecimals(6)
        self.rate.setRange(*bounds("learning_rate"))
        self.rate.setSingleStep(0.0001)
        entries = (
            (self.name, _("Name")),
            (self.epochs, _("Epochs")),
            (self.rank, _("Rank")),
            (self.rate, _("Learning rate")),
        )
        for entry, name in entries:
            entry.setAccessibleName(name)

        numbers = _form(self.folded)
        for number, name, why in (
            (self.epochs, _("Epochs"), _("How often each answer is gone through.")),
            (self.rank, _("Rank"), _("How much the adapter can hold; more is slower.")),
            (self.rate, _("Learning rate"), _("How far each step goes; too far unlearns.")),
        ):
            number.setFixedWidth(NUMBER_WIDTH)
            number.lineEdit().setAccessibleName(name)
            number.lineEdit().setTextMargins(Space.S, 0, 0, 0)
            scrolls_past(number)
            numbers.addRow(_title(name), _with_help(number, why))
        scrolls_past(self.base)
        top = QWidget()
        form = _form(top)
        form.addRow(_title(_("Base model")), self.base)
        form.addRow(_title(_("Name")), self.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(top)
        layout.addWidget(self.advanced, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.folded)
        self.folded.hide()

        self.advanced.toggled.connect(self.folded.setVisible)
        self.base.activated.connect(self._on_base)

    def offer(self, bases: tuple[tuple[str, str], ...], chosen: str) -> None:
        fill(self.base, list(bases), chosen)
        self.setEnabled(bool(bases))

    def show_defaults(self, plan: Plan) -> None:
        self._defaults = plan
        self.epochs.setValue(plan.epochs)
        self.rank.setValue(plan.rank)
        self.rate.setValue(plan.learning_rate)

    def plan(self) -> Plan | None:
        """What is chosen; None while there is no base to choose."""
        if self._defaults is None:
            return None
        return Plan(
            base=str(self.base.currentData()),
            name=self.name.text().strip(),
            epochs=self.epochs.value(),
            rank=self.rank.value(),
            learning_rate=round(self.rate.value(), 6),
            batch=self._defaults.batch,
            max_tokens=self._defaults.max_tokens,
            seed=self._defaults.seed,
        )

    @Slot(int)
    def _on_base(self, place: int) -> None:
        self.base_chosen.emit(str(self.base.itemData(place)))


def _title(words: str) -> QLabel:
    made = label(words, wraps=False)
    made.setMinimumWidth(TITLE_WIDTH)
    return made


def _whole(name: str) -> QSpinBox:
    low, high = bounds(name)
    made = QSpinBox()
    made.setRange(round(low), round(high))
    return made


def _form(inside: QWidget) -> QFormLayout:
    made = QFormLayout(inside)
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(Space.L)
    made.setVerticalSpacing(Space.S)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return made


def _with_help(entry: QWidget, why: str) -> QWidget:
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.XS)
    layout.addWidget(entry)
    layout.addWidget(label(why, "small"))
    return both
