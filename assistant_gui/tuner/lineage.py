"""Where an adapter comes from, for its manifest: base, tokenizer, template, data, and the adapter before it."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant_gui.tuner.job import PLAIN, Job, Taught
from assistant_gui.weights.identity import KNOWN, identity


def told(folder: Path, job: Job, examples: Sequence[Taught]) -> dict[str, object]:
    """The hashes of all that it was made from."""
    base = asdict(identity(job.format, job.path, job.adapter_folder.parent / KNOWN))
    return {
        "parent": job.current.name if job.current is not None else "",
        "base_sha256": base.pop("sha256"),
        **base,
        "data_sha256": data_sha256(examples),
        "texts_sha256": texts_sha256(folder) if job.plan.plain_share else "",
    }


def texts_sha256(folder: Path) -> str:
    """Of the plain texts as they were read; empty when there are none."""
    if not (folder / PLAIN).exists():
        return ""
    with (folder / PLAIN).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def data_sha256(examples: Sequence[Taught]) -> str:
    """The same for the same examples in whatever order."""
    found = hashlib.sha256()
    for each in sorted(bytes.fromhex(example.sha256) for example in examples):
        found.update(each.hex().encode())
    return found.hexdigest()
