"""What goes with one chat: its manner, its room, and the pane that shows all three."""

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.events import Event, ModelChanged, RoleChanged
from assistant_gui.core.language import N_
from assistant_gui.core.ports import Archive, Manners
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.manner import Desk, MannerModel
from assistant_gui.gui.chat.pane import ChatPane
from assistant_gui.gui.chat.room import Measure, RoomModel
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.window import CHAT, MainWindow


class Around(QObject):
    """Made once for each chat; panes are made whenever the window wants one."""

    temporary_wanted = Signal()

    def __init__(
        self,
        model: ChatViewModel,
        archive: Archive,
        desk: Desk,
        measure: Measure,
        tasks: Tasks,
        bridge: Bridge,
        parent: QObject | None = None,
        *,
        counting: Tasks,
        presets: Manners | None = None,
    ) -> None:
        """*counting* waits for an engine now and then, so it should be nobody else's.

        *presets* is where the person's own are, if not in *archive*.
        """
        super().__init__(parent)
        self.model = model
        self.manner = MannerModel(archive, desk, tasks, self, presets=presets)
        self.room = RoomModel(measure, counting, self)
        self._shown: ChatPane | None = None
        self._temporary = False

        model.opened.connect(self.manner.show)
        model.stored.connect(self.manner.on_stored)
        model.opened.connect(self.room.show)
        model.stored.connect(self.room.show)
        model.loaded.connect(self.room.again)
        model.attaching.changed.connect(self._on_attached)
        self.manner.changed.connect(self.room.again)
        self.manner.kept.connect(model.attaching.count_again)
        self.manner.failed.connect(model.failed)
        bridge.arrived.connect(self.manner.on_event)
        bridge.arrived.connect(self.room.on_event)

    def pane(self) -> ChatPane:
        self._shown = ChatPane(self.model, self.manner, self.room)
        self._shown.header.temporary_wanted.connect(self.temporary_wanted)
        self._shown.header.show_temporary(there=self._temporary)
        return self._shown

    @Slot()
    def _on_attached(self) -> None:
        self.room.attach([chip.file.attachment for chip in self.model.attaching.chips if chip.file is not None])

    @Slot(bool)
    def show_temporary(self, there: bool) -> None:
        """There is a temporary chat beside this one."""
        self._temporary = there
        if self._shown is not None:
            self._shown.header.show_temporary(there=there)

    @Slot(object)
    def on_engine_event(self, event: Event) -> None:
        """What happened to the engines is told to a temporary chat too."""
        if isinstance(event, RoleChanged | ModelChanged):
            self.manner.on_event(event)
            self.room.on_event(event)

    def join(self, window: MainWindow) -> None:
        """Let the palette and the keys of *window* reach it."""
        window.acts.add("conversation-settings", N_("Conversation settings"), lambda: self._toggle(window), "Ctrl+.")
        window.acts.add("find", N_("Find in this conversation"), lambda: self._find(window), "Ctrl+F")
        window.acts.add("find-next", N_("Next hit"), lambda: self._step(window, 1), "F3")
        window.acts.add("find-previous", N_("Previous hit"), lambda: self._step(window, -1), "Shift+F3")

    def end(self) -> None:
        """Measure no more."""
        self.room.end()

    def _toggle(self, window: MainWindow) -> None:
        pane = self._pane_of(window)
        if pane is not None:
            pane.toggle_settings()

    def _find(self, window: MainWindow) -> None:
        pane = self._pane_of(window)
        if pane is not None:
            pane.chat.finder.open()

    def _step(self, window: MainWindow, by: int) -> None:
        pane = self._pane_of(window)
        if pane is not None:
            pane.chat.finder.model.step(by)

    def _pane_of(self, window: MainWindow) -> ChatPane | None:
        """The chat that is on screen; this one, brought there, when there is none."""
        visible = (pane for pane in window.findChildren(ChatPane) if pane.isVisible())
        pane = next(visible, self._shown)
        if pane is self._shown:
            window.show_pane(CHAT)
        return pane
