"""Claude's export.

No source of the product is public. The fixtures follow published readers of it:
socketteer/Claude-Conversation-Exporter src/tests/mockData.ts (aa58ecf) for branches and the older form with ``text``;
Sinity/polylogue docs/providers/claude-ai.md and chadrwalters/consolidate-markdown docs/claude-attachments.md
for blocks of content, ``attachments`` with ``extracted_content``, and ``files`` that are names alone;
socketteer/Claude-Conversation-Exporter utils.js (116a1f1), ``extractArtifactsFromMessage``, for artifacts.
"""

import pytest

from assistant_gui.reader.recognise import conversation
from tests.unit.reader.trees import drawn, messages, opening

ROOT = "00000000-0000-4000-8000-000000000000"


def message(uuid: str, sender: str, text: str, parent: str | None, minute: int, **others: object) -> dict[str, object]:
    linked = {"parent_message_uuid": parent} if parent else {}
    return {
        "uuid": uuid,
        "text": text,
        "content": [{"type": "text", "text": text, "citations": []}],
        "sender": sender,
        "created_at": f"2024-10-01T10:{minute:02}:00.000000Z",
        "updated_at": f"2024-10-01T10:{minute:02}:00.000000Z",
        "attachments": [],
        "files": [],
        **linked,
        **others,
    }


def exported(*messages_: dict[str, object], **others: object) -> dict[str, object]:
    return {
        "uuid": "conv-1",
        "name": "Branched",
        "summary": "",
        "created_at": "2024-10-01T10:00:00.000000Z",
        "updated_at": "2024-10-01T10:05:00.000000Z",
        "account": {"uuid": "me"},
        "chat_messages": list(messages_),
        **others,
    }


def read(value: object) -> list[object]:
    name, lines = conversation(value)
    assert name == "Claude"
    return lines


def test_branches_and_the_one_that_is_shown():
    lines = read(
        exported(
            message("q", "human", "Root", ROOT, 0),
            message("a", "assistant", "A", "q", 1),
            message("b", "assistant", "B", "q", 2),
            message("c", "human", "On with A", "a", 3),
            current_leaf_message_uuid="c",
        )
    )

    assert drawn(lines) == ["? Root", "! A < Root", "! B < Root", "? On with A < A *"]
    assert (opening(lines).title, opening(lines).created, opening(lines).changed) == (
        "Branched",
        1727776800,
        1727777100,
    )


def test_an_export_without_links_is_a_line():
    lines = read(
        exported(*(message(str(n), "human" if n % 2 == 0 else "assistant", f"m{n}", None, n) for n in range(3)))
    )

    assert drawn(lines) == ["? m0", "! m1 < m0", "? m2 < m1 *"]


def test_the_older_form_has_text_alone():
    old = message("q", "human", "Hello from old format!", None, 0)
    del old["content"]

    assert drawn(read(exported(old))) == ["? Hello from old format! *"]


def test_thoughts_and_tools_are_not_shown():
    content = [
        {"type": "thinking", "thinking": "hm"},
        {"type": "text", "text": "One."},
        {"type": "tool_use", "name": "search", "input": {"q": "x"}},
        {"type": "tool_result", "content": []},
        {"type": "text", "text": "Two."},
    ]
    lines = read(exported(message("q", "human", "?", ROOT, 0), message("a", "assistant", "", "q", 1, content=content)))

    assert messages(lines)[1].text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "block",
    [
        {
            "type": "text",
            "text": 'See:\n\n<antArtifact identifier="a" type="application/vnd.ant.code" language="python" '
            'title="Sum">print(2)</antArtifact>\n\nDone.',
        },
        {
            "type": "tool_use",
            "name": "artifacts",
            "input": {"title": "Sum", "language": "python", "content": "print(2)"},
        },
        {
            "type": "tool_use",
            "name": "create_file",
            "display_content": {
                "type": "json_block",
                "json_block": '{"language": "python", "code": "print(2)", "filename": "Sum"}',
            },
        },
    ],
)
def test_artifacts_are_a_part_of_the_answer(block):
    lines = read(exported(message("q", "human", "?", ROOT, 0), message("a", "assistant", "", "q", 1, content=[block])))

    assert "**Sum**\n\n```python\nprint(2)\n```" in messages(lines)[1].text
    assert "antArtifact" not in messages(lines)[1].text


@pytest.mark.parametrize(
    "text", ["<antArtifact", "<antArtifact>", "</antArtifact><antArtifact x", "<antArtifact>" * 50_000]
)
def test_a_tag_that_is_not_closed_stays_as_it_is(text):
    assert messages(read(exported(message("q", "human", text, ROOT, 0))))[0].text == text


def test_what_was_read_in_a_file_is_kept_and_of_others_the_name():
    pasted = {"file_name": "paste.txt", "file_size": 12, "file_type": "txt", "extracted_content": "hello 世界"}
    lines = read(
        exported(message("q", "human", "Sum it up", ROOT, 0, attachments=[pasted], files=[{"file_name": "image.png"}]))
    )

    (question,) = messages(lines)
    assert question.text == "Sum it up\n\n[image.png]"
    (file,) = question.attachments
    assert (file.name, file.text, file.size, file.media) == ("paste.txt", "hello 世界", 12, "text/plain")


def test_a_question_that_is_a_file_alone_is_kept():
    lines = read(
        exported(message("q", "human", "", ROOT, 0, attachments=[{"file_name": "", "extracted_content": "long"}]))
    )

    assert messages(lines)[0].attachments[0].text == "long"
