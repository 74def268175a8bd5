"""``model.json``: what a model's folder says of itself, and the hashes its files must have."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

CARD = "model.json"
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Card:
    """What is in one model's folder; written last, so that a folder with a card is whole."""

    id: str
    kind: str
    format: str
    main: str
    files: Mapping[str, str]
    """Name -> SHA-256."""
    title: str = ""
    licence: str = ""
    languages: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    """Where it came from: ``wheel``, ``url``, ``repo`` with ``revision``, or ``path``."""


def write_card(folder: Path, card: Card) -> None:
    (folder / CARD).write_text(json.dumps(asdict(card), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card | None:
    """The card of *folder*; None when it holds no whole model."""
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        return None
    origin = told.get("origin")
    return Card(
        id=folder.name,
        kind=str(told.get("kind", "")),
        format=str(told.get("format", "")),
        main=str(told.get("main", "")),
        files={str(name): str(digest) for name, digest in told["files"].items()},
        title=str(told.get("title", "")),
        licence=str(told.get("licence", "")),
        languages=str(told.get("languages", "")),
        origin={str(k): str(v) for k, v in origin.items()} if isinstance(origin, dict) else {},
    )


class Seen:
    """How much of a file went by, and what it hashes to so far."""

    def __init__(self) -> None:
        self.bytes = 0
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def add(self, block: bytes) -> None:
        self.bytes += len(block)
        self._digest.update(block)

    def read(self, file: Path, turn: Turn) -> None:
        """Add all of *file*."""
        with file.open("rb") as source:
            while block := source.read(_BLOCK):
                turn.check()
                self.add(block)


def sha256_of(file: Path, turn: Turn) -> str:
    seen = Seen()
    seen.read(file, turn)
    return seen.sha256


def wrong_hash(name: str) -> AssistantError:
    return AssistantError(
        N_("{name} is not the file it should be (its checksum is different)."),
        N_("It was thrown away: get the model again, and if that changes nothing, get another one."),
        name=name,
    )
