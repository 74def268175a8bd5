"""What the model is given of an attached file, or the picture, to look at."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.attached import PICTURES
from assistant_gui.core.conversation import Attachment
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.actions import copy, copy_button
from assistant_gui.gui.chat.thumbnails import Thumbnails
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.words import file_size_in_words

MOST_SHOWN = 30_000
"""Characters; laying out more would hold the window up."""
LARGEST = QSize(1600, 1600)

AskPicture = Callable[[Callable[[QImage], None]], None]


def preview(
    attachment: Attachment, thumbnails: Thumbnails, parent: QWidget, *, cost: str = "", content: bytes = b""
) -> "Preview":
    """Show what is attached; *content* of a picture that is not stored yet."""

    def ask(show: Callable[[QImage], None]) -> None:
        thumbnails.whole(attachment.digest, content, LARGEST, show)

    made = Preview(attachment, cost, ask, parent)
    made.open()
    return made


class Preview(QDialog):
    """Opens with :meth:`open`, and is gone once it is closed."""

    def __init__(self, attachment: Attachment, cost: str, ask: AskPicture, parent: QWidget | None = None) -> None:
        """*cost* says what it takes of the model's memory; *ask* gives the picture, later."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Attached file"))
        self._open = True
        self._image = QImage()

        self.title = Elided(cut=Qt.TextElideMode.ElideMiddle)
        self.title.setText(attachment.name)
        dress(self.title, "heading")
        self.facts = label(" · ".join(filter(None, (file_size_in_words(attachment.size), cost))), "small")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("What the model reads"))
        self.picture = QLabel(_("Opening the picture…"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(240, 160)
        self.copy_button = copy_button()
        self.close_button = QPushButton(_("Close"))

        above = QHBoxLayout()
        above.setSpacing(Space.S)
        above.addWidget(self.title, 1)
        above.addWidget(self.copy_button)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.S)
        layout.addLayout(above)
        layout.addWidget(self.facts)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.picture, 1)
        layout.addLayout(below)
        self.resize(640, 520)

        self.copy_button.clicked.connect(lambda: copy(attachment.text, self.copy_button))
        self.close_button.clicked.connect(self.close)
        self.finished.connect(self._on_finished)
        is_picture = attachment.media in PICTURES
        self.text.setVisible(not is_picture)
        self.copy_button.setVisible(not is_picture)
        self.picture.setVisible(is_picture)
        if is_picture:
            self.picture.setAccessibleName(attachment.name)
            ask(self._on_picture)
        else:
            self._show_text(attachment.text)
        self.close_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._draw()

    def _show_text(self, text: str) -> None:
        self.text.setPlainText(text[:MOST_SHOWN])
        if len(text) > MOST_SHOWN:
            more = _("… and {count} more characters that are not shown here").format(
                count=f"{len(text) - MOST_SHOWN:,}"
            )
            self.text.appendPlainText(f"\n{more}")
            self.text.moveCursor(self.text.textCursor().MoveOperation.Start)

    def _on_picture(self, image: QImage) -> None:
        if self._open:  # else it was closed meanwhile
            self._image = image
            if image.isNull():
                self.picture.setText(_("This picture cannot be shown."))
            self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        shown = QPixmap.fromImage(self._image)
        room = self.picture.size() * ratio
        if shown.width() > room.width() or shown.height() > room.height():
            shown = shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)

    def _on_finished(self) -> None:
        self._open = False
