"""The context meter under the entry: how full the model's memory is, and what no longer fits."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.room import RoomModel
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, colours, dress
from assistant_gui.session.context import Shown

NEARLY = 0.85
"""From this share of the room on, it is nearly full."""


def in_short(shown: Shown) -> str:
    """On the meter itself."""
    used, whole = f"{shown.tokens:,}", f"{shown.context:,}"
    words = _("{used} of {whole} tokens") if shown.exact else _("about {used} of {whole} tokens")
    return words.format(used=used, whole=whole)


def in_full(shown: Shown) -> str:
    """What it means, in sentences."""
    return "\n".join([*_what_counts(shown), *_what_goes(shown)])


def _what_counts(shown: Shown) -> list[str]:
    share = shown.context - shown.room
    said = [
        _(
            "The model reads {used} tokens with this question: instructions, conversation, files and what is typed."
        ).format(used=f"{shown.tokens:,}"),
        _("It can keep {whole} in mind; {share} of them are kept free for its answer.").format(
            whole=f"{shown.context:,}", share=f"{share:,}"
        ),
    ]
    return said if shown.exact else [*said, _("This is a guess, as no engine that counts is running.")]


def _what_goes(shown: Shown) -> list[str]:
    said = []
    if shown.tokens > shown.room:
        said.append(_("The question alone is too long: shorten it, or choose a longer memory in the settings."))
    if shown.summarised:
        said.append(_("Messages at the beginning that are summarised: {count}.").format(count=shown.summarised))
    if shown.left_out and shown.summarised:
        said.append(_("Messages after them that are left out: {count}.").format(count=shown.left_out))
    elif shown.left_out:
        said.append(_("Messages at the beginning that will be left out: {count}.").format(count=shown.left_out))
    if shown.unseen:
        said.append(_("Pictures that the model is not shown: {count}.").format(count=shown.unseen))
    return said or [_("Nothing is left out.")]


class RoomMeter(QPushButton):
    """A bar and a number; pressed, it says the whole."""

    def __init__(self, model: RoomModel) -> None:
        super().__init__()
        self.model = model
        dress(self, "meter")
        self.setFlat(True)
        self.bar = _Bar()
        self.words = QLabel()
        dress(self.words, "small")
        for part in (self.bar, self.words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = self._across = QHBoxLayout(self)
        layout.setContentsMargins(Space.S, 0, Space.S, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

        self.clicked.connect(self._on_clicked)
        model.changed.connect(self.show_room)
        self.show_room()

    def show_room(self) -> None:
        shown = self.model.shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        self.bar.show_share(shown.tokens / max(shown.room, 1), gone=bool(shown.left_out or shown.unseen))
        self.words.setText(in_short(shown))
        self.setAccessibleName(in_short(shown))
        self.setAccessibleDescription(in_full(shown))
        self.setToolTip(in_full(shown))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self._across.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def _on_clicked(self) -> None:
        if self.model.shown is not None:
            popover(self, in_full(self.model.shown), self.model.shown.summary)


class SummaryMark(QPushButton):
    """Says that earlier messages are summarised, and opens the summary."""

    def __init__(self, model: RoomModel) -> None:
        super().__init__(_("Earlier messages are summarised"))
        self.model = model
        dress(self, "mark")
        self.clicked.connect(self._on_clicked)
        model.changed.connect(self.show_room)
        self.show_room()

    def show_room(self) -> None:
        self.setVisible(bool(self.model.shown and self.model.shown.summary))

    def _on_clicked(self) -> None:
        if self.model.shown is not None:
            popover(self, "\n".join(_what_goes(self.model.shown)), self.model.shown.summary)


def popover(over: QWidget, words: str, summary: str) -> QMenu:
    """Show *words*, and the *summary* that the model reads, above *over* until something else is pressed."""
    menu = QMenu(over)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    card = QFrame()
    card.setFixedWidth(360)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
    inside.setSpacing(Space.S)
    inside.addWidget(label(words))
    if summary:
        inside.addWidget(label(_("What the model reads instead"), "heading"))
        text = QPlainTextEdit(summary)
        text.setReadOnly(True)
        text.setAccessibleName(_("Summary of earlier messages"))
        text.setFixedHeight(160)
        inside.addWidget(text)
    shown = QWidgetAction(menu)
    shown.setText(words)
    shown.setDefaultWidget(card)
    menu.addAction(shown)
    for part in card.findChildren(QWidget):
        part.ensurePolished()  # words that wrap are as high as their font says
    card.setFixedHeight(inside.totalHeightForWidth(card.width()))
    size = menu.sizeHint()
    menu.popup(over.mapToGlobal(over.rect().topRight()) - QPoint(size.width(), size.height()))
    return menu


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.share = 0.0
        self._gone = False
        self.setFixedSize(64, 6)

    def show_share(self, share: float, *, gone: bool) -> None:
        self.share, self._gone = min(share, 1.0), gone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        now = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        radius = whole.height() / 2
        painter.setBrush(QColor(now.line))
        painter.drawRoundedRect(whole, radius, radius)
        full = self._gone or self.share >= NEARLY
        painter.setBrush(QColor(now.danger if self.share >= 1 else now.warning if full else now.meter))
        if self.share > 0:
            painter.drawRoundedRect(
                QRectF(0, 0, max(whole.height(), whole.width() * self.share), whole.height()), radius, radius
            )
