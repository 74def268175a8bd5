"""What lies above the entry: the files that go with the question, and a sentence where one is needed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.attaching import Attaching, Chip
from assistant_gui.gui.chat.chips import FileChip
from assistant_gui.gui.chat.thumbnails import Thumbnails
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, dress, refresh

MOST_PERCENT = 40
"""Of the height of the window; more is scrolled."""
NARROW_LETTERS = 55
"""A sentence with less room than this has its button below it."""


class Tray(QScrollArea):
    """Draws an Attaching; not there while there is nothing to show. Scrolls what would take too much of the window."""

    previewed = Signal(object)
    """The Chip that the person wants to see."""
    left = Signal()
    """The last file was removed by keyboard: somebody else should have the focus."""

    def __init__(self, attaching: Attaching, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attaching = attaching
        self._thumbnails = thumbnails
        self.chips: dict[int, FileChip] = {}

        self.setAccessibleName(_("Attached files"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = Hint()
        self.offer = Hint()
        """What might become a file."""
        self._row = Flow(gap=Space.S)

        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 0, Space.S)
        self._layout.setSpacing(Space.S)
        for part in (self.hint, self.offer, self._row):
            self._layout.addWidget(part)
        self.setWidget(inside)

        self.hint.button.clicked.connect(self._on_hint)
        attaching.changed.connect(self._show)
        thumbnails.made.connect(self._show)
        self.offer.say("")
        self._show()

    def make_offer(self, sentence: str, action: str) -> None:
        """Offer *action*; nothing more without a *sentence*."""
        self.offer.say(sentence, action)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_layout"):
            self._fit()

    def _fit(self) -> None:
        """Be as high as what is in it at this width, up to a part of the window."""
        self.setVisible(bool(self.chips) or bool(self.offer.words.text()))
        for part in (self.hint, self.offer):
            part.fold(self.width())
        wanted = self._layout.totalHeightForWidth(self.width())
        most = self.window().height() * MOST_PERCENT // 100
        policy = Qt.ScrollBarPolicy  # a bar that is there for a moment leaves its room behind
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if wanted > most else policy.ScrollBarAlwaysOff)
        self.setFixedHeight(max(1, min(wanted, most)))

    def _show(self) -> None:
        chips = {chip.number: chip for chip in self.attaching.chips}
        for number in [number for number in self.chips if number not in chips]:
            self._let_go(number)
        for chip in chips.values():
            self._show_chip(chip)
        self._row.setVisible(bool(chips))
        self._show_hint()
        self._fit()

    def _show_chip(self, chip: Chip) -> None:
        shown = self._chip(chip.number)
        shown.show_chip(chip)
        if chip.picture and chip.file is not None:
            shown.show_picture(self._thumbnails.of(chip.file.attachment.digest, chip.file.content))

    def _chip(self, number: int) -> FileChip:
        if number not in self.chips:
            made = FileChip(removable=True)
            made.clicked.connect(lambda: self._on_clicked(number))
            made.removed.connect(lambda: self._on_removed(number))
            made.retried.connect(lambda: self.attaching.retry(number))
            self._row.add(made)
            self.chips[number] = made
        return self.chips[number]

    def _let_go(self, number: int) -> None:
        gone = self.chips.pop(number)
        self._row.remove(gone)
        gone.hide()
        gone.deleteLater()

    def _show_hint(self) -> None:
        attaching = self.attaching
        failed = next((chip for chip in attaching.chips if chip.failure is not None), None)
        if failed is not None:
            self.hint.say(str(failed.failure), bad=True)
        elif attaching.cutting:
            self.hint.say(_("Cutting the files to what the model can read…"))
        elif attaching.pictures_too_many:
            words = _("The pictures are more than the model can see at once: {tokens} tokens, and {room} fit.")
            self.hint.say(words.format(tokens=f"{attaching.tokens:,}", room=f"{attaching.room:,}"))
        elif attaching.too_long:
            words = _("That is more than the model can read at once: {tokens} tokens, and {room} fit.")
            first = _("Use the first {room} tokens") if len(attaching.chips) == 1 else _("Use what fits of each")
            self.hint.say(
                words.format(tokens=f"{attaching.tokens:,}", room=f"{attaching.room:,}"),
                first.format(room=f"{attaching.room:,}"),
            )
        else:
            self.hint.say(_unseen(attaching.chips) or _cut(attaching.chips))

    def _on_hint(self) -> None:
        self.attaching.cut()

    def _on_clicked(self, number: int) -> None:
        chip = next((chip for chip in self.attaching.chips if chip.number == number), None)
        if chip is not None and chip.file is not None:
            self.previewed.emit(chip)

    def _on_removed(self, number: int) -> None:
        focused = any(chip.hasFocus() or chip.remove_button.hasFocus() for chip in self.chips.values())
        order = list(self.chips)
        at = order.index(number)
        self.attaching.remove(number)
        if focused and self.chips:
            order.remove(number)
            self.chips[order[min(at, len(order) - 1)]].setFocus()
        elif focused:
            self.left.emit()


class Hint(QFrame):
    """One sentence, and perhaps a button that does something about it."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label()
        self.button = QPushButton()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        self._layout.setSpacing(Space.S)
        self._layout.addWidget(self.words, 1)
        self._layout.addWidget(self.button)

    def fold(self, width: int) -> None:
        """Have the button below the sentence if that is better in so little room."""
        narrow = width < NARROW_LETTERS * self.fontMetrics().horizontalAdvance("x")
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def say(self, sentence: str, action: str = "", *, bad: bool = False) -> None:
        """Nothing is shown without a *sentence*."""
        dress(self, "notice-error" if bad else "notice")
        refresh(self.words)  # its colour comes from the frame
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.setText(action or _("OK"))
        self.button.setVisible(bool(action))
        self.setVisible(bool(sentence))


def _unseen(chips: Sequence[Chip]) -> str:
    if any(chip.unseen for chip in chips):
        return _(
            "The model that answers cannot see pictures: they are kept with your message and not sent to it. "
            "Choose one that sees in the settings, Models."
        )
    return ""


def _cut(chips: Sequence[Chip]) -> str:
    short = [chip.name for chip in chips if chip.file is not None and chip.file.cut]
    return _("Only the beginning is sent of: {files}").format(files=", ".join(short)) if short else ""
