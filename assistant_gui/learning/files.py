"""Small JSON files that are whole or not there."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Readers find the old or the new file, never half of one; only the owner may read it."""
    _write(path, [json.dumps(content, ensure_ascii=False, indent=1)])


def write_lines(path: Path, lines: Iterable[Mapping[str, object]]) -> None:
    """One JSON object per line."""
    _write(path, (json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


def read_json(path: Path) -> dict[str, object]:
    """What *path* holds; nothing when it is missing or damaged."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, pieces: Iterable[str]) -> None:
    partial = path.with_name(path.name + ".tmp")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
