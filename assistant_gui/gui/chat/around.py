"""What goes with one chat: its manner, its room, and the pane that shows all three."""

from PySide6.QtCore import QObject

from assistant_gui.core.language import N_
from assistant_gui.core.ports import Archive
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.manner import Desk, MannerModel
from assistant_gui.gui.chat.pane import ChatPane
from assistant_gui.gui.chat.room import Measure, RoomModel
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.window import CHAT, MainWindow


class Around(QObject):
    """Made once for each chat; panes are made whenever the window wants one."""

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
    ) -> None:
        """*counting* waits for an engine now and then, so it should be nobody else's."""
        super().__init__(parent)
        self.model = model
        self.manner = MannerModel(archive, desk, tasks, self)
        self.room = RoomModel(measure, counting, self)
        self._shown: ChatPane | None = None

        model.opened.connect(self.manner.show)
        model.stored.connect(self.manner.on_stored)
        model.opened.connect(self.room.show)
        model.stored.connect(self.room.show)
        model.loaded.connect(self.room.again)
        self.manner.changed.connect(self.room.again)
        self.manner.failed.connect(model.failed)
        bridge.arrived.connect(self.manner.on_event)
        bridge.arrived.connect(self.room.on_event)

    def pane(self) -> ChatPane:
        self._shown = ChatPane(self.model, self.manner, self.room)
        return self._shown

    def join(self, window: MainWindow) -> None:
        """Let the palette and the keys of *window* reach it."""
        window.acts.add("conversation-settings", N_("Conversation settings"), self._toggle, "Ctrl+.", pane=CHAT)

    def end(self) -> None:
        """Measure no more."""
        self.room.end()

    def _toggle(self) -> None:
        if self._shown is not None:
            self._shown.toggle_settings()
