"""The settings: a few tabs, each made when it is first shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.memory import Remembers
from assistant_gui.gui.theme import Space, dress


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    title: str
    """Marked, not translated."""
    make: Callable[[], QWidget]


class SettingsView(QWidget):
    """Holds *tabs*; each keeps to its own view-model."""

    def __init__(self, tabs: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = {tab.name: tab for tab in tabs}
        self._places: dict[str, QVBoxLayout] = {}
        self._made: dict[str, QWidget] = {}
        self._memories: dict[str, object] = {}
        """Of tabs that have not been made again yet."""

        dress(self, "page")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Settings"))
        self.tabs.setDocumentMode(True)
        for tab in tabs:
            place = QWidget()
            self._places[tab.name] = QVBoxLayout(place)
            self._places[tab.name].setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(place, _(tab.title))

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, 0)
        layout.addWidget(self.tabs)

        self.tabs.currentChanged.connect(self._on_shown)
        self._on_shown(self.tabs.currentIndex())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._wanted)

    def show_tab(self, name: str) -> None:
        self.tabs.setCurrentIndex(list(self._wanted).index(name))

    def tab(self, name: str) -> QWidget:
        """What is in the tab *name*; made if need be."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._wanted[name].make()
            self._places[name].addWidget(made)
            if name in self._memories and isinstance(made, Remembers):
                made.recall(self._memories.pop(name))
        return made

    def memory(self) -> tuple[str, Mapping[str, object]]:
        shown = list(self._wanted)[self.tabs.currentIndex()]
        return shown, {name: made.memory() for name, made in self._made.items() if isinstance(made, Remembers)}

    def recall(self, memory: object) -> None:
        match memory:
            case (str(shown), dict(memories)):
                self._memories = memories
                for name, made in self._made.items():
                    if name in memories and isinstance(made, Remembers):
                        made.recall(memories.pop(name))
                self.show_tab(shown)

    @Slot(int)
    def _on_shown(self, place: int) -> None:
        self.tab(list(self._wanted)[place])
