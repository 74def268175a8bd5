"""What a transformers model has read before, so that a conversation is not read again at every turn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import Cache

MOST = 3
"""Conversations that are remembered; each costs memory."""


@dataclass(slots=True)
class Memory:
    """The keys and values of *tokens*, read with *adapter*."""

    adapter: str
    cache: "Cache"
    tokens: list[int] = field(default_factory=list)

    def shared(self, prompt: Sequence[int]) -> int:
        """How many of the first tokens of *prompt* are known; never all, as the last one is needed for its scores."""
        pairs = enumerate(zip(self.tokens, prompt, strict=False))
        return min(next((n for n, (known, new) in pairs if known != new), len(self.tokens)), len(prompt) - 1)

    def cut(self, length: int) -> bool:
        """Forget all but the first *length* tokens; False when this kind of memory cannot."""
        superfluous = len(self.tokens) - length
        if superfluous:
            if not self.cache.is_croppable:
                return False
            try:
                self.cache.crop(-superfluous)
            except (RuntimeError, ValueError):  # a sliding window that has slid
                return False
        del self.tokens[length:]
        return True


class Memories:
    """The most recent conversations. An adapter changes every key and value, so each remembers for itself."""

    def __init__(self) -> None:
        self._kept: list[Memory] = []

    def best(self, prompt: Sequence[int], adapter: str) -> Memory:
        """A memory that holds nothing but a beginning of *prompt*, taken out: give it back with :meth:`keep`."""
        known = [(each.shared(prompt), each) for each in self._kept if each.adapter == adapter]
        length, found = max(known, key=lambda pair: pair[0], default=(0, None))
        # Another conversation often begins alike: do not give up most of it for that.
        if found is not None and 2 * length >= len(found.tokens):
            self._kept.remove(found)
            if found.cut(length):
                return found
        from transformers import DynamicCache

        return Memory(adapter, DynamicCache())

    def keep(self, memory: Memory) -> None:
        if memory.tokens:
            self._kept = [memory, *self._kept][:MOST]

    def forget(self) -> None:
        self._kept.clear()
