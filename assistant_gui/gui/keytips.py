"""Tooltips that end in the keys of what a button does: those it has now, whoever chose them."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from assistant_gui.gui.actions import Actions

_ACT = "act"


def does(button: QWidget, act: str) -> None:
    """Say that *button* does the action with the id *act*."""
    button.setProperty(_ACT, act)


class KeyTips(QObject):
    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions

    def watch(self, part: QWidget) -> None:
        """Look after every button in *part* that says what it does."""
        for button in part.findChildren(QWidget):
            if button.property(_ACT):
                button.installEventFilter(self)

    def words(self, button: QWidget) -> str:
        """The tooltip of *button* as it is shown."""
        act = str(button.property(_ACT))
        keys = self._actions.shortcut(act) if act in self._actions else ""
        return f"{button.toolTip()} ({keys})" if keys else button.toolTip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QHelpEvent) and isinstance(watched, QWidget) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words(watched), watched)
            return True
        return False
