"""Import and export in the main window: their actions, and files dropped on the conversations."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QWidget

from assistant_gui.core.exchange import Form
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.exchange.asking import ask_for_files, ask_for_folder, ask_where
from assistant_gui.gui.exchange.columnsdialog import ColumnsDialog
from assistant_gui.gui.exchange.dialog import ExchangeDialog
from assistant_gui.gui.exchange.viewmodel import ExchangeModel, Mapped


class Exchanging(QObject):
    """Owns the dialog; *window* is what it belongs to. *shown* is the id and title of the conversation on screen."""

    def __init__(self, model: ExchangeModel, window: QWidget, shown: Callable[[], tuple[str, str]]) -> None:
        super().__init__(window)
        self.model = model
        self.dialog: ExchangeDialog | None = None
        """Made when it is first needed."""
        self._window = window
        self._shown = shown
        self._export: QAction | None = None
        model.began.connect(self._on_began)
        model.columns_wanted.connect(self._on_columns_wanted)

    def add_actions(self, acts: Actions) -> None:
        acts.add("import", N_("Import conversations…"), self.ask_for_files)
        acts.add("import-folder", N_("Import a folder of conversations…"), self.ask_for_folder)
        self._export = acts.add("export", N_("Export this conversation…"), self.export_shown)
        acts.add("export-all", N_("Export all conversations…"), self.export_all)
        self.on_opened(self._shown()[0])

    def on_opened(self, conversation: str) -> None:
        """Another conversation is on screen; the empty id is a new chat, of which there is nothing to export."""
        if self._export is not None:
            self._export.setEnabled(bool(conversation))

    def translate(self) -> None:
        """The next dialog speaks the language that is spoken now."""
        if self.dialog is not None and not self.model.busy:
            self.dialog.deleteLater()
            self.dialog = None

    def ask_for_files(self) -> None:
        ask_for_files(self._window, self.model.take_in)

    def ask_for_folder(self) -> None:
        ask_for_folder(self._window, self.model.take_in)

    def export_shown(self) -> None:
        conversation, title = self._shown()
        if conversation:
            self.export([conversation], title)

    def export_all(self) -> None:
        self.export([])

    def export(self, conversations: Sequence[str], title: str = "") -> None:
        """Ask where to, and export these, or all when there are none; *title* names the file."""

        def then(form: Form, file: Path) -> None:
            self.model.give_out(form, conversations, file)

        ask_where(self._window, title or _("Conversations"), then)

    def accept_drops(self, place: QWidget) -> None:
        """Files dropped on *place* are imported."""
        place.setAcceptDrops(True)
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QDropEvent) and (files := _files(event)):
            event.setDropAction(event.proposedAction())
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self.model.take_in(files)
            return True
        return False

    def _on_columns_wanted(self, mapped: Mapped) -> None:
        dialog = ColumnsDialog(mapped, self._window)
        dialog.chosen.connect(self.model.take_in_table)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_began(self, title: str) -> None:
        if self.dialog is None:
            self.dialog = ExchangeDialog(self.model, self._window)
            self.dialog.show_begun(title)


def _files(event: QDropEvent) -> list[Path]:
    """All of them, when all are files or folders of this machine."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls] if urls and all(url.isLocalFile() for url in urls) else []
