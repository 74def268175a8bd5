"""How a conversation is to be answered: what its model is told, and how freely it draws."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Overflow(StrEnum):
    """What becomes of the oldest turns when a conversation no longer fits the model."""

    DROP = "drop"
    """They are left out."""
    SUMMARISE = "summarise"
    """They are left out, and a summary of them is put in their place."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What is None is as in the settings (the instructions: as in the folder, then as in the settings)."""

    instructions: str | None = None
    """The system prompt; ``{date}`` and other variables in it are filled when it is sent."""
    model: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    overflow: Overflow | None = None


AS_SET = Manner()
"""Nothing is different from the settings."""


def over(manner: Manner, beneath: Manner) -> Manner:
    """*manner*, and what it leaves open as in *beneath*."""
    names = [field.name for field in fields(Manner)]
    chosen = {name: getattr(manner, name) for name in names if getattr(manner, name) is not None}
    return replace(beneath, **chosen)


@dataclass(frozen=True, slots=True)
class Preset:
    """A manner with a name, to choose from."""

    id: str
    name: str
    manner: Manner
