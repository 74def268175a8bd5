"""The fingerprints that were written down when adapters were made, read from their manifests."""

from collections.abc import Mapping
from pathlib import Path

from assistant_gui.core.fingerprint import TOLERANCE_NATS, Print, Recorded
from assistant_gui.learning.files import read_json


def of_adapter(folder: Path) -> Recorded | None:
    """None for one that an older version made."""
    told = read_json(folder / "manifest.json").get("fingerprint")
    if not isinstance(told, dict):
        return None
    base, adapter, tolerance = _print(told, "base"), _print(told, "adapter"), told.get("tolerance")
    if base is None or adapter is None:
        return None
    return Recorded(base, adapter, float(tolerance) if isinstance(tolerance, int | float) else TOLERANCE_NATS)


def _print(told: Mapping[str, object], name: str) -> Print | None:
    nats = told.get(name)
    if not isinstance(nats, list) or not nats or not all(isinstance(each, int | float) for each in nats):
        return None
    return Print(tuple(float(each) for each in nats))
