"""What can be done when the file with the conversations cannot be opened."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.backups import Backup, Backups, Restored
from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.tasks import Tasks


class RecoveryModel(QObject):
    """Nothing is done until the person chooses; whatever is chosen, the damaged file is kept."""

    changed = Signal()
    finished = Signal()
    """There are conversations (or an empty history) to go on with."""

    def __init__(self, backups: Backups, what: str, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.what = what
        """What is wrong, in one sentence."""
        self.offered: list[Backup] = []
        self.chosen: Backup | None = None
        self.working = True
        self.trouble = ""
        self.done: Restored | None = None
        self._backups = backups
        self._tasks = tasks

    def start(self) -> None:
        """Look which backups there are."""
        self._tasks.run(self._backups.all, self._on_listed, self._on_failed)

    def choose(self, place: int) -> None:
        """Offer the backup at *place* of :attr:`offered`."""
        if 0 <= place < len(self.offered):
            self.chosen = self.offered[place]
            self.changed.emit()

    def restore(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._work(lambda: self._backups.restore(chosen.file), self._on_bad_backup)

    def salvage(self) -> None:
        self._work(self._backups.salvage, self._on_failed)

    def start_empty(self) -> None:
        self._work(self._backups.start_empty, self._on_failed)

    def go_on(self) -> None:
        if self.done is not None:
            self.finished.emit()

    def _work(self, work: Callable[[], Restored], failed: Callable[[AssistantError], None]) -> None:
        if not self.working:
            self.working, self.trouble = True, ""
            self.changed.emit()
            self._tasks.run(work, self._on_done, failed)

    def _on_listed(self, backups: list[Backup]) -> None:
        self.offered, self.working = backups, False
        self.chosen = backups[0] if backups else None
        self.changed.emit()

    def _on_done(self, done: Restored) -> None:
        self.done, self.working = done, False
        self.changed.emit()

    def _on_bad_backup(self, error: AssistantError) -> None:
        """Offer the one before it."""
        if self.chosen in self.offered:
            place = self.offered.index(self.chosen)
            del self.offered[place]
            self.chosen = self.offered[min(place, len(self.offered) - 1)] if self.offered else None
        self._on_failed(error)

    def _on_failed(self, error: AssistantError) -> None:
        self.working, self.trouble = False, str(error)
        self.changed.emit()
