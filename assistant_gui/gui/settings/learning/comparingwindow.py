"""The one window for judging blind: opened beside the main one, raised when it is there, gone when it is shut."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from assistant_gui.gui.settings.learning.comparing import ComparingModel
from assistant_gui.gui.settings.learning.comparingview import ComparingDialog


class ComparingWindow(QObject):
    def __init__(self, model: ComparingModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: ComparingDialog | None = None
        self._model = model

    def compare(self, adapter: str) -> None:
        """Judge *adapter*, from the beginning."""
        if self.dialog is None:
            self.dialog = ComparingDialog(self._model, QApplication.activeWindow())
            self.dialog.finished.connect(self._on_finished)
        self._model.start(adapter)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def end(self) -> None:
        """It goes with the main window, whichever was active when it was opened."""
        self._model.end()
        if self.dialog is not None:
            self.dialog.close()

    @Slot()
    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
