"""The tree behind the messages on screen: other versions, branches, what is taken away and brought back."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.conversation import Conversation, Role, State, Wish
from assistant_gui.core.events import ConversationChanged
from assistant_gui.core.language import translated as _
from assistant_gui.core.ports import Archive, Removal

if TYPE_CHECKING:
    from assistant_gui.gui.chat.asking import Assistant
    from assistant_gui.gui.chat.viewmodel import ChatViewModel


class Versions(QObject):
    """Part of a :class:`~assistant_gui.gui.chat.viewmodel.ChatViewModel`. Messages are named by their ids."""

    edit_wanted = Signal(str)
    """A message is to be edited where it stands."""
    put_right_wanted = Signal(str)
    """A spoken question was heard wrongly and is to be put right where it stands."""
    removed = Signal()
    """A message was taken away; :meth:`undo` brings it back."""
    undoable_changed = Signal(bool)

    def __init__(self, model: "ChatViewModel", assistant: "Assistant", archive: Archive) -> None:
        super().__init__(model)
        self._model = model
        self._assistant = assistant
        self._archive = archive
        self._removals: list[tuple[str, Removal]] = []
        """(conversation, what was taken away from it), the last one last."""

    # Answering again

    def edit(self, question: str, text: str) -> None:
        """Put *question* in other words, and have that answered."""
        text = text.strip()
        if text and not self._model.busy:
            self._model.await_turn(self._assistant.edit(question, text), text)

    def put_right(self, question: str, text: str) -> None:
        """Show what was really said in the place of what was heard; it is not asked by itself."""
        text = text.strip()
        if text and not self._model.busy:
            self._model.then_show(lambda: self._archive.corrections.correct(question, text))

    def edit_last_question(self) -> None:
        """Open the last question of this conversation for editing, if there is one."""
        asked = [each.id for each in self._model.transcript.messages() if each.role is Role.PERSON]
        if asked and not self._model.busy:
            self.edit_wanted.emit(asked[-1])

    def again(self, answer: str, wish: Wish | None = None) -> None:
        """Answer once more, beside *answer*."""
        if not self._model.busy:
            self._model.await_turn(self._assistant.regenerate(answer, wish))

    def another(self, answer: str) -> None:
        """Another answer than *answer*; instead of one that was cut short, simply a whole one."""
        message = self._model.message(answer)
        if message is not None:
            self.again(answer, Wish.ANOTHER if message.state is State.WHOLE else None)

    # Going from one version to another

    def correct(self, answer: str, text: str) -> None:
        """Put the person's better answer beside *answer* and show it."""
        text = text.strip()
        if text and not self._model.busy:
            self._model.then_show(lambda: self._archive.correct(answer, text))

    def step(self, message: str, by: int) -> None:
        """Show the version *by* places beside *message*, and what followed it."""
        if self._model.busy:
            return

        def choose() -> None:
            siblings = [one.id for one in self._archive.siblings(message)]
            at = siblings.index(message) + by
            if 0 <= at < len(siblings):
                self._archive.choose(siblings[at])

        self._model.then_show(choose)

    # Copies

    def branch(self, message: str) -> None:
        """Go on from *message* in a new conversation."""
        title = self._model.title and _("{title} (branch)").format(title=self._model.title)
        self._model.tasks.run(lambda: self._archive.branch(message, title), self._open, self._model.failed.emit)

    def duplicate(self, conversation: str) -> None:
        """Open a copy of all of *conversation*, which may be any that is stored."""

        def work() -> Conversation:
            kept = self._archive.conversation(conversation)
            titled = kept is not None and kept.title
            return self._archive.duplicate(conversation, _("{title} (copy)").format(title=titled) if titled else "")

        self._model.tasks.run(work, self._open, self._model.failed.emit)

    def _open(self, conversation: Conversation) -> None:
        self._model.on_event(ConversationChanged(conversation))
        self._model.open(conversation.id)

    # Taking away

    def remove(self, message: str) -> None:
        """Take *message* and what followed it away."""
        conversation = self._model.shown
        if self._model.busy or not conversation:
            return
        removals: list[Removal] = []

        def done() -> None:
            self._removals += [(conversation, each) for each in removals]
            self.undoable_changed.emit(True)
            self.removed.emit()

        self._model.then_show(lambda: removals.append(self._archive.remove(message)), done)

    @property
    def undoable(self) -> bool:
        return bool(self._removals)

    def undo(self) -> None:
        """Bring back what was taken away last, and show it."""
        if not self._removals or self._model.busy:
            return
        conversation, removal = self._removals.pop()
        self.undoable_changed.emit(self.undoable)

        def done(_restored: None) -> None:
            if self._model.shown == conversation:
                self._model.then_show(lambda: None)
            else:
                self._model.open(conversation)

        self._model.tasks.run(lambda: self._archive.restore(removal), done, self._model.failed.emit)
