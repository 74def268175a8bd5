"""How much of the files has been read."""

import json
import zipfile
from pathlib import Path

import pytest

from assistant_gui.core.exchange import Opening, Progress
from assistant_gui.reader.foreign import told

TALK = {"messages": [{"role": "user", "content": "x" * 20_000}]}


def written(path: Path) -> Path:
    talks = [
        {**TALK, "title": str(n), "messages": [*TALK["messages"], {"role": "assistant", "content": str(n)}]}
        for n in range(200)
    ]
    match path.suffix:
        case ".json":
            path.write_text(json.dumps(talks))
        case ".jsonl":
            path.write_text("\n".join(map(json.dumps, talks)))
        case ".zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
                packed.writestr("conversations-0.json", json.dumps(talks[:100]))
                packed.writestr("conversations-1.json", json.dumps(talks[100:]))
        case _:
            path.mkdir()
            (path / "conversations.json").write_text(json.dumps(talks))
    return path


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.zip", "folder"])
def test_it_grows_to_the_end_in_steps_that_are_worth_telling(tmp_path, name):
    lines = list(told(written(tmp_path / name)))

    steps = [line.fraction for line in lines if isinstance(line, Progress)]
    assert sum(isinstance(line, Opening) for line in lines) == 200
    assert 3 <= len(steps) <= 100
    assert steps == sorted(steps)
    assert 0.0 < steps[0] < 0.7
    assert 0.7 < steps[-1] < 1.0
