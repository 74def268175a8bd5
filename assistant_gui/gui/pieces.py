"""Small parts that panes are laid out with: labels, cards, scrolled pages, questions."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.gui.flow import Flow
from assistant_gui.gui.theme import Space, dress


def label(text: str = "", look: str = "", *, wraps: bool = True) -> QLabel:
    """Plain text (never markup: it may come from a model or a file) dressed as *look*."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if look:
        dress(made, look)
    return made


def show_text(shown: QLabel, text: str) -> None:
    """Show *text*, or no label at all when there is none."""
    shown.setText(text)
    shown.setVisible(bool(text))


class Card(QFrame):
    """A framed part of a page; :attr:`inside` is where its widgets go."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "card")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self.inside.setSpacing(Space.M)
        if title:
            self.inside.addWidget(label(title, "heading"))


class Notice(QFrame):
    """One or two sentences about what went wrong; not there while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "notice-error")
        self.words = label()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        layout.addWidget(self.words)
        self.hide()

    def tell(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.setVisible(bool(sentence))


class Column(QScrollArea):
    """A page that scrolls, with one column of cards that never gets too wide to read."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page, column = QWidget(), QWidget()
        dress(page, "page")
        column.setMaximumWidth(Space.COLUMN)
        self.cards = QVBoxLayout(column)
        self.cards.setContentsMargins(0, 0, 0, 0)
        self.cards.setSpacing(Space.L)
        across = QHBoxLayout(page)
        across.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        self.setWidget(page)


class Scrolled(QScrollArea):
    """*page* as high as its place, and scrolled where that is too low; never across."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        page.setMinimumWidth(1)  # what is in it gives way in a place that is too narrow, as without a scroll bar
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._page.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # Qt does not pass it on
        return super().eventFilter(watched, event)


class Picker(QComboBox):
    """A choice that ends in … where there is no room; Qt only cuts it off."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - Space.XS
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def picker(name: str) -> QComboBox:
    """A choice that shrinks with its place, however long its entries are."""
    made = Picker()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def fill(choice: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    """Offer (name, words) *entries* and show *chosen*, without telling anybody that it changed."""
    blocked = choice.blockSignals(True)
    choice.clear()
    for place, (name, words) in enumerate(entries):
        choice.addItem(words, name)
        choice.setItemData(place, words, Qt.ItemDataRole.ToolTipRole)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.setToolTip(choice.currentText())
    choice.blockSignals(blocked)


def stand_or_lie(row: QBoxLayout, left: int, metrics: QFontMetrics) -> None:
    """Let what is in *row* stand one below the other when *left* pixels are too few for its sentence."""
    narrow = left < SENTENCE * metrics.height()
    row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


SENTENCE = 11
"""How wide a sentence is at least, in heights of its lines."""


class Question(QFrame):
    """Asks in place before something is lost, so that nothing else has to stop for it."""

    def __init__(self, yes: str, no: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "notice")
        self.words = label()
        self.yes = QPushButton(yes)
        self.no = QPushButton(no)
        dress(self.yes, "danger")
        dress(self.no, "quiet")

        self._buttons = Flow(self.yes, self.no)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._across.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self._across.addWidget(self.words, 1)
        self._across.addWidget(self._buttons)
        self.hide()

        self.yes.clicked.connect(self.hide)
        self.no.clicked.connect(self.hide)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        stand_or_lie(self._across, event.size().width() - self._buttons.sizeHint().width(), self.fontMetrics())

    def ask(self, words: str) -> None:
        self.words.setText(words)
        self.show()
        self.no.setFocus()


def clear(layout: QLayout) -> None:
    """Take everything out of *layout* and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        elif (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
