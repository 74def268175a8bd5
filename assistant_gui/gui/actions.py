"""Everything the person can do, once: the palette, the shortcuts and their settings are made from it.

Whoever can do something adds it, with a title that is only marked::

    actions.add("new-chat", N_("New chat"), model.new, "Ctrl+N")
    stop = actions.add("stop", N_("Stop the answer"), model.stop, "Esc")
    model.busy_changed.connect(stop.setEnabled)

Ids are words with hyphens: they are the names in ``[shortcuts]`` of settings.toml,
where the keys are kept that the person chose.
A name that is there already is taken over (views are made again when the language
changes). An action with a *pane* shows that pane first. What comes back is a
QAction, ready for menus; switch it off while it makes no sense.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from assistant_gui.core.language import translated as _
from assistant_gui.core.settings import USUAL_KEYS
from assistant_gui.gui.preferences import Preferences

Slot = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Act:
    """One action as it was added."""

    id: str
    title: str
    """Marked, not translated."""
    usual: str
    """The shortcut it comes with, as ``QKeySequence`` writes it; empty for none."""
    pane: str = ""
    """The pane that is shown before it is done; empty when it can be done anywhere."""


class Actions(QObject):
    """The table of actions; lives as long as the window whose keys it answers to."""

    added = Signal(object)
    """The QAction that is new here."""
    rebound = Signal()
    """Some have other keys."""
    pane_wanted = Signal(str)

    def __init__(self, preferences: Preferences | None = None, parent: QObject | None = None) -> None:
        """Without *preferences* every action has its usual keys."""
        super().__init__(parent)
        self._preferences = preferences
        self._acts: dict[str, Act] = {}
        self._actions: dict[str, QAction] = {}
        self._slots: dict[str, Slot] = {}

    def add(self, id: str, title: str, slot: Slot, usual: str = "", *, pane: str = "") -> QAction:
        """Call *slot* when the person wants *title*; see the top of this module."""
        self._slots[id] = slot
        self._acts[id] = Act(id, title, _portable(usual), pane)
        action = self._actions.get(id)
        if action is None:
            action = self._actions[id] = QAction(self)
            action.triggered.connect(lambda: self._do(id))
        action.setText(_(title))
        action.setShortcut(QKeySequence(self._keys(self._acts[id])))
        self.added.emit(action)
        return action

    def __iter__(self) -> Iterator[Act]:
        return iter(tuple(self._acts.values()))

    def __contains__(self, id: object) -> bool:
        return id in self._acts

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def shortcut(self, id: str) -> str:
        """The keys of *id* as this system writes them, for a tooltip or a list; empty without any."""
        return self._actions[id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def owner(self, keys: str) -> Act | None:
        """Whose *keys* they are."""
        return next((act for act in self if keys and self._keys(act) == _portable(keys)), None)

    def is_usual(self, id: str) -> bool:
        """Whether *id* has the keys it came with."""
        return self._keys(self._acts[id]) == self._acts[id].usual

    def rebind(self, id: str, keys: str) -> None:
        """Give *id* other *keys*, or none; whose they were before has none then. Raises AssistantError."""
        if self._preferences is None:
            return
        keys = _portable(keys)
        owner = self.owner(keys)
        if owner is not None and owner.id != id:
            self._preferences.change(f"shortcuts.{owner.id}", "")
        self._preferences.change(f"shortcuts.{id}", USUAL_KEYS if keys == self._acts[id].usual else keys)
        self._bind()

    def reset(self, *ids: str) -> None:
        """Give *ids*, or everything, the keys they came with. Raises AssistantError."""
        if self._preferences is None:
            return
        for action in ids or tuple(one.action for one in self._preferences.current().shortcuts):
            self._preferences.change(f"shortcuts.{action}", USUAL_KEYS)
        self._bind()

    def translate(self) -> None:
        """Say everything in the language that is spoken now."""
        for act in self:
            self[act.id].setText(_(act.title))

    def _keys(self, act: Act) -> str:
        """The keys of *act* now; the usual ones are not taken from whom the person gave them."""
        if self._preferences is None:
            return act.usual
        chosen = {one.action: _portable(one.keys) for one in self._preferences.current().shortcuts}
        if act.id in chosen:
            return chosen[act.id]
        return "" if act.usual in chosen.values() else act.usual

    def _bind(self) -> None:
        for act in self:
            self[act.id].setShortcut(QKeySequence(self._keys(act)))
        self.rebound.emit()

    def _do(self, id: str) -> None:
        if self._acts[id].pane:
            self.pane_wanted.emit(self._acts[id].pane)
        self._slots[id]()


def _portable(keys: str) -> str:
    return QKeySequence(keys, QKeySequence.SequenceFormat.PortableText).toString()
