"""Where a run has got to, on disk: complete or not there at all.

A checkpoint is written beside its place, synced, marked ``COMPLETE`` with the
hashes of its files, and renamed. The newest one whose hashes are right is used.
"""

import hashlib
import json
import logging
import os
import shutil
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from assistant_gui.tuner.stopping import Watch
from assistant_gui.tuner.training import Learner

_log = logging.getLogger(__name__)

KEPT = 2
BEST = "best"
"""The name of the checkpoint that was best on what was kept aside."""

_NUMBERS = ("step", "tokens", "rate", "bad", "halved", "saving")
_FILES = ("lora.safetensors", "optimizer.pt", "state.json")


def save(folder: Path, learner: Learner, name: str = "") -> Path:
    """Write ``step-N`` (or *name*) under *folder* and remove all but the last two, and the best."""
    place = folder / (name or f"step-{learner.step}")
    partial = place.with_name(place.name + ".tmp")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    save_file({name: each.detach().cpu() for name, each in learner.parameters.items()}, partial / _FILES[0])
    torch.save(learner.optimizer.state_dict(), partial / _FILES[1])
    state = {name: getattr(learner, name) for name in _NUMBERS} | {"watch": asdict(learner.watch)}
    (partial / _FILES[2]).write_text(json.dumps(state), encoding="utf-8")
    marks = {name: _sha256(partial / name) for name in _FILES}
    (partial / "COMPLETE").write_text(json.dumps(marks), encoding="utf-8")
    for name in (*_FILES, "COMPLETE"):
        _sync(partial / name)
    shutil.rmtree(place, ignore_errors=True)
    partial.rename(place)
    for old in _numbered(folder)[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return place


def resume(folder: Path, learner: Learner) -> bool:
    """Bring *learner* to the newest checkpoint that is whole; False when there is none."""
    for place in reversed(_numbered(folder)):
        if not _whole(place):
            _log.warning("%s is damaged and left out", place.name)
            continue
        _take_weights(place, learner)
        moments = torch.load(place / _FILES[1], map_location="cpu", weights_only=True)
        learner.optimizer.load_state_dict(moments)  # to where the weights are, whatever they were learned on
        state = json.loads((place / _FILES[2]).read_text(encoding="utf-8"))
        for name in _NUMBERS:
            setattr(learner, name, state[name])
        learner.watch = Watch(**state["watch"])
        return True
    return False


def learned(folder: Path) -> bool:
    """There is a checkpoint under *folder* to go on from, and something was learned by then."""
    return any(_whole(place) and place.name != "step-0" for place in _numbered(folder))


def take_best(folder: Path, learner: Learner) -> bool:
    """Put the weights of the best checkpoint into *learner*, if it found one; it stays at its step."""
    place = folder / BEST
    if not learner.watch.best_step or not _whole(place):
        return False
    _take_weights(place, learner)
    return True


def tidy(folder: Path) -> None:
    """Remove what was left half written."""
    for partial in folder.glob("*.tmp"):
        shutil.rmtree(partial, ignore_errors=True)


def _take_weights(place: Path, learner: Learner) -> None:
    weights = load_file(place / _FILES[0])
    with torch.no_grad():
        for name, each in learner.parameters.items():
            each.copy_(weights[name])


def _numbered(folder: Path) -> list[Path]:
    found = [each for each in folder.glob("step-*") if each.name.removeprefix("step-").isdigit()]
    return sorted(found, key=lambda each: int(each.name.removeprefix("step-")))


def _whole(place: Path) -> bool:
    try:
        marks = json.loads((place / "COMPLETE").read_text(encoding="utf-8"))
        return all(_sha256(place / name) == marks[name] for name in _FILES)
    except (OSError, ValueError, KeyError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
