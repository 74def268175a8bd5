"""How likely each word of one answer was: asked for, on its way, or on screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.likelihood import Weighed
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks

if TYPE_CHECKING:
    from assistant_gui.gui.chat.viewmodel import ChatViewModel

Weigh = Callable[[str, Turn, Callable[[float], None]], tuple[Weighed, ...]]
"""Takes an answer's id and whom to tell how much is done; blocks, and may be cut short."""


class Weighing(QObject):
    """Part of a :class:`~assistant_gui.gui.chat.viewmodel.ChatViewModel`; one answer at a time."""

    changed = Signal()

    def __init__(self, model: "ChatViewModel", weigh: Weigh | None, tasks: Tasks) -> None:
        super().__init__(model)
        self.message = ""
        """The answer that is shown so, or will be; nothing otherwise."""
        self.done = 0.0
        """How much of it is weighed, 0 to 1."""
        self.weighed: tuple[Weighed, ...] | None = None
        self._model = model
        self._weigh = weigh
        self._tasks = tasks
        self._turn = Turn()
        self._inbox = Inbox(self)

        self._inbox.arrived.connect(self._on_told)
        model.opened.connect(self.close)
        model.busy_changed.connect(self._on_busy_changed)

    @property
    def possible(self) -> bool:
        return self._weigh is not None

    def show(self, answer: str) -> None:
        """Show how likely the words of *answer* were; again, and it is shown as usual."""
        again = answer == self.message
        self.close()
        weigh, message = self._weigh, self._model.message(answer)
        if again or weigh is None or message is None or not message.text or self._model.busy:
            return
        self.message, turn = answer, Turn()
        self._turn = turn

        def work() -> tuple[Weighed, ...] | None:
            try:
                return weigh(answer, turn, lambda done: self._inbox.put((turn.number, done)))
            except TurnCancelled:
                return None

        def done(weighed: tuple[Weighed, ...] | None) -> None:
            if turn is self._turn and weighed is not None:
                self.weighed = weighed
                self.changed.emit()

        def failed(error: AssistantError) -> None:
            if turn is self._turn and not turn.cancelled:
                self.close()
                self._model.failed.emit(error)

        self.changed.emit()
        self._tasks.run(work, done, failed)

    def close(self) -> None:
        """Show the answer as usual; what is not done is cut short."""
        self._turn.cancel()
        if self.message:
            self.message, self.done, self.weighed = "", 0.0, None
            self.changed.emit()

    def _on_told(self, told: tuple[tuple[int, float], ...]) -> None:
        turn, done = told[-1]
        if turn == self._turn.number and self.weighed is None and self.message:
            self.done = done
            self.changed.emit()

    def _on_busy_changed(self, busy: bool) -> None:
        """A question comes first: the model works on one thing at a time."""
        if busy and self.weighed is None:
            self.close()
