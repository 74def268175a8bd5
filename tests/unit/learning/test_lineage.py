"""Where an adapter comes from."""

import json

from assistant_gui.core.lineage import Lineage, Parity
from assistant_gui.learning import lineage

MANIFEST = {
    "id": "one",
    "run": "run-1",
    "plan": {"base": "small", "rank": 8, "odd": None},
    "examples": [{"id": "a", "conversation": "c"}, {"id": "b", "conversation": "c"}],
    "tokens": 900,
    "steps": 12,
    "lineage": {"parent": "zero", "base_sha256": "b", "tokenizer_sha256": "t", "template_sha256": "m", "data_sha256": "d"},
    "agreement": {
        "positions": 100, "changed": 0.4, "good": True,
        "base": {"nats_apart": 0.07, "sure": 60, "contradicted": 1},
        "adapter": {"nats_apart": 0.08, "sure": 70, "contradicted": 0},
    },
}  # fmt: skip


def test_all_that_the_manifest_tells_is_there(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "adapter.gguf").write_bytes(b"x" * 1000)

    found = lineage.of_adapter(tmp_path)

    assert (found.run, found.parent, found.data_sha256) == ("run-1", "zero", "d")
    assert (found.examples, found.conversations, found.tokens, found.steps) == (2, 1, 900, 12)
    assert found.settings == (("base", "small"), ("rank", 8))
    assert found.size_bytes == 1000 + (tmp_path / "manifest.json").stat().st_size
    assert found.parity == Parity(100, 0.07, 0.08, 70, 0, 0.4, good=True)


def test_what_an_older_version_did_not_write_down_stays_empty(tmp_path):
    (tmp_path / "manifest.json").write_text('{"id": "one", "examples": []}')

    found = lineage.of_adapter(tmp_path)

    assert found == Lineage(tmp_path.name, size_bytes=found.size_bytes)
