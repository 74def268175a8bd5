"""The adapter of a run appears beside the others whole, by rename, or not at all."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.tuner import minds
from assistant_gui.tuner.job import Job

if TYPE_CHECKING:
    from peft import PeftModel


def published(job: Job) -> bool:
    """This run's adapter is there already: the process was ended before it could say so."""
    try:
        told = json.loads((job.adapter_folder / "manifest.json").read_bytes())
        return bool(told["run"] == job.id)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def saved(model: "PeftModel", folder: Path) -> Path:
    """Where in the run's *folder* what was learned is put together until it appears."""
    partial = folder / "adapter.tmp"
    shutil.rmtree(partial, ignore_errors=True)
    model.save_pretrained(str(partial), selected_adapters=[minds.CANDIDATE], save_embedding_layers=False)
    (partial / "README.md").unlink(missing_ok=True)
    return partial


def publish(written: Path, place: Path) -> None:
    """Let it appear at *place*."""
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        written.rename(place)
    except OSError:  # another disk
        beside = place.with_name(place.name + ".tmp")
        try:
            shutil.copytree(written, beside, dirs_exist_ok=True)
            beside.rename(place)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
