"""The files of a message that was sent, above its words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant_gui.core.attached import PICTURES
from assistant_gui.core.conversation import Attachment
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.chips import FileChip
from assistant_gui.gui.chat.thumbnails import Thumbnails
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.theme import Space


class SentFiles(QWidget):
    previewed = Signal(object)
    """The Attachment that the person wants to see."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Attached files"))
        self._thumbnails = thumbnails
        self._shown: tuple[Attachment, ...] = ()
        self.chips: list[FileChip] = []
        self.flow = Flow(gap=Space.S, to_the_right=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.flow)
        self.hide()

        thumbnails.made.connect(self._on_made)

    def show_files(self, attachments: Sequence[Attachment]) -> None:
        if tuple(attachments) == self._shown:
            return
        self._shown = tuple(attachments)
        for gone in self.chips:
            self.flow.remove(gone)
            gone.hide()
            gone.deleteLater()
        self.chips = [self._chip(each) for each in attachments]
        self._on_made()
        self.setVisible(bool(attachments))

    def _chip(self, attachment: Attachment) -> FileChip:
        made = FileChip()
        made.show_attachment(attachment)
        made.clicked.connect(lambda: self.previewed.emit(attachment))
        self.flow.add(made)
        return made

    def _on_made(self, _digest: str = "") -> None:
        for chip, attachment in zip(self.chips, self._shown, strict=True):
            if attachment.media in PICTURES:
                chip.show_picture(self._thumbnails.of(attachment.digest))
