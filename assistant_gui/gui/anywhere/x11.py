"""A key that is heard everywhere, under X."""

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Slot

from assistant_gui.gui.anywhere.port import Hooks, no_such_key, not_here, taken_already
from assistant_gui.gui.anywhere.xcb import Display, Held, Key, KeyTaken, NoKey, NotThere
from assistant_gui.gui.combination import combination

FIRST_FUNCTION_KEY = 0xFFBE
SIGNS = {
    Qt.Key.Key_Pause: 0xFF13,
    Qt.Key.Key_ScrollLock: 0xFF14,
    Qt.Key.Key_Print: 0xFF61,
    Qt.Key.Key_Insert: 0xFF63,
    Qt.Key.Key_Menu: 0xFF67,
}
"""Keysyms of keys that write nothing; a key that writes has the number of its letter."""
HELD = {
    Qt.KeyboardModifier.ShiftModifier: Held.SHIFT,
    Qt.KeyboardModifier.ControlModifier: Held.CONTROL,
    Qt.KeyboardModifier.AltModifier: Held.ALT,
    Qt.KeyboardModifier.MetaModifier: Held.LOGO,
}


class X11Key(QObject):
    """Connects to the X server when keys are taken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._display: Display | None = None
        self._notifier: QSocketNotifier | None = None
        self._hooks: Hooks | None = None

    def take(self, keys: str, hooks: Hooks) -> None:
        self.drop()
        try:
            sign, held = sign_and_held(keys)
            display = self._display = Display()
            display.grab(sign, held)
        except NotThere:
            self.drop()
            hooks.refused(not_here())
        except KeyTaken:
            self.drop()
            hooks.refused(taken_already(keys))
        except (NoKey, ValueError):
            self.drop()
            hooks.refused(no_such_key(keys))
        else:
            self._hooks = hooks
            self._notifier = QSocketNotifier(display.file, QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._on_readable)
            hooks.taken("")

    def drop(self) -> None:
        self._hooks = None
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._display is not None:
            self._display.close()  # and with it goes what was grabbed
            self._display = None

    @Slot()
    def _on_readable(self) -> None:
        if self._display is None or self._hooks is None:
            return
        for key in list(self._display.heard()):
            if key is Key.DOWN:
                self._hooks.pressed()
            else:
                self._hooks.released()


def sign_and_held(keys: str) -> tuple[int, Held]:
    """The keysym and what is held with it. Raises ValueError for a key that has none here."""
    pressed = combination(keys)
    if pressed is None:
        raise ValueError(keys)
    key, modifiers = pressed.key(), pressed.keyboardModifiers()
    held = Held(0)
    for modifier, one in HELD.items():
        if modifiers & modifier:
            held |= one
    if key in SIGNS:
        return SIGNS[key], held
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return FIRST_FUNCTION_KEY + key - Qt.Key.Key_F1, held
    if 0x20 <= key < 0x100:
        return ord(chr(key).lower()), held
    raise ValueError(keys)
