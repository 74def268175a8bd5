"""What is asked before the window closes while a training run goes on."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import RunStatus
from assistant_gui.core.teaching import School
from assistant_gui.gui.tasks import Tasks


class Leaving(QObject):
    """Lets *window* close at once when nothing goes on, and by a button otherwise.

    The run folders are read elsewhere, so the first wish to close is put off for a
    moment; a second one while they are read is granted.
    """

    def __init__(self, window: QWidget, school: School, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.box: QMessageBox | None = None
        """The question, while it is asked."""
        self._window = window
        self._school = school
        self._tasks = tasks
        self._reading = False
        self._free = False

    def may_close(self) -> bool:
        if self._free or self._reading:
            return True
        if self.box is not None:
            self.box.activateWindow()
            return False
        self._reading = True
        self._tasks.run(self._going, self._on_read, lambda _error: self.leave())
        return False

    def leave(self) -> None:
        """Close the window without a question: the system ends the session, or the person said so."""
        self._free = True
        QTimer.singleShot(0, self._window, self._window.close)

    def _going(self) -> list[str]:
        return [run.id for run in self._school.runs() if run.status is RunStatus.RUNNING]

    def _on_read(self, going: list[str]) -> None:
        self._reading = False
        if going:
            self._ask(going)
        else:
            self.leave()

    def _ask(self, going: list[str]) -> None:
        box = self.box = QMessageBox(self._window)
        box.setWindowTitle(_("Fine-tuning is going on"))
        box.setText(_("Fine-tuning is going on. It can go on without the window; the next start finds it again."))
        go_on = box.addButton(_("Close and let it go on"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(_("Stop it and close"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(stay)
        box.setDefaultButton(go_on)

        def on_clicked(button: QAbstractButton) -> None:
            self.box = None
            box.deleteLater()
            if button is go_on:
                self.leave()
            elif button is stop:
                self._tasks.run(lambda: self._stop(going), lambda _none: self.leave(), lambda _error: self.leave())

        box.buttonClicked.connect(on_clicked)
        box.open()

    def _stop(self, going: list[str]) -> None:
        for run in going:
            self._school.stop(run)
