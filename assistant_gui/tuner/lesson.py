"""One sequence to train on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lesson:
    """Tokens, and how much each of them is learned."""

    id: str
    """The id of the last learned answer."""
    ids: tuple[int, ...]
    weights: tuple[float, ...]
    """One per token: 0 is context, anything else is learned and counts that much."""

    @property
    def learned(self) -> int:
        return sum(1 for weight in self.weights if weight)
