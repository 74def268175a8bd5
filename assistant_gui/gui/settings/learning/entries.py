"""The entry for one number of a plan, made from the plan's table: a switch, a choice or a number."""

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox, QWidget

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.settings import Meaning, Value
from assistant_gui.gui.pieces import fill, picker
from assistant_gui.gui.settings.editors import WIDTH, Changed, Show, scrolls_past
from assistant_gui.gui.switch import Switch
from assistant_gui.gui.theme import Space

CHOICES = {
    "auto": N_("By itself"),
    "on": N_("On"),
    "off": N_("Off"),
    "all": N_("All linear layers"),
    "attention": N_("Attention only"),
    "mlp": N_("Feed-forward only"),
    "linear": N_("Straight down"),
    "cosine": N_("Cosine"),
    "constant": N_("Stays the same"),
}
BY_ITSELF = {"alpha": N_("Twice the rank"), "micro_batch": N_("By memory"), "dropout": N_("By the data")}
"""What the lowest value of these means."""
STEPS = {"learning_rate": 0.0001, "alpha": 1.0, "clip": 0.1, "neftune": 1.0}
STEP = 0.05
DECIMALS = 6


class Number(QDoubleSpinBox):
    """Shows no digit that says nothing."""

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        point = self.locale().decimalPoint()
        text = super().textFromValue(value)
        return text.rstrip("0").rstrip(point) if point in text else text


def entry(name: str, usual: Value, meaning: Meaning, changed: Changed) -> tuple[QWidget, Show]:
    """An entry for the number *name* that calls *changed*, and the function that shows another value in it."""
    made, show = _made(name, usual, meaning, changed)
    made.setAccessibleName(_(meaning.title))
    made.setAccessibleDescription(_(meaning.help))
    if isinstance(made, QAbstractSpinBox):
        made.lineEdit().setAccessibleName(_(meaning.title))
        made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
        made.setKeyboardTracking(False)
        made.setFixedWidth(WIDTH)
        scrolls_past(made)
    return made, show


def value_in_words(name: str, value: Value, meaning: Meaning) -> str:
    """As the entry shows it."""
    if isinstance(value, bool):
        return _("On") if value else _("Off")
    if name in BY_ITSELF and value == meaning.low:
        return _(BY_ITSELF[name])
    if isinstance(value, str):
        return _(CHOICES.get(value, value))
    return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _made(name: str, usual: Value, meaning: Meaning, changed: Changed) -> tuple[QWidget, Show]:
    if isinstance(usual, bool):
        switch = Switch()
        switch.toggled.connect(changed)
        return switch, lambda value: switch.setChecked(bool(value))
    if meaning.choices:
        return _choice(meaning, changed)
    if isinstance(usual, int):
        return _whole(name, meaning, changed)
    return _number(name, meaning, changed)


def _choice(meaning: Meaning, changed: Changed) -> tuple[QWidget, Show]:
    made = picker(_(meaning.title))
    made.setFixedWidth(WIDTH)
    scrolls_past(made)
    made.activated.connect(lambda place: changed(str(made.itemData(place))))
    entries = [(choice, _(CHOICES.get(choice, choice))) for choice in meaning.choices]
    return made, lambda value: fill(made, entries, str(value))


def _whole(name: str, meaning: Meaning, changed: Changed) -> tuple[QWidget, Show]:
    made = QSpinBox()
    made.setRange(round(meaning.low or 0), min(round(meaning.high or 0), 2**31 - 1))
    made.setSpecialValueText(_(BY_ITSELF[name]) if name in BY_ITSELF else "")
    made.valueChanged.connect(changed)
    return made, _quietly(made, lambda value: made.setValue(int(value)))


def _number(name: str, meaning: Meaning, changed: Changed) -> tuple[QWidget, Show]:
    made, step = Number(), STEPS.get(name, STEP)
    low, high = meaning.low or 0.0, meaning.high or 0.0
    below = low < 0  # then it is no number but a word, one step below nothing
    made.setDecimals(DECIMALS)
    made.setRange(-step if below else low, high)
    made.setSingleStep(step)
    made.setSpecialValueText(_(BY_ITSELF[name]) if name in BY_ITSELF else "")
    made.valueChanged.connect(lambda value: changed(low if below and value < 0 else round(value, DECIMALS)))
    return made, _quietly(made, lambda value: made.setValue(max(made.minimum(), float(value))))


def _quietly(made: QWidget, show: Show) -> Show:
    """What is shown was not chosen by the person."""

    def shown(value: Value) -> None:
        blocked = made.blockSignals(True)
        show(value)
        made.blockSignals(blocked)

    return shown
