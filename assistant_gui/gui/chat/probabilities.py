"""An answer coloured by how likely each word was, with what might have stood in its place."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QListWidget,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.likelihood import Weighed
from assistant_gui.gui.chat.weighing import Weighing
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import stand_or_lie
from assistant_gui.gui.theme import Space, colours, dress

STEPS: Final = (
    (0.9, N_("90 % and more")),
    (0.5, N_("50 to 90 %")),
    (0.2, N_("20 to 50 %")),
    (0.05, N_("5 to 20 %")),
    (0.0, N_("under 5 %")),
)
"""From which probability on, and what the legend says; likely words stay as they are."""
GROUNDS: Final = {
    "light": ("", "#fbf1c7", "#fadb92", "#f7b787", "#f2968c"),
    "dark": ("", "#3b3820", "#57441c", "#6b3c22", "#7a2b30"),
}
"""Behind the words of each step; text on them has a contrast of at least 4.5 : 1."""
UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
"""What a token alone is read as that is only some of the bytes of a character, as with emoji."""
_SHARE = Qt.ItemDataRole.UserRole + 1
_ROWS = 5


def step_of(probability: float) -> int:
    return next(step for step, (least, _words) in enumerate(STEPS) if probability >= least)


def percent(probability: float) -> str:
    """As people read it; the smallest are told apart from nothing."""
    if probability >= 0.995:
        return _("{percent} %").format(percent=100)
    if probability < 0.001:
        return _("under 0.1 %")
    return _("{percent} %").format(
        percent=f"{100 * probability:.0f}" if probability >= 0.1 else f"{100 * probability:.1f}"
    )


def visible(text: str) -> str:
    """*text* alone, with what cannot be seen made visible."""
    if not text:
        return _("(end of the answer)")
    if set(text) == {UNREADABLE}:
        return _("(part of a character)")
    return text.strip(" ").replace("\n", "↵").replace("\t", "⇥") or "␣" * len(text)


class Probabilities(QFrame):
    """Drawn in the place of the answer; Left and Right go from word to word, Esc goes back."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weighed: tuple[Weighed, ...] | None = None
        dress(self, "card")

        self.title = QLabel(_("How likely each word was"))
        dress(self.title, "heading")
        self.title.setWordWrap(True)
        self.back_button = TextButton("undo", _("Back to the answer"), look="quiet")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(_("Asking the model"))
        self.tokens = Tokens()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.alternatives = Alternatives()
        self.swatches = [QLabel(_(words)) for _least, words in STEPS]
        self.legend = Flow(*self.swatches, gap=Space.S)

        above = self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        above.addWidget(self.title, 1)
        above.addWidget(self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        layout.setSpacing(Space.S)
        layout.addLayout(above)
        layout.addWidget(self.bar)
        layout.addWidget(self.tokens)
        layout.addWidget(self.legend)
        layout.addWidget(self.words)
        layout.addWidget(self.alternatives)

        self.back_button.clicked.connect(self.left)
        self.tokens.pointed.connect(self._on_pointed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        left = event.size().width() - self.back_button.sizeHint().width() - 2 * Space.L
        stand_or_lie(self._above, left, self.fontMetrics())

    def show_state(self, weighing: Weighing) -> None:
        """Show how far *weighing* is, or what came of it."""
        waiting = weighing.weighed is None
        self.bar.setValue(round(100 * weighing.done))
        self.bar.setVisible(waiting)
        self.back_button.say(_("Cancel") if waiting else _("Back to the answer"))
        for part in (self.tokens, self.legend, self.words, self.alternatives):
            part.setHidden(waiting)
        new = weighing.weighed is not None and weighing.weighed is not self._weighed
        self._weighed = weighing.weighed
        self._show_legend()
        if weighing.weighed is not None:
            self.tokens.show_tokens(weighing.weighed)
        if new:
            self.tokens.point(0)
            self.tokens.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, width: int) -> None:
        """Be as high as the text takes when all of it is *width* wide."""
        self.tokens.fit(width - 2 * Space.L - 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_legend(self) -> None:
        for swatch, ground in zip(self.swatches, GROUNDS[colours().name], strict=True):
            edge = f"border: 1px solid {colours().line}; border-radius: 4px; padding: 0 6px;"
            swatch.setStyleSheet(f"background: {ground or 'transparent'}; color: {colours().text}; {edge}")

    def _on_pointed(self, place: int) -> None:
        if self._weighed is None or not 0 <= place < len(self._weighed):
            return
        word = self._weighed[place]
        told = _("“{word}” was chosen with {percent}. The likeliest here:").format(
            word=visible(word.text), percent=percent(word.probability)
        )
        self.words.setText(told)
        self.alternatives.show_alternatives(word)
        said = ", ".join(f"“{visible(text)}” {percent(share)}" for text, share in word.instead)
        self.tokens.setAccessibleDescription(f"{told} {said}")


class Tokens(QTextEdit):
    """The words on their grounds; one of them is pointed at, by the mouse or the keyboard."""

    pointed = Signal(int)
    """Which token, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[Weighed, ...], str] | None = None
        self._ends: list[int] = []
        """The place in the text after each token."""
        self._place = 0
        dress(self, "bare")
        self.setAccessibleName(_("The answer, word by word"))
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def show_tokens(self, weighed: tuple[Weighed, ...]) -> None:
        if self._shown == (weighed, colours().name):
            return
        self._shown, self._ends = (weighed, colours().name), []
        self.clear()
        cursor = self.textCursor()
        for word in weighed:
            cursor.insertText(word.text.replace("\r", "").replace("\n", "↵\n"), _format(word.probability))
            self._ends.append(cursor.position())
        self._mark()

    def point(self, place: int) -> None:
        """Point at the *place*-th token, or at the one that is nearest."""
        self._place = max(0, min(place, len(self._ends) - 1))
        self._mark()
        self.pointed.emit(self._place)

    def fit(self, width: int) -> None:
        self.document().setTextWidth(width)
        self.setFixedHeight(ceil(self.document().size().height()) + 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self.cursorForPosition(event.position().toPoint()).position()
        self.point(next((place for place, end in enumerate(self._ends) if at < end), len(self._ends) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = Qt.Key
        moves = {
            key.Key_Left: self._place - 1,
            key.Key_Right: self._place + 1,
            key.Key_Home: 0,
            key.Key_End: len(self._ends),
        }
        place = moves.get(Qt.Key(event.key()))
        if place is None:
            event.ignore()  # Esc is for the frame around it, the rest for the window
        else:
            self.point(place)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._mark()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()  # the list scrolls, not the message

    def _mark(self) -> None:
        if not self._ends:
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._ends[self._place - 1] if self._place else 0)
        cursor.setPosition(self._ends[self._place], QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        marked = QTextCharFormat()
        marked.setBackground(QColor(colours().accent if self.hasFocus() else colours().selection))
        marked.setForeground(QColor(colours().on_accent if self.hasFocus() else colours().text))
        selection.format = marked
        self.setExtraSelections([selection])


class Alternatives(QListWidget):
    """The five likeliest, each with a bar as long as it was likely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "bare")
        self.setAccessibleName(_("The likeliest here"))
        self.setItemDelegate(_Bars(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFixedHeight(_ROWS * _row_height(self) + 2)

    def show_alternatives(self, word: Weighed) -> None:
        self.clear()
        for text, share in word.instead[:_ROWS]:
            self.addItem(f"{visible(text)}  {percent(share)}")
            item = self.item(self.count() - 1)
            item.setData(_SHARE, (visible(text), share, text == word.text))

    def texts(self) -> Sequence[str]:
        return [self.item(row).text() for row in range(self.count())]


class _Bars(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(100, _row_height(option.widget))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text, share, chosen = index.data(_SHARE)
        now, place = colours(), option.rect.adjusted(0, 1, 0, -1)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.soft if chosen else now.raised))
        painter.drawRoundedRect(QRect(place.x(), place.y(), max(3, round(place.width() * share)), place.height()), 4, 4)
        painter.setPen(QColor(now.text))
        font = option.font
        font.setBold(bool(chosen))
        painter.setFont(font)
        inside = place.adjusted(Space.S, 0, -Space.S, 0)
        room = inside.width() - 110
        short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, percent(share))
        painter.restore()


def _row_height(widget: QWidget) -> int:
    return widget.fontMetrics().lineSpacing() + 4


def _format(probability: float) -> QTextCharFormat:
    made = QTextCharFormat()
    step = step_of(probability)
    ground = GROUNDS[colours().name][step]
    if ground:
        made.setBackground(QColor(ground))
    if step == len(STEPS) - 1:  # not by colour alone
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        made.setUnderlineColor(QColor(colours().text))
    made.setForeground(QColor(colours().text))
    return made
