"""A program with the key, and another with the focus; each tells what it hears. Started in an X server of its own."""

import os
import subprocess
import sys

os.environ["QT_QPA_PLATFORM"] = "xcb"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from assistant_gui.gui.anywhere.port import Hooks
from assistant_gui.gui.anywhere.x11 import X11Key

KEYS = "Ctrl+Alt+Space"
REPEATS_MS = 900
"""Long enough for the X server to repeat the key several times."""


def tell(what: str) -> None:
    sys.stdout.write(what + "\n")
    sys.stdout.flush()


def xdotool(*what: str) -> None:
    subprocess.run(["xdotool", *what], check=True)


application = QApplication(sys.argv)
other = QLineEdit()
other.show()
first, second = X11Key(), X11Key()
taken = Hooks(lambda: tell("pressed"), lambda: tell("released"), lambda _: tell("taken"), lambda why: tell(str(why)))


def press() -> None:
    xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "space")
    QTimer.singleShot(REPEATS_MS, let_go)


def let_go() -> None:
    xdotool("keyup", "space", "keyup", "alt", "keyup", "ctrl", "key", "a")
    QTimer.singleShot(200, end)


def end() -> None:
    tell(f"the other window heard: {other.text()}")
    first.drop()
    application.quit()


first.take(KEYS, taken)
second.take(KEYS, taken)
other.windowHandle().requestActivate()
QTimer.singleShot(300, press)
application.exec()
