"""Which way of hearing a key everywhere this desktop has."""

import os
import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from assistant_gui.gui.anywhere.port import GlobalKey, NoGlobalKey


def global_key(parent: QObject) -> GlobalKey:
    """A program that shows its window through X on a Wayland desktop hears keys by the portal alone."""
    platform = QGuiApplication.platformName()
    if sys.platform == "win32" and platform == "windows":
        from assistant_gui.gui.anywhere.windows import User32, WindowsKey

        return WindowsKey(User32(), parent)
    if platform == "wayland" or (platform == "xcb" and os.environ.get("WAYLAND_DISPLAY")):
        from assistant_gui.gui.anywhere.portal import PortalKey

        return PortalKey(parent)
    if platform == "xcb":
        from assistant_gui.gui.anywhere.x11 import X11Key

        return X11Key(parent)
    return NoGlobalKey()
