"""How likely a stored answer was to the model that wrote it, token by token."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant_gui.core.content import Messages
from assistant_gui.core.conversation import Message, Role, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.likelihood import Token, Weighed, legible
from assistant_gui.core.manner import Manner
from assistant_gui.core.ports import Archive, Counter, Eyes, Reading, Scales
from assistant_gui.core.turn import Turn
from assistant_gui.session.again import Again
from assistant_gui.session.context import Context
from assistant_gui.session.history import by_turns
from assistant_gui.session.instructions import manner_of
from assistant_gui.session.looking import Blind, Looking
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Tokens

ALTERNATIVES = 5


class Weighing:
    """Asks *scales*; safe from any thread but the window's."""

    def __init__(
        self,
        archive: Archive,
        scales: Scales,
        counter: Counter,
        choices: Callable[[Manner], Choices],
        eyes: Eyes | None = None,
    ) -> None:
        self._archive = archive
        self._scales = scales
        self._choices = choices
        look = Looking(archive, eyes or Blind()).pictures
        self._context = Context(archive.manners, counter, Tokens(), look)

    def weigh(self, message: str, turn: Turn, tell: Callable[[float], None]) -> tuple[Weighed, ...]:
        """Weigh answer *message* as it follows what was said before; *tell* hears how much of it is done, 0 to 1.

        What it is told of the conversation is what is told now: instructions may have changed since.
        """
        path, answer = self._path(message)
        kept = self._archive.conversation(answer.conversation)
        if kept is None:
            raise _gone()
        choices = self._choices(manner_of(kept, self._archive.manners))
        if answer.generator is not None:
            choices = replace(choices, model=answer.generator.model)
        said = self._context.shown(kept, by_turns([*self._asked(path, answer), answer]), choices, turn).said
        length = len(answer.text.encode())
        return tuple(legible(self._told(choices.model, said, turn, lambda done: tell(min(1.0, done / length)))))

    def _told(self, model: str, said: Messages, turn: Turn, tell: Callable[[int], None]) -> Iterator[Token]:
        done = 0
        for each in self._scales.weigh(model, said, ALTERNATIVES, turn):
            if not isinstance(each, Reading):
                done += len(each.content)
                tell(done)
                yield each

    def _asked(self, path: list[Message], answer: Message) -> list[Message]:
        """What the model saw before it wrote *answer*."""
        old = self._archive.message(answer.instead) if answer.instead else None
        if old is None or answer.wish not in (Wish.SHORTER, Wish.LONGER):
            return path
        return Again(old, answer.wish).told(path)

    def _path(self, message: str) -> tuple[list[Message], Message]:
        """What was said before *message*, from the first on, and *message* itself, whole."""
        answer = self._archive.message(message)
        if answer is None or answer.role is not Role.ASSISTANT or not answer.text:
            raise _gone()
        path: list[Message] = []
        step = answer.parent
        while step is not None:
            before = self._archive.message(step)
            if before is None:
                raise _gone()
            path.insert(0, before)
            step = before.parent
        return path, replace(answer, heard=None)


def _gone() -> AssistantError:
    return AssistantError(N_("That answer is not there any more."), N_("Choose another one."))
