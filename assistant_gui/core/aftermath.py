"""How answers were received since an adapter gives them, and what was learned from what is to be forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant_gui.core.learning import Adapter, Run


@dataclass(frozen=True, slots=True)
class Reception:
    """How answers were taken by the person."""

    answers: int = 0
    unwelcome: int = 0
    """So many of them were rated down, or another one was asked for."""


@dataclass(frozen=True, slots=True)
class Regret:
    """An adapter whose answers are probably less welcome than those before it."""

    adapter: Adapter
    now: Reception
    before: Reception
    """In the four weeks before it was activated."""
    worse: float
    """How probable it is that it is worse."""


class Aftermath(Protocol):
    """What the person made of the adapter that answers now."""

    def regret(self) -> Regret | None:
        """When going back should be proposed; told once a day at most."""
        ...


class Remembering(Protocol):
    """Which adapters learned from what."""

    def learned_from(self, conversations: Sequence[str]) -> tuple[Adapter, ...]:
        """The adapters that any of *conversations* taught, newest first."""
        ...

    def rebuild(self, adapter: str) -> Run:
        """Start a run with the plan of *adapter* on what there is to learn from now."""
        ...
