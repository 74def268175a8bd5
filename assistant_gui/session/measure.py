"""How much of the model's memory a conversation takes with what is being typed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock

from assistant_gui.core.conversation import Attachment, Conversation, Message, Origin, Role
from assistant_gui.core.manner import Manner
from assistant_gui.core.ports import Archive
from assistant_gui.core.turn import Turn
from assistant_gui.session.context import Context, Shown
from assistant_gui.session.history import Said, by_turns
from assistant_gui.session.instructions import manner_of
from assistant_gui.session.reply import Choices

_NEW = Conversation("", "", 0, 0)


class Measure:
    """Safe from any thread; what was read of a conversation is kept until it changes."""

    def __init__(
        self,
        archive: Archive,
        context: Context,
        choices: Callable[[Manner], Choices],
        drafted: Callable[[], Manner],
    ) -> None:
        self._archive = archive
        self._context = context
        self._choices = choices
        self._drafted = drafted
        self._lock = Lock()
        self._read: tuple[Conversation, list[Said]] = (_NEW, [])

    def shown(self, conversation: str, typed: str, attachments: Sequence[Attachment], turn: Turn) -> Shown:
        """What the model would be shown if *typed* were asked now.

        Raises AssistantError when the model is not here; cancelling *turn* ends the wait for an engine.
        """
        kept, said = self._said(conversation)
        typed = typed.strip()  # as it is asked
        if typed or attachments:
            asked = Message("", kept.id, None, Role.PERSON, typed, 0, Origin.TYPED, attachments=tuple(attachments))
            said = by_turns([asked], said)
        return self._context.shown(kept, said, self._choices(manner_of(kept, self._archive.manners)), turn)

    def _said(self, conversation: str) -> tuple[Conversation, list[Said]]:
        kept = self._archive.conversation(conversation) if conversation else None
        if kept is None:
            return replace(_NEW, manner=self._drafted()), []
        with self._lock:
            read, said = self._read
        if (read.id, read.head, read.changed) != (kept.id, kept.head, kept.changed):
            said = by_turns(self._archive.thread(kept.id))
            with self._lock:
                self._read = (kept, said)
        return kept, said
