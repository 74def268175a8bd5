"""A button that shows keys and, once pressed, waits for others."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.theme import refresh

_HELD = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown}
_NONE = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}


class KeysButton(QPushButton):
    """While it waits, Esc leaves the keys as they are, and Backspace takes them away."""

    chosen = Signal(str)
    """Keys as portable text; empty for none."""

    def __init__(self, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.waiting = False
        self._action = action
        self._keys = ""
        self.clicked.connect(lambda: self._wait(on=True))
        self._say()

    def show_keys(self, keys: str) -> None:
        self._keys = keys
        self._wait(on=False)

    def event(self, event: QEvent) -> bool:
        if self.waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # no shortcut takes the keys that are chosen here
                return True
            if event.type() == QEvent.Type.KeyPress:  # Tab and Enter as well
                self._on_key(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._wait(on=False)

    def _on_key(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _HELD:
            return
        bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        self._wait(on=False)
        if bare and event.key() == Qt.Key.Key_Escape:
            return
        if bare and event.key() == Qt.Key.Key_Tab:
            self.focusNextChild()
            return
        self.chosen.emit("" if bare and event.key() in _NONE else _pressed(event))

    def _wait(self, *, on: bool) -> None:
        self.waiting = on
        self.setProperty("waiting", on)
        refresh(self)
        self._say()

    def _say(self) -> None:
        shown = self._keys or _("None")
        self.setText(_("Press the keys…") if self.waiting else shown)
        self.setAccessibleName(_("Keys for “{action}”: {keys}").format(action=self._action, keys=self.text()))


def _pressed(event: QKeyEvent) -> str:
    """The keys of *event*; Shift is left out where it only led to the sign, as in Ctrl+?."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = event.key() < 0x100 and not chr(event.key()).isalnum() and event.key() != Qt.Key.Key_Space
    if sign:
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(QKeyCombination(held, Qt.Key(event.key()))).toString()
