"""Everything the person can do, once: the palette, the shortcuts and their settings are made from it.

Whoever can do something adds it, with a title that is only marked::

    actions.add("new-chat", N_("New chat"), model.new, "Ctrl+N")
    stop = actions.add("stop", N_("Stop the answer"), model.stop, "Esc")
    model.busy_changed.connect(stop.setEnabled)

Ids are words with hyphens: they are the names in ``[shortcuts]`` of settings.toml.
A name that is there already is taken over (views are made again when the language
changes). An action with a *pane* shows that pane first. What comes back is a
QAction, ready for menus; switch it off while it makes no sense.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from assistant_gui.core.language import translated as _

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
    pane_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        action.setShortcut(QKeySequence(_portable(usual)))
        self.added.emit(action)
        return action

    def __iter__(self) -> Iterator[Act]:
        return iter(tuple(self._acts.values()))

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def shortcut(self, id: str) -> str:
        """The keys of *id* as this system writes them, for a tooltip or a list; empty without any."""
        return self._actions[id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def translate(self) -> None:
        """Say everything in the language that is spoken now."""
        for act in self:
            self[act.id].setText(_(act.title))

    def _do(self, id: str) -> None:
        if self._acts[id].pane:
            self.pane_wanted.emit(self._acts[id].pane)
        self._slots[id]()


def _portable(keys: str) -> str:
    return QKeySequence(keys, QKeySequence.SequenceFormat.PortableText).toString()
