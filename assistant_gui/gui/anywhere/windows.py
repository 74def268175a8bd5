"""A key that is heard everywhere, on Windows."""

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Qt, QTimer, Slot

from assistant_gui.gui.anywhere.port import Hooks, no_such_key, taken_already
from assistant_gui.gui.combination import combination

OURS = 1
"""The number of our one key."""
WM_HOTKEY = 0x0312
ONCE = 0x4000
"""MOD_NOREPEAT: a key that is held is told once."""
HELD = {
    Qt.KeyboardModifier.AltModifier: 1,
    Qt.KeyboardModifier.ControlModifier: 2,
    Qt.KeyboardModifier.ShiftModifier: 4,
    Qt.KeyboardModifier.MetaModifier: 8,
}
CODES = {Qt.Key.Key_Space: 0x20, Qt.Key.Key_Pause: 0x13, Qt.Key.Key_Insert: 0x2D, Qt.Key.Key_ScrollLock: 0x91}
FIRST_FUNCTION_KEY = 0x70
LOOKS_EACH_MS = 20
"""Windows does not say when the key comes up; it can only be looked at while it is down."""


@dataclass(frozen=True, slots=True)
class HotKey:
    code: int
    """A virtual key."""
    held: int


class System(Protocol):
    """As much of user32 as it takes."""

    def register(self, key: HotKey) -> bool:
        """Whether it is ours now."""
        ...

    def unregister(self) -> None: ...
    def is_down(self, code: int) -> bool: ...
    def on_press(self, told: Callable[[], None]) -> None:
        """Call *told* each time our key goes down."""
        ...


class WindowsKey(QObject):
    def __init__(self, system: System, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = system
        self._hooks: Hooks | None = None
        self._code = 0
        self._looking = QTimer(self, interval=LOOKS_EACH_MS)
        self._looking.timeout.connect(self._look)
        system.on_press(self._on_press)

    def take(self, keys: str, hooks: Hooks) -> None:
        self.drop()
        key = hot_key(keys)
        if key is None:
            hooks.refused(no_such_key(keys))
        elif not self._system.register(key):
            hooks.refused(taken_already(keys))
        else:
            self._hooks, self._code = hooks, key.code
            hooks.taken("")

    def drop(self) -> None:
        if self._hooks is not None:
            self._system.unregister()
        self._hooks = None
        self._looking.stop()

    def _on_press(self) -> None:
        if self._hooks is not None and not self._looking.isActive():
            self._looking.start()
            self._hooks.pressed()

    @Slot()
    def _look(self) -> None:
        if not self._system.is_down(self._code):
            self._looking.stop()
            if self._hooks is not None:
                self._hooks.released()


def hot_key(keys: str) -> HotKey | None:
    """None for a key that has no number of its own on every keyboard."""
    pressed = combination(keys)
    if pressed is None:
        return None
    key, modifiers = pressed.key(), pressed.keyboardModifiers()
    held = ONCE
    for modifier, one in HELD.items():
        if modifiers & modifier:
            held |= one
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return HotKey(FIRST_FUNCTION_KEY + key - Qt.Key.Key_F1, held)
    if key < 0x80 and chr(key).isalnum():
        return HotKey(ord(chr(key).upper()), held)
    return HotKey(CODES[key], held) if key in CODES else None


if sys.platform == "win32":
    from ctypes import wintypes

    class User32(QAbstractNativeEventFilter):
        """The real thing; the messages of hot keys come to the thread that registered them, the window's."""

        def __init__(self) -> None:
            super().__init__()
            self._told: Callable[[], None] = lambda: None
            self._user32 = ctypes.WinDLL("user32")
            self._user32.GetAsyncKeyState.restype = ctypes.c_short
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self)

        def register(self, key: HotKey) -> bool:
            return bool(self._user32.RegisterHotKey(None, OURS, key.held, key.code))

        def unregister(self) -> None:
            self._user32.UnregisterHotKey(None, OURS)

        def is_down(self, code: int) -> bool:
            return bool(self._user32.GetAsyncKeyState(code) & 0x8000)

        def on_press(self, told: Callable[[], None]) -> None:
            self._told = told

        def nativeEventFilter(  # noqa: N802 - Qt's name
            self, kind: QByteArray | bytes | bytearray | memoryview, message: int
        ) -> tuple[bool, int]:
            if kind == b"windows_generic_MSG":
                told = wintypes.MSG.from_address(int(message))
                if told.message == WM_HOTKEY and told.wParam == OURS:
                    self._told()
            return False, 0
