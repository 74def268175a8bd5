"""How a text is to be said, and what a voice says of itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    speed: float = 1.0
    pitch: float = 1.0
    """Of the voice's own; only what lists itself as pitched can be asked for another."""
    voice: str = ""
    """One of those the worker listed; empty for its usual one, or one that reads the language."""
    language: str = ""
    """Of the text; empty when it is not known."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One voice of a worker."""

    id: str
    name: str
    language: str = ""
    gender: str = ""
    quality: str = ""
    pitched: bool = False
    usual: bool = False

    def told(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def heard(cls, told: Mapping[str, object]) -> "Listed":
        words = {name: str(told.get(name) or "") for name in ("id", "name", "language", "gender", "quality")}
        return cls(**words, pitched=bool(told.get("pitched")), usual=bool(told.get("usual")))
