"""Putting right what was heard of the last spoken question, and asking it again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.conversation import Message, Origin, Wish
from assistant_gui.core.corrections import Corrections
from assistant_gui.core.events import Asked, ConversationsReplaced, Event, MessageChanged, ReplyBegan, ReplyEnded
from assistant_gui.gui.tasks import Tasks


class PutRight(QObject):
    changed = Signal()
    """Which question there is, or what can be done with it."""
    told = Signal(object)
    """An event for the rest of the window: the question reads otherwise now."""
    notice = Signal(str)

    def __init__(
        self,
        corrections: Callable[[], Corrections],
        again: Callable[[str], object],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        """*again* asks the last question of a conversation once more, aloud."""
        super().__init__(parent)
        self.question: Message | None = None
        """The last one that was spoken."""
        self._corrections = corrections
        self._again = again
        self._tasks = tasks
        self._answering = False
        self._answered = False

    @property
    def possible(self) -> bool:
        """There is a question, and nobody is answering it."""
        return self.question is not None and not self._answering

    @property
    def unanswered(self) -> bool:
        """It was put right, and not asked again since."""
        return self.possible and self.question is not None and self.question.wish is Wish.EDITED and not self._answered

    def save(self, text: str) -> None:
        """Keep *text* as what was really said."""
        question, text = self.question, text.strip()
        if question is None or self._answering or not text or text == question.text:
            return
        corrections = self._corrections
        self._tasks.run(
            lambda: corrections().correct(question.id, text), self._on_saved, lambda error: self.notice.emit(str(error))
        )

    def ask_again(self) -> None:
        if self.unanswered and self.question is not None:
            self._again(self.question.conversation)

    @Slot(object)
    def on_event(self, event: Event) -> None:
        match event:
            case Asked(message=message):
                self._show(message if message.origin is Origin.SPOKEN else None)
            case ReplyBegan():
                self._answering = self._answered = True
                self.changed.emit()
            case ReplyEnded():
                self._answering = False
                self.changed.emit()
            case ConversationsReplaced():
                self._show(None)
            case _:
                pass

    def _on_saved(self, corrected: Message) -> None:
        self._show(corrected)
        self.told.emit(MessageChanged(corrected))

    def _show(self, question: Message | None) -> None:
        self.question = question
        self._answering = self._answered = False
        self.changed.emit()
