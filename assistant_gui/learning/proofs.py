"""Which bases cannot be taught here, as far as that is known before a run."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant_gui.core.architectures import TAUGHT
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format, Model
from assistant_gui.core.proofs import ENGINES, PROOFS, UNTEACHABLE, key
from assistant_gui.learning import shapes
from assistant_gui.learning.files import read_json

BASES = "bases.json"
"""Beside the adapters: the hashes of bases, so that gigabytes are read only once."""


def check(base: Model, adapters: Path) -> None:
    """Raises AssistantError when its architecture has no adapters here, or an earlier run found that they are not used."""
    kind = shapes.architecture(base) if base.format is Format.GGUF else ""
    if (kind and kind not in TAUGHT) or _disproved(base, adapters):
        raise AssistantError(*UNTEACHABLE)


def _disproved(base: Model, adapters: Path) -> bool:
    entry = read_json(adapters / BASES).get(base.path)
    known = entry.get("identity") if isinstance(entry, dict) else None
    if not isinstance(known, dict) or base.format not in ENGINES:
        return False
    try:
        engine = version(ENGINES[base.format])
    except PackageNotFoundError:
        return False
    return read_json(adapters / PROOFS).get(key(str(known.get("sha256")), engine)) is False
