"""While an input method composes a word, Enter and Esc belong to it: they end the word and do nothing else."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class Composing(QObject):
    """Watches *entry* for as long as it lives."""

    def __init__(self, entry: QWidget) -> None:
        super().__init__(entry)
        self.under_way = False
        entry.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        kind = event.type()
        if isinstance(event, QInputMethodEvent):
            self.under_way = bool(event.preeditString())
        elif kind == QEvent.Type.FocusOut:
            self.under_way = False
        elif self.under_way and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        return False
