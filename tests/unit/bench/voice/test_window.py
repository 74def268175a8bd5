"""What is imported while the window is measured."""

import json
from pathlib import Path

from assistant_gui.bench.voice.window import much


def test_what_is_imported_is_large_and_never_the_same_twice(tmp_path: Path) -> None:
    file = much(tmp_path / "much.jsonl", 200_000)

    chats = [json.loads(line)["messages"] for line in file.read_text().splitlines()]
    assert file.stat().st_size >= 200_000
    assert len({json.dumps(chat) for chat in chats}) == len(chats)
    assert [message["role"] for message in chats[0][:3]] == ["user", "assistant", "user"]
