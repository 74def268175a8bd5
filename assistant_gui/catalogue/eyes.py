"""Which models see: those with a projector beside their weights, or a vision part in their config."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from assistant_gui.core.models import Format

_MARK = "mmproj"


def is_projector(name: str) -> bool:
    """Whether *name* is that of a file through which a GGUF model sees; all who publish them call them so."""
    return PurePath(name).suffix == ".gguf" and _MARK in PurePath(name).name.lower()


def projector(names: Iterable[str]) -> str:
    """The first of *names* that is one; empty when none is."""
    return next(filter(is_projector, sorted(names)), "")


def beside(model: Path) -> Path | None:
    """The projector that belongs to the GGUF file *model*: named after it, or the only one beside the only model."""
    files = sorted(model.parent.glob("*.gguf"))
    found = [file for file in files if is_projector(file.name)]
    named = [file for file in found if _core(model.name) in file.name.lower()]
    alone = [file for file in files if not is_projector(file.name)] == [model]
    candidates = named or (found if alone else [])
    return candidates[0] if candidates else None


def sees(folder: Path, format: Format, files: Sequence[str]) -> bool:
    """Whether the model in *folder*, of *files*, can be shown pictures."""
    if format is Format.GGUF:
        return bool(projector(files))
    return format is Format.FOLDER and _has_vision(folder)


def _has_vision(folder: Path) -> bool:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and isinstance(config.get("vision_config"), dict)


def _core(name: str) -> str:
    """*name* without its ending and what its weights were packed to: ``bird-7b-q4_k_m.gguf`` is ``bird-7b``."""
    stem = PurePath(name).stem.lower()
    for separator in ("-", "."):
        core, _, packing = stem.rpartition(separator)
        if core and packing.startswith(("q", "iq", "f16", "f32", "bf16")):
            return core
    return stem
