"""Where an adapter comes from, read from its manifest."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from assistant_gui.core.learning import MANY, MANY_CONVERSATIONS
from assistant_gui.core.lineage import Lineage, Parity
from assistant_gui.learning import fingerprints
from assistant_gui.learning.files import read_json


def of_adapter(folder: Path) -> Lineage:
    """What is not known (older versions wrote down less) stays empty."""
    manifest = read_json(folder / "manifest.json")
    told, plan, examples = (_mapping(manifest.get("lineage")), _mapping(manifest.get("plan")), manifest.get("examples"))
    listed = [each for each in examples if isinstance(each, dict)] if isinstance(examples, list) else []
    return Lineage(
        adapter=folder.name,
        run=str(manifest.get("run", "")),
        parent=str(told.get("parent", "")),
        base_sha256=str(told.get("base_sha256", "")),
        tokenizer_sha256=str(told.get("tokenizer_sha256", "")),
        template_sha256=str(told.get("template_sha256", "")),
        data_sha256=str(told.get("data_sha256", "")),
        texts_sha256=str(told.get("texts_sha256", "")),
        examples=len(listed) or int(_number(manifest.get(MANY))),
        conversations=len({each.get("conversation") for each in listed})
        or int(_number(manifest.get(MANY_CONVERSATIONS))),
        size_bytes=_size(folder),
        tokens=int(_number(manifest.get("tokens"))),
        steps=int(_number(manifest.get("steps"))),
        settings=tuple((name, value) for name, value in plan.items() if isinstance(value, str | int | float | bool)),
        parity=_parity(_mapping(manifest.get("agreement"))),
        fingerprint=recorded.adapter.code if (recorded := fingerprints.of_adapter(folder)) is not None else "",
    )


def _parity(told: Mapping[str, object]) -> Parity | None:
    base, adapter = _mapping(told.get("base")), _mapping(told.get("adapter"))
    if not base or not adapter:
        return None
    return Parity(
        positions=int(_number(told.get("positions"))),
        base_apart=_number(base.get("nats_apart")),
        apart=_number(adapter.get("nats_apart")),
        sure=int(_number(adapter.get("sure"))),
        contradicted=int(_number(adapter.get("contradicted"))),
        changed=_number(told.get("changed")),
        good=told.get("good") is True,
    )


def _size(folder: Path) -> int:
    size = 0
    for file in folder.glob("*"):
        with suppress(OSError):
            size += file.stat().st_size
    return size


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
