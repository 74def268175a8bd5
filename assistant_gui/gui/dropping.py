"""Files dragged over a pane: anywhere on it they can be dropped, and the pane says so."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, dress


class DropHint(QFrame):
    """Lies over the whole pane while files are dragged over it."""

    def __init__(self, pane: QWidget, title: str, words: str) -> None:
        super().__init__(pane)
        dress(self, "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # drags, too, go to what is below
        self.title = label(title, "title")
        self.words = label(words)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        for part in (self.title, self.words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(part)
        layout.addStretch(1)
        self.hide()

    def cover(self, place: QRect) -> None:
        self.setGeometry(place.adjusted(Space.XS, Space.XS, -Space.XS, -Space.XS))
        self.raise_()
        self.show()


class Dropping(QObject):
    """Watches *pane*, and what is *within* it that has ideas of its own about what is dropped on it."""

    def __init__(
        self,
        hint: DropHint,
        pane: QWidget,
        within: Iterable[QWidget],
        wants: Callable[[QMimeData], bool],
        drop: Callable[[QMimeData], object],
    ) -> None:
        super().__init__(pane)
        self.hint = hint
        self._pane = pane
        self._wants = wants
        self._drop = drop
        pane.setAcceptDrops(True)
        for watched in (pane, *within):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.DragLeave:
            self.hint.hide()
            return False
        if not isinstance(event, QDropEvent) or not self._wants(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.hint.hide()
            self._drop(event.mimeData())
        else:
            self.hint.cover(self._pane.rect())
        return True
