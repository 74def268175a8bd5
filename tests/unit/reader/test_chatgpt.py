"""ChatGPT's export.

No source of the product is public. The fixtures follow what the best-tested open readers of it read:
mitkury/chatgpt-export-parser src/schema.ts (c11b4d0) and example-conversation.json (f5be928);
slyubarskiy/chatgpt-conversation-extractor src/chatgpt_extractor/processors.py (0fe1ec0) for kinds of content;
open-webui/open-webui src/lib/utils/index.ts (016bb24), ``convertOpenAIMessages``;
josephjohncox/chatgpt-json-to-md chatgpt_json_to_md.py (3afe7dc) for what stands in the canvas.
"""

import json

import pytest

from assistant_gui.core.conversation import Origin, Rating, State
from assistant_gui.reader.chatgpt import feedback
from assistant_gui.reader.recognise import Around, conversation
from assistant_gui.reader.values import Unreadable
from tests.unit.reader.trees import drawn, messages, opening


def message(
    role: str, *parts: object, kind: str = "text", created: float | None = None, **others: object
) -> dict[str, object]:
    content = {"content_type": kind, "parts": list(parts)}
    if kind in ("code", "execution_output"):
        content = {"content_type": kind, "language": others.pop("language", "unknown"), "text": parts[0]}
    metadata = others.pop("metadata", {})
    return {
        "id": "",
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": created,
        "update_time": None,
        "content": content,
        "status": "finished_successfully",
        "end_turn": True,
        "weight": 1.0,
        "metadata": metadata,
        "recipient": others.get("recipient", "all"),
    }


def exported(
    nodes: dict[str, tuple[str | None, dict[str, object] | None]], current: str, **others: object
) -> dict[str, object]:
    """A conversation of (parent, message) by node."""
    mapping = {
        key: {
            "id": key,
            "message": told and {**told, "id": key},
            "parent": parent,
            "children": [other for other, (above, _) in nodes.items() if above == key],
        }
        for key, (parent, told) in nodes.items()
    }
    return {
        "title": "Sums",
        "create_time": 1704067200.5,
        "update_time": 1704067500.25,
        "mapping": mapping,
        "moderation_results": [],
        "current_node": current,
        "plugin_ids": None,
        "conversation_id": "conv-123",
        "id": "conv-123",
        **others,
    }


START: dict[str, tuple[str | None, dict[str, object] | None]] = {
    "root": (None, None),
    "system": ("root", message("system", "", metadata={"is_visually_hidden_from_conversation": True})),
    "q": ("system", message("user", "2+2?", created=1704067300.0)),
}


def read(value: object, **around: object) -> list[object]:
    name, lines = conversation(value, Around(**around))
    assert name == "ChatGPT"
    return lines


def test_answers_given_again_stay_beside_each_other_and_hidden_ones_are_left_out():
    lines = read(
        exported(
            {
                **START,
                "a1": ("q", message("assistant", "5", created=1704067301.0, metadata={"model_slug": "gpt-4o"})),
                "a2": ("q", message("assistant", "4", created=1704067302.0, metadata={"model_slug": "gpt-4o"})),
                "q2": ("a1", message("user", "really?", created=1704067303.0)),
            },
            "a2",
        )
    )

    assert drawn(lines) == ["? 2+2?", "! 5 < 2+2?", "! 4 < 2+2? *", "? really? < 5"]
    found = opening(lines)
    assert (found.title, found.created, found.changed) == ("Sums", 1704067200.5, 1704067500.25)
    answer = messages(lines)[1]
    assert (answer.created, answer.generator.model, answer.origin) == (1704067301.0, "gpt-4o", Origin.IMPORTED)


def test_ids_are_the_same_each_time_and_of_each_conversation():
    value = exported({**START, "a": ("q", message("assistant", "4"))}, "a")
    other = {**value, "conversation_id": "conv-124", "id": "conv-124"}

    first, again, different = (messages(read(each)) for each in (value, value, other))

    assert first == again
    assert not {each.id for each in first} & {each.id for each in different}


def test_using_a_tool_is_a_part_of_the_answer():
    lines = read(
        exported(
            {
                **START,
                "think": ("q", message("assistant", kind="thoughts")),
                "code": (
                    "think",
                    message("assistant", "print(2+2)", kind="code", language="python", recipient="python"),
                ),
                "out": ("code", message("tool", "4", kind="execution_output")),
                "a": ("out", message("assistant", "It is 4.", metadata={"model_slug": "o3"})),
                "more": ("a", message("user", "thanks")),
            },
            "more",
        )
    )

    whole = "```python\nprint(2+2)\n```\n\n```output\n4\n```\n\nIt is 4."
    assert drawn(lines) == ["? 2+2?", f"! {whole} < 2+2?", f"? thanks < {whole} *"]
    assert messages(lines)[1].generator.model == "o3"


def test_what_was_said_to_a_tool_is_not_shown():
    lines = read(
        exported(
            {
                **START,
                "call": ("q", message("assistant", '{"prompt": "a cat"}', recipient="dalle.text2im")),
                "picture": (
                    "call",
                    message(
                        "tool", {"content_type": "image_asset_pointer", "asset_pointer": "x"}, kind="multimodal_text"
                    ),
                ),
                "a": ("picture", message("assistant", "A cat.")),
            },
            "a",
        )
    )

    assert drawn(lines) == ["? 2+2?", "! A cat.\n\n[image] < 2+2? *"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [("document", "**Plan**\n\nOne."), ("code/python", "**Plan**\n\n```python\nOne.\n```")],
)
def test_what_was_put_into_the_canvas_is_a_part_of_the_answer(kind, told):
    canvas = json.dumps({"name": "Plan", "type": kind, "content": "One."})
    lines = read(
        exported(
            {
                **START,
                "canvas": ("q", message("assistant", canvas, kind="code", recipient="canmore.create_textdoc")),
                "done": ("canvas", message("tool", "Successfully created text document")),
                "a": ("done", message("assistant", "There it is.")),
            },
            "a",
        )
    )

    assert messages(lines)[1].text == f"{told}\n\nThere it is."


def test_pictures_and_files_leave_their_names():
    asked = message(
        "user",
        {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-1", "width": 1, "height": 1},
        "What is it?",
        kind="multimodal_text",
        metadata={"attachments": [{"id": "file-1", "name": "cat.png", "mime_type": "image/png", "size": 3}]},
    )

    assert drawn(read(exported({"root": (None, None), "q": ("root", asked)}, "q"))) == ["? What is it?\n\n[cat.png] *"]


def test_what_was_transcribed_is_text():
    heard = message(
        "user", {"content_type": "audio_transcription", "text": "hello", "direction": "in"}, kind="multimodal_text"
    )

    assert drawn(read(exported({"q": (None, heard)}, "q"))) == ["? hello *"]


def test_thumbs_pins_archive_and_interruptions_are_kept():
    stopped = {"finish_details": {"type": "interrupted"}}
    value = exported(
        {**START, "a": ("q", message("assistant", "4", metadata=stopped))}, "a", is_archived=True, is_starred=True
    )
    given = feedback([{"message_id": "a", "conversation_id": "conv-123", "rating": "thumbsDown", "content": "{}"}])

    lines = read(value, feedback=given)

    answer = messages(lines)[-1]
    assert (answer.rating, answer.state) == (Rating.DOWN, State.STOPPED)
    assert opening(lines).archived == opening(lines).pinned == 1704067500.25


def test_newer_words_for_thumbs_are_known():
    assert feedback([{"id": "a", "rating": "thumbs_up"}])["a"].rating is Rating.UP
    assert feedback([{"rating": "thumbs_up"}, {"id": "a", "rating": "shrug"}, None, 5]) == {}


def test_an_old_export_without_ids_is_known_by_its_first_node():
    value = exported({**START, "a": ("q", message("assistant", "4"))}, "a")
    del value["id"], value["conversation_id"]

    assert messages(read(value)) == messages(read(value))


@pytest.mark.parametrize(
    "parents",
    [
        {"q": "a", "a": "q"},  # a circle
        {"q": "q", "a": "q"},  # its own parent
        {"q": "nowhere", "a": "q"},
        {"q": None, "a": "system", "system": "a"},  # a circle through one that is hidden
    ],
)
def test_links_that_make_no_sense_lose_nothing(parents):
    nodes = {
        "system": (None, message("system", "")),
        "q": (None, message("user", "2+2?")),
        "a": ("q", message("assistant", "4")),
    }
    value = exported({key: (parents.get(key, above), told) for key, (above, told) in nodes.items()}, "a")

    assert {each.text for each in messages(read(value))} == {"2+2?", "4"}


def test_one_in_which_nothing_is_shown_is_left_out():
    with pytest.raises(Unreadable, match="no text"):
        read(exported({"root": (None, None)}, "root"))


def test_a_chain_of_a_hundred_thousand_is_read():
    mapping = {
        str(n): {"id": str(n), "parent": str(n - 1) if n else None, "children": [], "message": message("user", str(n))}
        for n in range(100_000)
    }
    lines = read({**exported({}, "99999"), "mapping": mapping})

    assert len(messages(lines)) == 100_000
    assert messages(lines)[-1].parent == messages(lines)[-2].id
