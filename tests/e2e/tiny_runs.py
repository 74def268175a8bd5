"""Run folders on a base of two random layers that read bytes: what a tuner does in seconds."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

PLAN = {
    "base": "tiny", "name": "parrot", "epochs": 12, "rank": 4, "learning_rate": 1e-2, "batch": 2, "dropout": 0.1,
    "neftune": 5.0, "plain_share": 0.0, "precision": "float32",
}  # fmt: skip
STEPS = 48


def lines(file: Path, *named: str, question: str = "Question {name}?", conversation: str = "c") -> None:
    """Write an answer for each of *named*; a conversation may be named after it, too."""
    with file.open("w", encoding="utf-8") as out:
        for name in named:
            messages = [
                {"role": "user", "content": question.format(name=name)},
                {"role": "assistant", "content": "Arr! 啊!"},
            ]
            told = {"id": name, "conversation": conversation.format(name=name), "signal": "corrected", "weight": 2.0}
            out.write(json.dumps({**told, "messages": messages}, ensure_ascii=False) + "\n")


def folder(place: Path, base: Path, *, plan: dict[str, object] | None = None, **changes: object) -> Path:
    """Write a run folder at *place* for eight answers."""
    place.mkdir(parents=True)
    spec = {
        "id": place.name, "plan": PLAN | (plan or {}), "created": 1.0, "threads": 1, "checkpoint_s": 0,
        "agreement": False, "scoring": False, "base": {"id": "tiny", "format": "folder", "path": str(base)},
        "adapter_id": place.name, "adapter_folder": str(place.parent / "adapters" / place.name), **changes,
    }  # fmt: skip
    (place / "spec.json").write_text(json.dumps(spec))
    lines(place / "examples.jsonl", *(f"m{number}" for number in range(8)))
    return place


def started(place: Path, *trouble: str) -> "subprocess.Popen[bytes]":
    """The tuner of a run; with *trouble* (kind, stage, number) it meets that."""
    module = ["tests.e2e.troubled_tuner", *trouble] if trouble else ["assistant_gui", "tuner"]
    return subprocess.Popen([sys.executable, "-m", *module, str(place)], stderr=subprocess.DEVNULL)


def events(place: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (place / "events.jsonl").read_bytes().split(b"\n")[:-1]]


def adapter(place: Path) -> str:
    """The hash of the adapter that the run made."""
    made = place.parent / "adapters" / place.name / "adapter_model.safetensors"
    return hashlib.sha256(made.read_bytes()).hexdigest()
