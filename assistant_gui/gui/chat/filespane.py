"""The part of the chat pane that has to do with files: choosing, pasting, dropping, and the tray above the entry."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.attaching import Chip
from assistant_gui.gui.chat.chips import tokens_in_words
from assistant_gui.gui.chat.entry import Entry
from assistant_gui.gui.chat.incoming import Incoming, plain
from assistant_gui.gui.chat.preview import preview
from assistant_gui.gui.chat.tray import Tray
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.dropping import DropHint, Dropping
from assistant_gui.gui.taborder import put_together


class FilesPane(QObject):
    """Joins *entry* and the files of *model* on *pane*."""

    def __init__(self, model: ChatViewModel, entry: Entry, pane: QWidget) -> None:
        super().__init__(pane)
        self.attaching = model.attaching
        self._thumbnails = model.thumbnails
        self._entry = entry
        self._pane = pane
        self._offered = ""
        """The long text that was pasted last."""
        self._ordered: list[int] | None = None
        """The files through which Tab leads."""

        self.incoming = Incoming(self.attaching, self)
        hint = DropHint(
            pane,
            _("Drop files here to attach them"),
            _("Text, Markdown, code, tables, PDF, Word, pictures: up to 20 MB each"),
        )
        within = [entry.text.viewport()]
        self.dropping = Dropping(hint, pane, within, self.incoming.can_attach, self.incoming.attach)
        self.tray = Tray(self.attaching, model.thumbnails)
        entry.put_above(self.tray)
        entry.attach_button.setVisible(self.attaching.available)

        entry.text.takes = self.incoming.attach
        entry.attach_button.clicked.connect(self.attaching.choose)
        self.incoming.long_text.connect(self._on_long_text)
        self.tray.offer.button.clicked.connect(self._on_offer_taken)
        self.tray.previewed.connect(self._on_previewed)
        self.tray.left.connect(entry.text.setFocus)
        self.attaching.files_wanted.connect(self._on_files_wanted)
        self.attaching.changed.connect(self._show_state)
        self._show_state()

    def settle(self) -> None:
        """What was in the entry is sent."""
        self._offered = ""
        self.tray.make_offer("", "")

    def _show_state(self) -> None:
        self._order_stops()
        self._entry.set_files(alone=self.attaching.says_something, waits_for=self._waits_for())

    def _order_stops(self) -> None:
        """Tab goes through the files, then to what is below them."""
        if list(self.tray.chips) == self._ordered:
            return
        self._ordered = list(self.tray.chips)
        entry = self._entry
        stops: list[QWidget] = [self.tray.hint.button, self.tray.offer.button]
        for chip in self.tray.chips.values():
            stops += [chip, chip.retry_button, chip.remove_button]
        stops += [entry.attach_button, entry.text, entry.button]
        put_together(stops, first=entry.attach_button)

    def _waits_for(self) -> str:
        chips = self.attaching.chips
        if any(chip.failure is not None for chip in chips):
            return _("Remove the file that cannot be read, or read it again")
        if any(chip.reading for chip in chips) or self.attaching.cutting:
            return _("The files are still being read")
        return _("The files are too long for the model") if self.attaching.too_long else ""

    def _on_files_wanted(self) -> None:
        dialog = QFileDialog(self._pane, _("Attach files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attaching.add_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_long_text(self, text: str) -> None:
        self._offered = plain(text)
        words = _("That was a long text: {count} characters.").format(count=f"{len(self._offered):,}")
        self.tray.make_offer(words, _("Attach it as a file"))
        self._ordered = None
        self._order_stops()

    def _on_offer_taken(self) -> None:
        text = self._entry.text.toPlainText()
        self._entry.text.setPlainText(text.replace(self._offered, "", 1))
        self.incoming.attach_text(self._offered)
        self.settle()
        self._entry.text.setFocus()

    def _on_previewed(self, chip: Chip) -> None:
        if chip.file is not None:
            cost = "" if chip.unseen else tokens_in_words(chip.tokens, counted=chip.counted)
            preview(chip.file.attachment, self._thumbnails, self._pane, cost=cost, content=chip.file.content)
