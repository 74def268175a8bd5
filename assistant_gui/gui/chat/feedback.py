"""What the person thinks of an answer: thumbs, and why it was not good."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.conversation import Fault, Message, Rating
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Archive

if TYPE_CHECKING:
    from assistant_gui.gui.chat.viewmodel import ChatViewModel


class Feedback(QObject):
    """Part of a :class:`~assistant_gui.gui.chat.viewmodel.ChatViewModel`."""

    asking_changed = Signal()

    def __init__(self, model: "ChatViewModel", archive: Archive) -> None:
        super().__init__(model)
        self.asking = ""
        """The answer of which the person is asked what was wrong with it, or nothing."""
        self._model = model
        self._archive = archive

    def rate(self, answer: str, rating: Rating) -> None:
        """Give *rating*, or take it back when it was given already; a bad one leads to the question why."""
        before = self._model.message(answer)
        if before is None:
            return
        chosen = None if before.rating == rating else rating
        now = replace(before, rating=chosen)
        if chosen is not Rating.DOWN:
            now = replace(now, faults=(), remark="")
        self._store(before, now, lambda: self._archive.rate(answer, chosen))
        self.ask(answer if chosen is Rating.DOWN else "")

    def explain(self, answer: str, faults: Sequence[Fault], remark: str) -> None:
        """Keep why *answer* was rated down."""
        before = self._model.message(answer)
        if before is not None and before.rating is Rating.DOWN:
            now = replace(before, faults=tuple(faults), remark=remark.strip())
            if now != before:
                self._store(before, now, lambda: self._archive.explain(answer, faults, remark))

    def ask(self, answer: str) -> None:
        """Ask what was wrong with *answer*, or with an empty one stop asking."""
        if answer != self.asking:
            self.asking = answer
            self.asking_changed.emit()

    def _store(self, before: Message, now: Message, write: Callable[[], Message]) -> None:
        """Show *now* at once, and *before* again when it cannot be kept."""
        self._model.transcript.update(now)

        def undo(error: AssistantError) -> None:
            self._model.transcript.update(before)
            self._model.failed.emit(error)

        self._model.tasks.run(write, self._model.transcript.update, undo)
