"""LM Studio's conversation files.

The product is closed. The fixtures follow a reader by one of its makers, YorkieDev/lm-studio-conversation-converter
script.js (6023304): ``convertToText``, ``addAssistantMessage``, ``formatGenerationStats``.
"""

import json
import zipfile
from pathlib import Path

from assistant_gui.core.conversation import Folder
from assistant_gui.reader.foreign import told
from assistant_gui.reader.recognise import conversation
from tests.unit.reader.trees import drawn, messages, opening

STATS = {"tokensPerSecond": 41.5, "timeToFirstTokenSec": 0.25, "predictedTokensCount": 12, "totalTokensCount": 30}


def person(text: str) -> dict[str, object]:
    return {"type": "singleStep", "role": "user", "content": [{"type": "text", "text": text}]}


def assistant(text: str) -> dict[str, object]:
    thinking = {"type": "contentBlock", "content": [{"type": "text", "text": "hm"}], "style": {"type": "thinking"}}
    block = {
        "type": "contentBlock",
        "content": [{"type": "text", "text": text}],
        "genInfo": {"indexedModelIdentifier": "qwen/qwen3-4b", "stats": STATS},
    }
    return {
        "type": "multiStep",
        "role": "assistant",
        "senderInfo": {"senderName": "qwen3-4b"},
        "steps": [thinking, block],
    }


def exported(*messages_: tuple[int, list[dict[str, object]]]) -> dict[str, object]:
    return {
        "name": "Sums",
        "pinned": True,
        "createdAt": 1736789912980,
        "tokenCount": 30,
        "systemPrompt": "",
        "perChatPredictionConfig": {"fields": [{"key": "llm.prediction.systemPrompt", "value": "Be brief."}]},
        "messages": [{"versions": versions, "currentlySelected": chosen} for chosen, versions in messages_],
        "lastUsedModel": {"identifier": "qwen3-4b"},
        "userLastMessagedAt": 1736789913000,
        "assistantLastMessagedAt": 1736789914000,
    }


def read(value: object) -> list[object]:
    name, lines = conversation(value)
    assert name == "LM Studio"
    return lines


def test_versions_are_siblings_and_the_dialogue_follows_the_chosen_one():
    lines = read(exported((0, [person("2+2?")]), (1, [assistant("5"), assistant("4")]), (0, [person("thanks")])))

    assert drawn(lines) == ["? 2+2?", "! 5 < 2+2?", "! 4 < 2+2?", "? thanks < 4 *"]
    found = opening(lines)
    assert (found.title, found.created, found.changed, found.pinned) == ("Sums", 1736789912.98, 1736789914, 1736789914)
    assert found.manner.instructions == "Be brief."


def test_how_fast_an_answer_came_is_kept():
    lines = read(exported((0, [person("2+2?")]), (0, [assistant("4")])))

    made = messages(lines)[1].generator
    assert (made.model, made.tokens, made.tokens_per_s, made.ttft_ms) == ("qwen3-4b", 12, 41.5, 250.0)


def test_a_conversation_that_grew_keeps_its_ids_and_an_edited_message_is_another_version():
    before = read(exported((0, [person("2+2?")]), (0, [assistant("4")])))
    grown = read(exported((0, [person("2+2?")]), (0, [assistant("4")]), (0, [person("thanks")])))
    edited = read(exported((0, [person("2+2?")]), (0, [assistant("four")])))

    ids = [[each.id for each in messages(lines)] for lines in (before, grown, edited)]
    assert ids[1][:2] == ids[0]
    assert ids[2][0] == ids[0][0]
    assert ids[2][1] != ids[0][1]
    assert opening(before).id == opening(grown).id == opening(edited).id


def test_folders_of_the_conversations_folder_are_folders(tmp_path):
    def put(path: Path, said: str, created: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**exported((0, [person(said)])), "createdAt": created}, indent=2))

    root = tmp_path / "conversations"
    put(root / "1736789912980.conversation.json", "loose", 1736789912980)
    put(root / "Work" / "Sums" / "1736789912981.conversation.json", "filed", 1736789912981)
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in root.rglob("*.json"):
            archive.write(file, file.relative_to(tmp_path))

    for path in (root, packed):
        folders = [line for line in told(path) if isinstance(line, Folder)]
        assert [each.name for each in folders] == ["Sums"]


def test_a_file_that_is_chosen_alone_is_read(tmp_path):
    file = tmp_path / "1736789912980.conversation.json"
    file.write_text(json.dumps(exported((0, [person("hi")])), indent=2))

    assert drawn(list(told(file))) == ["? hi *"]
