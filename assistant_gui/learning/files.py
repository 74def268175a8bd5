"""Small JSON files that are whole or not there."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant_gui import whole


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
    with whole.written(path) as file:
        file.writelines(piece.encode() for piece in pieces)
