"""The rows of the conversation's settings: a title, an entry, and one click back to the usual."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QRegularExpressionValidator, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import translated as _
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import fill, label, picker
from assistant_gui.gui.theme import Space, dress

WRITTEN_MS = 600
"""Instructions are taken over when nothing was typed for so long."""
_NUMBER_WIDTH = 112
_LARGEST_SEED = 2**31 - 1

_Number = TypeVar("_Number", QSpinBox, QDoubleSpinBox)


class Row(QWidget):
    """One thing that can differ; *entry* is beside its title, or below it when it is *tall*."""

    reset = Signal()

    def __init__(self, title: str, help: str, entry: QWidget, *, tall: bool = False) -> None:
        super().__init__()
        self.entry = entry
        entry.setAccessibleName(title)
        entry.setAccessibleDescription(help)
        if isinstance(entry, QSpinBox | QDoubleSpinBox):
            entry.lineEdit().setAccessibleName(title)
        self.title = label(title)
        self.mark = label("●", "mark", wraps=False)
        self.mark.setAccessibleName(_("Not as usual"))
        self.back = IconButton("undo", _("Back to the usual: {setting}").format(setting=title))

        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(Space.XS)
        above.addWidget(self.mark)
        above.addWidget(self.title, 1)
        above.addWidget(self.back)
        if not tall:
            above.addWidget(entry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(above)
        if tall:
            layout.addWidget(entry)
        if help:
            layout.addWidget(label(help, "small"))

        kept = self.back.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(kept)
        self.back.clicked.connect(self.reset)

    def show_differs(self, differs: bool) -> None:
        self.mark.setVisible(differs)
        self.back.setVisible(differs)


class Instructions(QPlainTextEdit):
    """Several lines; taken over soon after they were typed, and when the focus goes."""

    written = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(140)
        self._pause = QTimer(self, singleShot=True, interval=WRITTEN_MS)
        self._pause.timeout.connect(self.finish)
        self.textChanged.connect(self._pause.start)

    def show_text(self, text: str) -> None:
        """Show *text*, unless it is what stands there; the cursor stays while somebody types."""
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._pause.stop()

    def finish(self) -> None:
        if self._pause.isActive() or self.sender() is self._pause:
            self._pause.stop()
            self.written.emit(self.toPlainText())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Reached by keyboard, what is usual is replaced by what is typed; what is one's own is not."""
        super().focusInEvent(event)
        tabbed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if tabbed and self.property("look") == "usual":
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.finish()


class Seed(QLineEdit):
    """A whole number, or nothing for chance."""

    chosen = Signal(object)
    """An int, or None."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_NUMBER_WIDTH)
        self.setPlaceholderText(_("Random"))
        Composing(self)
        self.setValidator(QRegularExpressionValidator(r"\d{0,10}", self))
        self.editingFinished.connect(self._on_finished)

    def show_seed(self, seed: int | None) -> None:
        self.setText("" if seed is None else str(seed))

    def _on_finished(self) -> None:
        typed = self.text()
        self.chosen.emit(min(int(typed), _LARGEST_SEED) if typed else None)


class PassesWheelOn(QObject):
    """A wheel that turns over an entry scrolls the page, and changes nothing by accident."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def number(low: float, high: float, step: float, chosen: Callable[[float], None]) -> QDoubleSpinBox:
    made = QDoubleSpinBox(minimum=low, maximum=high, singleStep=step, decimals=2)
    made.setKeyboardTracking(False)
    made.valueChanged.connect(lambda value: chosen(round(value, 2)))
    return _number_entry(made)


def whole_number(low: int, high: int, step: int, chosen: Callable[[int], None]) -> QSpinBox:
    made = QSpinBox(minimum=low, maximum=high, singleStep=step)
    made.setKeyboardTracking(False)
    made.valueChanged.connect(chosen)
    return _number_entry(made)


def choice(name: str, chosen: Callable[[str], None]) -> QComboBox:
    made = picker(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.installEventFilter(PassesWheelOn(made))
    made.activated.connect(lambda place: chosen(str(made.itemData(place))))
    return made


def show_choice(made: QComboBox, entries: Sequence[tuple[str, str]], chosen: str) -> None:
    """Offer *entries*; what was chosen and is not among them any more is offered all the same."""
    known = any(name == chosen for name, _words in entries)
    fill(made, [*entries] if known else [*entries, (chosen, chosen)], chosen)


def show_value(made: QSpinBox | QDoubleSpinBox, value: float | None, *, usual: bool) -> None:
    """Show *value* without telling anybody; grey while it is the usual one."""
    blocked = made.blockSignals(True)
    if isinstance(made, QSpinBox):
        made.setValue(int(value or 0))
    else:
        made.setValue(float(value or 0))
    made.blockSignals(blocked)
    dress(made, "usual" if usual else "")


def _number_entry(made: _Number) -> _Number:
    made.setFixedWidth(_NUMBER_WIDTH)
    made.lineEdit().setTextMargins(Space.S, 0, 0, 0)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.installEventFilter(PassesWheelOn(made))
    return made
