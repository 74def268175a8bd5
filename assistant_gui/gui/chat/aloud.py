"""Reading one answer aloud, and stopping that."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.events import Event, TurnEnded

if TYPE_CHECKING:
    from assistant_gui.gui.chat.asking import Assistant
    from assistant_gui.gui.chat.viewmodel import ChatViewModel


class ReadAloud(QObject):
    """Part of a :class:`~assistant_gui.gui.chat.viewmodel.ChatViewModel`."""

    changed = Signal()

    def __init__(self, model: "ChatViewModel", assistant: "Assistant") -> None:
        super().__init__(model)
        self.reading = ""
        """The answer that is read aloud, or nothing."""
        self._model = model
        self._assistant = assistant
        self._turn = 0

    def toggle(self, answer: str) -> None:
        """Read *answer*, or stop when it is the one that is read."""
        if self.reading == answer:
            self._assistant.stop()
            self._show("", 0)
            return
        message = self._model.message(answer)
        if message is not None and message.text and not self._model.busy:
            self._show(answer, self._assistant.say(message.text).number)

    def on_event(self, event: Event) -> None:
        match event:
            case TurnEnded(turn=turn) if turn == self._turn:
                self._show("", 0)

    def _show(self, answer: str, turn: int) -> None:
        self._turn = turn
        if answer != self.reading:
            self.reading = answer
            self.changed.emit()
