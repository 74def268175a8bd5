"""What a tuner is told to do: the run folder's spec and its examples."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant_gui.core import learning
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.lazily import Lazily
from assistant_gui.core.models import Format
from assistant_gui.core.plan import Plan, as_told
from assistant_gui.tuner.lines import Lines


@dataclass(frozen=True, slots=True)
class Taught:
    """One example as it stands in ``examples.jsonl``: the last message is to be learned."""

    id: str
    conversation: str
    signal: str
    weight: float
    messages: tuple[tuple[str, str], ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(json.dumps(self.messages, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """The immutable ``spec.json``."""

    id: str
    plan: Plan
    format: Format
    path: Path
    created: float
    adapter: str
    """The id of the adapter to make."""
    adapter_folder: Path
    threads: int = 0
    """0: as many as there are physical cores."""
    agreement: bool = True
    """Ask the serving engine whether it makes the same of the adapter."""
    scoring: bool = True
    """Judge the adapter on what was kept aside."""
    thorough: bool = True
    """Judge also what it writes, forgets and knows by heart; benches do without."""
    current: Path | None = None
    """The folder of the adapter that answers now; None while the base does."""
    checkpoint_s: float = 30.0
    """Between two checkpoints; 0 is after every step."""

    @classmethod
    def read(cls, folder: Path) -> "Job":
        try:
            spec = json.loads((folder / "spec.json").read_bytes())
            _check_kind(spec)
            base = spec["base"]
            return cls(
                id=spec["id"],
                plan=as_told({**spec["plan"], **_once_beside(spec)}),
                format=Format(base["format"]),
                path=Path(base["path"]),
                created=float(spec["created"]),
                adapter=spec["adapter_id"],
                adapter_folder=Path(spec["adapter_folder"]),
                threads=int(spec.get("threads", 0)),
                checkpoint_s=float(spec.get("checkpoint_s", 30.0)),
                agreement=bool(spec.get("agreement", True)),
                scoring=bool(spec.get("scoring", True)),
                thorough=bool(spec.get("thorough", True)),
                current=Path(spec["current_folder"]) if spec.get("current_folder") else None,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AssistantError(N_("The run's orders cannot be read."), N_("Start a new run.")) from error


def _check_kind(spec: Mapping[str, object]) -> None:
    """Older specs do not say it, and mean the only one there was."""
    if spec.get("adapts", ADAPTS) != ADAPTS or spec.get("learns", LEARNS) != LEARNS:
        raise AssistantError(
            N_("This run is of a kind that this version of the program does not know."),
            N_("Bring the program up to date, or start a new run."),
        )


def _once_beside(spec: Mapping[str, object]) -> dict[str, object]:
    """What older specs have beside their plan."""
    return {name: spec[name] for name in ("precision", "dropout") if spec.get(name) is not None}


ADAPTS, LEARNS = "lora", "replies"
"""What a run makes, and what it learns from: other kinds of adapters, and preferences, have their place here."""

TEACHING, STOPPING, JUDGING = "examples.jsonl", "stopping.jsonl", "judging.jsonl"
"""What is learned, what says when to stop, and what judges; the last two may be empty or missing."""


PLAIN, HELD_BACK = learning.PLAIN
"""Texts that are read as they are: one JSON object with a ``text`` per line; and those that judge, of a ``document`` each."""


def taught(folder: Path, name: str = TEACHING) -> Sequence[Taught]:
    """The examples in *name*, each read when it is asked for.

    Raises AssistantError when they are damaged, or are to be learned and gone.
    """

    def one(number: int) -> Taught:
        try:
            return as_taught(json.loads(lines[number]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AssistantError(N_("The examples of this run cannot be read."), N_("Start a new run.")) from error

    try:
        if name != TEACHING and not (folder / name).exists():
            return ()
        lines = Lines(folder / name)
    except OSError as error:
        raise AssistantError(N_("The examples of this run cannot be read."), N_("Start a new run.")) from error
    examples = Lazily(range(len(lines)), one)
    for _ in examples:  # a damaged line is told now, and not in the middle of the run
        pass
    return examples


def plain(folder: Path) -> Sequence[str]:
    """The plain texts to be read, if any, each when it is asked for. Raises AssistantError when they are damaged."""

    def one(number: int) -> str:
        try:
            return str(json.loads(lines[number])["text"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AssistantError(N_("The plain texts of this run cannot be read."), N_("Start a new run.")) from error

    if not (folder / PLAIN).exists():
        return ()
    lines = Lines(folder / PLAIN)
    return Lazily(range(len(lines)), one)


def held_back(folder: Path) -> list[tuple[str, str]]:
    """(document, text) of passages that are not read but judge, if any. Raises AssistantError when they are damaged."""
    try:
        if not (folder / HELD_BACK).exists():
            return []
        told = [json.loads(line) for line in (folder / HELD_BACK).read_text(encoding="utf-8").split("\n") if line]
        return [(str(each["document"]), str(each["text"])) for each in told]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(N_("The plain texts of this run cannot be read."), N_("Start a new run.")) from error


def as_taught(line: Mapping[str, object]) -> Taught:
    """One line of a run's examples."""
    messages = line["messages"]
    if not isinstance(messages, list):
        raise TypeError("messages are not a list")
    return Taught(
        id=str(line["id"]),
        conversation=str(line["conversation"]),
        signal=str(line["signal"]),
        weight=float(str(line["weight"])),
        messages=tuple((str(each["role"]), str(each["content"])) for each in messages),
    )
