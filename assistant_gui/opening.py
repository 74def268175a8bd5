"""From the start of the program to its end: one window on a profile, and the page for a damaged file before it."""

import contextlib
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from assistant_gui import assets
from assistant_gui.app import App
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.desktop import Desktop, speak
from assistant_gui.gui.ended import by_signals
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.theme import Theme
from assistant_gui.paths import Profile, usual_profile
from assistant_gui.remote.handover import raise_window
from assistant_gui.running import ENDED, commands_for, holding, opened
from assistant_gui.store.file import Damaged
from assistant_gui.store.lock import ProfileHeld
from assistant_gui.store.preferences import glimpse

GIVE_WAY_S = 0.0001
"""How soon a thread that works lets another have the interpreter. Python's own 5 ms, each time Qt asks a widget for
something, add up to a window that stutters while an import goes on: resized meanwhile, it came more than 20 ms late
15 times in half a minute with 0.5 ms, and 5 times with this, and the import took as long."""


def open_window(folder: Path | None = None) -> int:
    """Open the window on the profile in *folder* and stay until it is closed; the exit code.

    A second start raises the window of the first and ends.
    """
    scale(glimpse(Profile(folder or usual_profile()).settings).looks.scale)
    sys.setswitchinterval(GIVE_WAY_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("assistant_gui")
    application.setWindowIcon(QIcon(str(assets.path("assistant.svg"))))
    try:
        with by_signals((*ENDED, signal.SIGINT), application.quit):
            return _stayed(application, folder)
    except AssistantError as error:  # there is no window yet that could show it
        if application.platformName() != "offscreen":  # where nobody could close it
            QMessageBox.critical(None, _("The assistant cannot open"), str(error))
        raise


def _stayed(application: QApplication, folder: Path | None) -> int:
    """Opens it again when the file with the conversations turns out to be damaged while the window is open."""
    damage = ""
    while True:
        code, damage = _stayed_once(application, folder, damage)
        if not damage:
            return code


def _stayed_once(application: QApplication, folder: Path | None, damage: str) -> tuple[int, str]:
    """The exit code, and what is damaged if that was why it ended; *damage* is what is known of it before."""
    profile = opened(folder)
    front = Front()
    try:
        with holding(profile, front.wanted.emit, commands_for) as app:
            damage = damage or damage_of(app)
            if damage and not recovered(app, application, damage, front):
                return 1, ""
            desktop = Desktop(app, application)
            front.wanted.connect(desktop.to_the_front)
            sys.excepthook = desktop.broke
            desktop.show()
            try:
                return application.exec(), desktop.damage
            finally:
                sys.excepthook = sys.__excepthook__
                desktop.close()
    except ProfileHeld as held:
        if held.holder is None:
            raise
        raise_window(held.holder.address, held.holder.key)
        return 0, ""


def damage_of(app: App) -> str:
    """Why the conversations cannot be opened, when it is because their file is damaged or lost."""
    try:
        app.archive  # noqa: B018 - opened here so that what is wrong is known before the window is made
    except Damaged:
        if app.profile.database.exists():
            return _("The file with your conversations is damaged")
        return _("The file with your conversations is not there any more")
    return ""


def recovered(app: App, application: QApplication, damage: str, front: "Front") -> bool:
    """Let the person choose what becomes of a damaged file; whether there is one to go on with."""
    from assistant_gui.gui.recovery.view import RecoveryView
    from assistant_gui.gui.recovery.viewmodel import RecoveryModel

    theme = Theme(application, app.settings.looks)
    speak(app.settings.looks.language)
    tasks = PooledTasks(threads=1)
    model = RecoveryModel(app.backups, damage, tasks, theme)
    view = RecoveryView(model)
    front.wanted.connect(view.activateWindow)
    view.show()
    model.start()
    try:
        application.exec()
    finally:
        tasks.close()
    return model.done is not None


def scale(percent: int) -> None:
    """Draw everything that much larger, on top of what the screen and the person's environment ask for.

    Qt reads it once, when the application is made.
    """
    asked = os.environ.get("QT_SCALE_FACTOR", "")
    with contextlib.suppress(ValueError):
        os.environ["QT_SCALE_FACTOR"] = f"{float(asked or 1) * percent / 100:g}"


class Front(QObject):
    """Somebody started the program again; emitted from the thread that answers the door."""

    wanted = Signal()
