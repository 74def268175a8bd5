"""How full the model's memory is with the conversation and what is being typed; no widgets."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant_gui.core.conversation import Attachment
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Event,
    MessageChanged,
    ModelChanged,
    ReplyEnded,
    RoleChanged,
    RoleState,
    Summarised,
)
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.tasks import Tasks
from assistant_gui.session.context import Shown

PAUSE_MS = 250
"""Measured when nothing was typed for so long."""


class Measure(Protocol):
    def shown(self, conversation: str, typed: str, attachments: Sequence[Attachment], turn: Turn) -> Shown: ...


class RoomModel(QObject):
    """Lives in the window's thread; measures on *tasks*, of which it should be the only user."""

    changed = Signal()

    def __init__(
        self, measure: Measure, tasks: Tasks, parent: QObject | None = None, *, pause_ms: int = PAUSE_MS
    ) -> None:
        super().__init__(parent)
        self.shown: Shown | None = None
        """What would be sent; None while it is not known."""
        self._measure = measure
        self._tasks = tasks
        self._conversation = ""
        self._typed = ""
        self._attachments: tuple[Attachment, ...] = ()
        self._turn = Turn()
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self.measure)

    @Slot(str)
    def show(self, conversation: str) -> None:
        if conversation != self._conversation:
            self._turn.cancel()
            self._turn = Turn()  # what is being measured is the other's
            self.shown = None
            self.changed.emit()
        self._conversation = conversation
        self._pause.start()

    @Slot(str)
    def typing(self, text: str) -> None:
        self._typed = text
        self._pause.start()

    def attach(self, attachments: Sequence[Attachment]) -> None:
        """These files would go with the question."""
        self._attachments = tuple(attachments)
        self._pause.start()

    @Slot(object)
    def on_event(self, event: Event) -> None:
        match event:
            case RoleChanged(role="language", state=RoleState.READY):
                self._pause.start()
            case ReplyEnded() | MessageChanged() | ModelChanged() | Summarised():
                self._pause.start()

    @Slot()
    def again(self) -> None:
        """Something else changed that matters (the manner, the settings)."""
        self._pause.start()

    @Slot()
    def measure(self) -> None:
        """Measure now; what was being measured does not matter any more."""
        self._turn.cancel()
        turn = self._turn = Turn()
        conversation, typed, attachments = self._conversation, self._typed, self._attachments

        def work() -> Shown | None:
            try:
                return self._measure.shown(conversation, typed, attachments, turn)
            except TurnCancelled:
                return None

        def done(shown: Shown | None) -> None:
            if turn is self._turn and shown is not None:
                self.shown = shown
                self.changed.emit()

        def failed(_error: AssistantError) -> None:
            if turn is self._turn:  # whoever asks is told what is missing
                self.shown = None
                self.changed.emit()

        self._tasks.run(work, done, failed)

    def end(self) -> None:
        self._pause.stop()
        self._turn.cancel()
