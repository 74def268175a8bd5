"""Backups that are made by themselves, and one look a session whether all that is stored is whole."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant_gui.core.backups import Backup, Backups, Health
from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.tasks import Tasks

LOOK_AFTER_MS = 3_000
"""Not while the window is still being opened."""
ASK_EVERY_MS = 60_000
"""How often it is asked whether a backup is due."""


class Keeping(QObject):
    made = Signal(object)
    """A :class:`Backup`."""
    failed = Signal(object)
    """An AssistantError; the same one is told once."""
    damaged = Signal(str)
    """What is wrong with the file, in a sentence."""

    def __init__(
        self, backups: Backups, look_through: Callable[[], Health], tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._backups = backups
        self._look_through = look_through
        self._tasks = tasks
        self._told = ""
        self._look = QTimer(self, interval=LOOK_AFTER_MS, singleShot=True)
        self._minute = QTimer(self, interval=ASK_EVERY_MS)

        self._look.timeout.connect(self.look)
        self._minute.timeout.connect(self.back_up)

    def start(self) -> None:
        self._look.start()
        self._minute.start()

    def stop(self) -> None:
        self._look.stop()
        self._minute.stop()

    @Slot()
    def look(self) -> None:
        self._tasks.run(self._look_through, self._on_looked, self._on_failed)

    @Slot()
    def back_up(self) -> None:
        """Make a backup if one is due."""
        self._tasks.run(self._backups.make_if_due, self._on_made, self._on_failed)

    def _on_looked(self, health: Health) -> None:
        if health.faults:
            self._minute.stop()
            self.damaged.emit(health.faults[0])

    def _on_made(self, made: Backup | None) -> None:
        if made is not None:
            self._told = ""
            self.made.emit(made)

    def _on_failed(self, error: AssistantError) -> None:
        if str(error) != self._told:
            self._told = str(error)
            self.failed.emit(error)
