"""One attached file as a small card: its icon, its name, and what there is to know of it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.attached import PICTURES
from assistant_gui.core.conversation import Attachment
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.attaching import Chip
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.icons import IconButton, pixmap
from assistant_gui.gui.theme import Space, colours, dress, refresh
from assistant_gui.gui.words import file_size_in_words

WIDTH, HEIGHT = 236, 48
"""At the usual size of the font; with larger letters a chip is larger."""
_LETTERS = 24
_PICTURE = 34


class FileChip(QPushButton):
    """A click shows what is in it; Delete takes it away where it can be."""

    removed = Signal()
    retried = Signal()

    def __init__(self, parent: QWidget | None = None, *, removable: bool = False) -> None:
        super().__init__(parent)
        dress(self, "file")
        self.setProperty("bad", False)
        self._icon = ""
        self._chip: Chip | None = None
        self._image: QImage | None = None
        self._removable = removable

        self.picture = QLabel()
        self.picture.setFixedSize(_PICTURE, _PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = Elided(cut=Qt.TextElideMode.ElideMiddle)
        self.detail = Elided()
        dress(self.detail, "small")
        self.retry_button = IconButton("retry", _("Read the file again"))
        self.remove_button = IconButton("close", _("Remove the file"))
        self.retry_button.hide()
        self.remove_button.setVisible(removable)

        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.detail)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.S, 0, Space.XS if removable else Space.M, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.picture)
        layout.addLayout(words, 1)
        layout.addWidget(self.retry_button)
        layout.addWidget(self.remove_button)
        for part in (self.picture, self.name, self.detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

        self._fit()

        self.retry_button.clicked.connect(self.retried)
        self.remove_button.clicked.connect(self.removed)

    def show_chip(self, chip: Chip) -> None:
        if chip is self._chip:
            return
        self._chip = chip
        failed = chip.failure is not None
        self._show(chip.name, _facts(chip), "warning" if failed else "picture" if chip.picture else "file")
        self.retry_button.setVisible(failed and chip.path is not None)
        if self.property("bad") != failed:
            self.setProperty("bad", failed)
            refresh(self)

    def show_attachment(self, attachment: Attachment) -> None:
        picture = attachment.media in PICTURES
        self._show(attachment.name, file_size_in_words(attachment.size), "picture" if picture else "file")

    def show_picture(self, image: QImage | None) -> None:
        """The picture itself in the place of its icon."""
        if image is not self._image:
            self._image = image
            self._draw()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(max(WIDTH, _LETTERS * self.name.fontMetrics().horizontalAdvance("x")), self.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(120, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._icon:
            self._fit()
            self._draw()

    def _show(self, name: str, detail: str, icon: str) -> None:
        self.name.setText(name)
        self.detail.setText(detail)
        self.setAccessibleName(f"{name}, {detail}")
        self.remove_button.say(_("Remove {file}").format(file=name))
        self.retry_button.say(_("Read {file} again").format(file=name))
        if icon != self._icon:
            self._icon = icon
            self._draw()

    def _fit(self) -> None:
        lines = self.name.fontMetrics().lineSpacing() + self.detail.fontMetrics().lineSpacing()
        self.setFixedHeight(max(HEIGHT, lines + Space.S))

    def _draw(self) -> None:
        if self._image is None or self._image.isNull():
            colour = colours().danger if self._icon == "warning" else colours().accent
            self.picture.setPixmap(pixmap(self._icon, colour, 22))
            return
        shown = QPixmap.fromImage(self._image)
        side = int(_PICTURE * self.devicePixelRatioF())
        small = shown.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        small.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(small)


def tokens_in_words(tokens: int, *, counted: bool) -> str:
    """What a text costs of the model's memory; ~ before what is only a guess."""
    return _("{count} tokens").format(count=f"{tokens:,}" if counted else f"~{tokens:,}")


def _facts(chip: Chip) -> str:
    if chip.failure is not None:
        return _("Could not be read")
    if chip.file is None:
        return _("Reading… {percent} %").format(percent=round(chip.fraction * 100)) if chip.fraction else _("Reading…")
    size = file_size_in_words(chip.file.attachment.size)
    if chip.unseen:
        return _("{size} · not sent").format(size=size)
    return f"{size} · {tokens_in_words(chip.tokens, counted=chip.counted)}"
