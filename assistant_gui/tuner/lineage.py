"""Where an adapter comes from, for its manifest: base, tokenizer, template, data, and the adapter before it."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from assistant_gui.tuner.job import Job, Taught
from assistant_gui.weights.identity import KNOWN, identity


def told(job: Job, examples: Sequence[Taught]) -> dict[str, object]:
    """The hashes of all that it was made from."""
    base = asdict(identity(job.format, job.path, job.adapter_folder.parent / KNOWN))
    return {
        "parent": job.current.name if job.current is not None else "",
        "base_sha256": base.pop("sha256"),
        **base,
        "data_sha256": data_sha256(examples),
    }


def data_sha256(examples: Sequence[Taught]) -> str:
    """The same for the same examples in whatever order."""
    found = hashlib.sha256()
    for each in sorted(bytes.fromhex(example.sha256) for example in examples):
        found.update(each.hex().encode())
    return found.hexdigest()
