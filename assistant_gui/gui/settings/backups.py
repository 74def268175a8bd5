"""What the backups tab shows and can do; no widgets."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.amounts import contents
from assistant_gui.core.backups import Backup, Backups, Health, Restored
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.gui.tasks import Tasks


class BackupsModel(QObject):
    """Everything it is asked for happens elsewhere; while something does, :attr:`busy` says what."""

    listed = Signal()
    busy_changed = Signal()
    said = Signal(str)
    """What became of it."""
    failed = Signal(str)

    def __init__(self, backups: Backups, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.backups: list[Backup] = []
        """Newest first."""
        self.busy = ""
        self._backups = backups
        self._tasks = tasks

    @property
    def folder(self) -> Path:
        return self._backups.folder

    def refresh(self) -> None:
        """List them again."""
        self._tasks.run(self._backups.all, self._on_listed, self._on_failed)

    def make(self) -> None:
        if self._begin(_("Backing up…")):
            self._tasks.run(self._backups.make, self._on_made, self._on_failed)

    def check(self) -> None:
        if self._begin(_("Reading everything…")):
            self._tasks.run(self._backups.check, self._on_checked, self._on_failed)

    def restore(self, file: Path) -> None:
        if self._begin(_("Restoring…")):
            self._tasks.run(lambda: self._backups.restore(file), self._on_restored, self._on_failed)

    def _begin(self, what: str) -> bool:
        if self.busy:
            return False
        self._set_busy(what)
        return True

    def _set_busy(self, what: str) -> None:
        self.busy = what
        self.busy_changed.emit()

    def _on_listed(self, backups: list[Backup]) -> None:
        self.backups = backups
        self.listed.emit()

    def _on_made(self, made: Backup) -> None:
        self._set_busy("")
        self.said.emit(_("Backed up: {contents}.").format(contents=contents(made.conversations, made.messages)))
        self.refresh()

    def _on_checked(self, health: Health) -> None:
        self._set_busy("")
        if health.faults:
            self.failed.emit(" ".join(health.faults))
        elif health.slips:
            self.failed.emit(" ".join((*health.slips, _("The next start mends it."))))
        else:
            words = _("All is whole: {contents}.")
            self.said.emit(words.format(contents=contents(health.conversations, health.messages)))

    def _on_restored(self, done: Restored) -> None:
        self._set_busy("")
        words = _("In place: {contents}. What was here before is kept in {folder}.")
        self.said.emit(words.format(contents=contents(done.conversations, done.messages), folder=done.aside))
        self.refresh()

    def _on_failed(self, error: AssistantError) -> None:
        self._set_busy("")
        self.failed.emit(str(error))
