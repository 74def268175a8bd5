"""What the shortcuts tab shows: every action and its keys, and why keys cannot be had."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.combination import can_be_pressed, native


@dataclass(frozen=True, slots=True)
class Line:
    """One action as it is shown."""

    id: str
    title: str
    keys: str
    """As this system writes them; empty for none."""
    usual: bool


class ShortcutsModel(QObject):
    changed = Signal()
    refused = Signal(str, str)
    """The id of an action that keeps its keys, and why."""
    conflicted = Signal(str, str, str)
    """The id of an action, the keys that were pressed for it, and a sentence that says who has them."""

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        actions.rebound.connect(self.changed)

    def lines(self) -> list[Line]:
        keys, usual = self._actions.shortcut, self._actions.is_usual
        return [Line(act.id, _(act.title), keys(act.id), usual(act.id)) for act in self._actions]

    def bind(self, id: str, keys: str) -> None:
        """Give *id* other *keys* (portable text; empty for none), unless somebody has them."""
        owner = self._actions.owner(keys)
        if owner is not None and owner.id != id:
            said = _("{keys} is taken by “{action}”.").format(keys=native(keys), action=_(owner.title))
            self.conflicted.emit(id, keys, said)
        elif keys and not can_be_pressed(keys):
            said = _("{keys} alone is for typing. Add Ctrl or Alt, or take a function key.")
            self.refused.emit(id, said.format(keys=native(keys)))
        else:
            self.take(id, keys)

    def take(self, id: str, keys: str) -> None:
        """Give *id* the *keys*, whoever had them."""
        try:
            self._actions.rebind(id, keys)
        except AssistantError as error:
            self.refused.emit(id, str(error))

    def reset(self, id: str) -> None:
        try:
            self._actions.reset(id)
        except AssistantError as error:
            self.refused.emit(id, str(error))

    def reset_all(self) -> None:
        try:
            self._actions.reset()
        except AssistantError as error:
            self.refused.emit("", str(error))
