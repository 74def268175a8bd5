"""Another version of an answer that is there: another one, a shorter or longer one, or the same one gone on with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant_gui.core.conversation import Message, Origin, Role, Wish
from assistant_gui.core.ports import Sampling

SHORTER = "Answer my question again, much shorter. Write only the new answer, in the same language."
LONGER = "Answer my question again, longer and in more detail. Write only the new answer, in the same language."
LIVELY = 0.6
"""The least temperature at which another answer is likely to be another one."""


@dataclass(frozen=True, slots=True)
class Again:
    """What is wished instead of the answer *old*. The wish is told to the model and is no message of its own."""

    old: Message
    wish: Wish

    @property
    def goes_on(self) -> bool:
        return self.wish is Wish.CONTINUED and bool(self.old.text.strip())

    def begun(self, empty: Message) -> Message:
        """*empty*, the answer about to be written, beside the old one."""
        return replace(empty, text=self.old.text if self.goes_on else "", instead=self.old.id, wish=self.wish)

    def told(self, thread: Sequence[Message]) -> list[Message]:
        """*thread*, which ends with the question, as the model is to see it."""
        old = replace(self.old, heard=None)
        if self.goes_on:
            return [*thread, replace(old, text=old.text.rstrip())]
        words = {Wish.SHORTER: SHORTER, Wish.LONGER: LONGER}.get(self.wish)
        if words is None or not old.text.strip():
            return list(thread)
        return [*thread, old, Message("", old.conversation, old.id, Role.PERSON, words, old.created, Origin.TYPED)]

    def varied(self, sampling: Sampling, versions: int) -> Sampling:
        """*sampling* such that another answer is another one, with *versions* there already."""
        if self.wish is not Wish.ANOTHER:
            return sampling
        seed = None if sampling.seed is None else sampling.seed + versions
        return replace(sampling, seed=seed, temperature=max(sampling.temperature, LIVELY))

    def joint(self, text: str) -> str:
        """*text*, the first that comes, without the space at its beginning if the old answer ends with its own.

        A model goes on better from the end of a word: it is given the old answer without that space.
        """
        return text.lstrip() if self.goes_on and self.old.text != self.old.text.rstrip() else text
