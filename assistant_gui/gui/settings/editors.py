"""The entry that suits a setting: a switch, a number, a choice, one line or several."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDoubleSpinBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from assistant_gui.core.settings import Value
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.pieces import fill, picker
from assistant_gui.gui.settings.general import Line
from assistant_gui.gui.switch import Switch
from assistant_gui.gui.theme import Space

Changed = Callable[[Value], None]
Show = Callable[[Value], None]
WIDTH = 180
NUMBER_WIDTH = 120


class Lines(QPlainTextEdit):
    """Several lines of text; done when the focus goes."""

    finished = Signal(str)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.finished.emit(self.toPlainText())


class _PassesWheelOn(QObject):
    """A wheel that turns over an entry scrolls the page, and changes nothing by accident."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def editor(line: Line, changed: Changed) -> tuple[QWidget, Show]:
    """An entry for *line* that calls *changed*, and the function that shows another value in it."""
    made, show = _made(line, changed)
    made.setAccessibleName(line.title)
    made.setAccessibleDescription(line.help)
    if isinstance(made, QAbstractSpinBox):
        made.lineEdit().setAccessibleName(line.title)
    show(line.value)
    return made, show


def scrolls_past(entry: QWidget) -> None:
    """Let the wheel scroll the page under *entry* unless it has the focus."""
    entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    entry.installEventFilter(_PassesWheelOn(entry))


def _made(line: Line, changed: Changed) -> tuple[QWidget, Show]:
    if line.choices:
        return _choice(line, changed)
    if isinstance(line.default, bool):
        switch = Switch()
        switch.toggled.connect(changed)
        return switch, lambda value: switch.setChecked(bool(value))
    if isinstance(line.default, int):
        return _whole_number(line, changed)
    if isinstance(line.default, float):
        return _number(line, changed)
    return _several_lines(changed) if line.long else _one_line(changed, hidden=line.key.endswith("_key"))


def _choice(line: Line, changed: Changed) -> tuple[QWidget, Show]:
    made: QComboBox = picker(line.title)
    made.setFixedWidth(WIDTH)
    scrolls_past(made)
    made.activated.connect(lambda place: changed(str(made.itemData(place))))
    return made, lambda value: fill(made, line.choices, str(value))


def _whole_number(line: Line, changed: Changed) -> tuple[QWidget, Show]:
    made = QSpinBox()
    made.setRange(int(line.meaning.low or 0), int(line.meaning.high or 2**31 - 1))
    made.setFixedWidth(NUMBER_WIDTH)
    made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
    made.setKeyboardTracking(False)
    scrolls_past(made)
    made.valueChanged.connect(changed)
    return made, lambda value: made.setValue(int(value))


def _number(line: Line, changed: Changed) -> tuple[QWidget, Show]:
    made = QDoubleSpinBox()
    made.setRange(line.meaning.low or 0.0, line.meaning.high or 1e9)
    made.setDecimals(2)
    made.setSingleStep(0.05)
    made.setFixedWidth(NUMBER_WIDTH)
    made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
    made.setKeyboardTracking(False)
    scrolls_past(made)
    made.valueChanged.connect(lambda value: changed(round(value, 2)))
    return made, lambda value: made.setValue(float(value))


def _one_line(changed: Changed, *, hidden: bool) -> tuple[QWidget, Show]:
    """*hidden* for a secret, which shows while it is typed."""
    made = QLineEdit()
    if hidden:
        made.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
    Composing(made)
    made.setFixedWidth(WIDTH)
    made.editingFinished.connect(lambda: changed(made.text().strip()))
    return made, lambda value: made.setText(str(value))


def _several_lines(changed: Changed) -> tuple[QWidget, Show]:
    made = Lines()
    made.setTabChangesFocus(True)
    made.setFixedHeight(88)
    made.finished.connect(changed)
    return made, lambda value: made.setPlainText(str(value))
