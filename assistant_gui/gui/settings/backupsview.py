"""The backups tab: when the last one was made, making one now, and putting one back."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QPushButton, QWidget

from assistant_gui.core.amounts import conversations
from assistant_gui.core.backups import Backup
from assistant_gui.core.language import translated as _
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import Card, Column, Notice, Question, label, show_text
from assistant_gui.gui.settings.backups import BackupsModel
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.words import bytes_in_words, day_in_words

ROWS = 8
"""Seen without scrolling."""


class BackupsView(Column):
    """Draws a BackupsModel."""

    def __init__(self, model: BackupsModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Backups"), parent)
        self.model = model
        self._wanted: Path | None = None

        self.last = label()
        self.state = label(look="muted")
        self.notice = Notice()
        self.make = QPushButton(_("Back up now"))
        self.check = QPushButton(_("Check everything"))
        self.open = TextButton("folder", _("Open the folder"), look="quiet")
        self.list = QListWidget()
        self.list.setAccessibleName(_("Backups, newest first"))
        self.restore = QPushButton(_("Restore…"))
        self.other = QPushButton(_("Restore a file…"))
        self.question = Question(_("Restore"), _("Cancel"))
        dress(self.make, "primary")

        self._lay_out()

        self.make.clicked.connect(model.make)
        self.check.clicked.connect(model.check)
        self.open.clicked.connect(self._on_open)
        self.restore.clicked.connect(self._on_restore)
        self.other.clicked.connect(self._on_other)
        self.list.itemActivated.connect(self._on_restore)
        self.list.itemSelectionChanged.connect(self._enable)
        self.question.yes.clicked.connect(self._on_yes)
        model.listed.connect(self._on_listed)
        model.busy_changed.connect(self._on_busy)
        model.said.connect(self._on_said)
        model.failed.connect(self._on_failed)
        self._on_listed()
        self._on_busy()
        model.refresh()

    def _lay_out(self) -> None:
        keeping = Card(_("Backups"))
        keeping.inside.addWidget(self.last)
        keeping.inside.addWidget(
            label(
                _(
                    "A backup is made every half an hour while something changes, before an import, and before "
                    "an update changes the file. All of the last two days stay, then one a day for two weeks, "
                    "one a week for two months and one a month for a year. What you delete is in older "
                    "backups until they go."
                ),
                "small",
            )
        )
        keeping.inside.addWidget(Flow(self.make, self.check))
        keeping.inside.addWidget(self.state)
        keeping.inside.addWidget(self.notice)
        back = Card(_("Go back"))
        back.inside.addWidget(self.list)
        back.inside.addWidget(Flow(self.restore, self.other))
        back.inside.addWidget(self.question)
        back.inside.addWidget(Flow(self.open))
        self.list.setMinimumHeight(ROWS * (self.fontMetrics().height() + Space.S))
        self.cards.addWidget(keeping)
        self.cards.addWidget(back)
        self.cards.addStretch(1)

    @Slot()
    def _on_listed(self) -> None:
        backups = self.model.backups
        self.list.clear()
        for each in backups:
            item = QListWidgetItem(_told(each), self.list)
            item.setData(Qt.ItemDataRole.UserRole, str(each.file))
        if backups:
            self.last.setText(_("Last backup: {backup}").format(backup=_told(backups[0])))
        else:
            self.last.setText(_("No backup yet: the first is made when something is stored."))
        for part in (self.list, self.restore):
            part.setVisible(bool(backups))
        self.open.setEnabled(bool(backups))
        self._enable()

    @Slot()
    def _on_busy(self) -> None:
        busy = self.model.busy
        self._enable()
        if busy:
            self.notice.tell("")
        show_text(self.state, busy)

    @Slot()
    def _enable(self) -> None:
        busy = self.model.busy
        for button in (self.make, self.check, self.other):
            button.setEnabled(not busy)
        self.restore.setEnabled(not busy and self._selected() is not None)

    @Slot(str)
    def _on_said(self, sentence: str) -> None:
        show_text(self.state, sentence)

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self.notice.tell(sentence)

    @Slot()
    def _on_restore(self) -> None:
        backup = self._selected()
        if backup is not None and not self.model.busy:
            words = _("Go back to how it was on {day}, with {conversations}?")
            told = words.format(day=day_in_words(backup.made), conversations=conversations(backup.conversations))
            self._ask(backup.file, told)

    @Slot()
    def _on_other(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a backup"), str(self.model.folder))
        if name:
            self._ask(Path(name), _("Go back to the conversations in {file}?").format(file=name))

    def _ask(self, file: Path, question: str) -> None:
        self._wanted = file
        follows = _("What is here now is backed up first, and its file is kept aside: nothing is lost.")
        self.question.ask(f"{question} {follows}")
        self.ensureWidgetVisible(self.question)

    @Slot()
    def _on_yes(self) -> None:
        if self._wanted is not None:
            self.model.restore(self._wanted)

    @Slot()
    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.model.folder)))

    def _selected(self) -> Backup | None:
        return self.model.backups[self.list.currentRow()] if self.list.selectedItems() else None


def _told(backup: Backup) -> str:
    return " · ".join((day_in_words(backup.made), conversations(backup.conversations), bytes_in_words(backup.size)))
