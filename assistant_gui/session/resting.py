"""What is done in the pause after an answer: a better title, and a summary of what the next question would push out."""

import logging
import threading
from collections.abc import Callable

from assistant_gui.core.conversation import Message, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged, Summarised
from assistant_gui.core.manner import Manner
from assistant_gui.core.ports import Archive, Emit, Thinker
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.context import Context
from assistant_gui.session.history import by_turns
from assistant_gui.session.instructions import manner_of
from assistant_gui.session.reply import Choices
from assistant_gui.session.summary import summarised
from assistant_gui.session.titles import asked_title, ruled_title

_log = logging.getLogger(__name__)

REST_AFTER = 1.5
"""Seconds without a question after which the engine is asked for a summary: who asks at once finds the
conversation still remembered there, and not the summary's prompt in its place."""


class Rest:
    """Belongs to the session's thread; only :meth:`end` may be called from any."""

    def __init__(
        self,
        archive: Archive,
        thinker: Thinker,
        context: Context,
        choices: Callable[[Manner], Choices],
        emit: Emit,
        after: float = REST_AFTER,
    ) -> None:
        self._archive = archive
        self._thinker = thinker
        self._context = context
        self._choices = choices
        self._emit = emit
        self._after = after
        self._lock = threading.Lock()
        self._turn = Turn()
        self._untitled = ""
        """A conversation whose model was not asked for a title yet."""
        self._answered = ""
        """The conversation in which a whole answer ended since the last rest."""

    def answered(self, answer: Message) -> None:
        """A whole *answer* was kept. The first one gives its conversation a better title than the beginning of the
        question; the rest is done in the pause."""
        self._entitle(answer)
        self._answered = answer.conversation

    def take(self, wanted: Callable[[], bool]) -> None:
        """Do what there is to do, unless somebody *wanted* something meanwhile; who does from now on calls :meth:`end`."""
        conversation, self._answered = self._answered, ""
        turn = Turn()
        with self._lock:
            self._turn = turn
        if not conversation or wanted():
            return
        try:
            self._ask_for_title(conversation, turn)
            self._summarise(conversation, turn)
        except (TurnCancelled, AssistantError) as error:
            _log.info("no title or summary was written: %s", type(error).__name__)
        except Exception:  # noqa: BLE001 - a summary must not take the thread with it
            _log.exception("a title or summary broke")

    def end(self) -> None:
        """Cut the pause short; from any thread."""
        with self._lock:
            turn = self._turn
        turn.cancel()

    def _entitle(self, answer: Message) -> None:
        question = self._archive.message(answer.parent) if answer.parent is not None else None
        if question is None or not self._begins(question) or len(self._archive.siblings(answer.id)) > 1:
            return
        self._untitled = answer.conversation
        self._give_title(answer.conversation, ruled_title(question.text, answer.text))

    def _begins(self, question: Message) -> bool:
        """Nothing but instructions stands before *question*; asked without reading the conversation."""
        before = self._archive.message(question.parent) if question.parent is not None else None
        return before is None or before.role is Role.SYSTEM

    def _ask_for_title(self, conversation: str, turn: Turn) -> None:
        kept = self._archive.conversation(conversation)
        if kept is None or kept.named or self._untitled != conversation:
            return
        choices = self._choices(manner_of(kept, self._archive.manners))
        if choices.writes_titles:
            said = self._context.shown(kept, by_turns(self._archive.thread(conversation)), choices, turn).said
            self._give_title(conversation, asked_title(said, choices, self._thinker, turn))
        self._untitled = ""

    def _give_title(self, conversation: str, title: str) -> None:
        """Unless there is none, or the person gave one."""
        entitled = self._archive.entitle(conversation, title) if title else None
        if entitled is not None:
            self._emit(ConversationChanged(entitled))

    def _summarise(self, conversation: str, turn: Turn) -> None:
        kept = self._archive.conversation(conversation)
        if kept is None:
            return
        choices = self._choices(manner_of(kept, self._archive.manners))
        due = self._context.due(kept, by_turns(self._archive.thread(conversation)), choices, turn)
        if due is not None and not turn.wait(self._after):
            summary = summarised(due, choices, self._thinker, turn)
            if summary.text:
                self._archive.manners.summarise(summary)
                self._emit(Summarised(conversation))
