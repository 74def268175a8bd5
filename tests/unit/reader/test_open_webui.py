"""Open WebUI's export.

Written by open-webui/open-webui src/lib/components/chat/Settings/DataControls.svelte (002cd27), ``exportChats``: the
list that backend/open_webui/models/chats.py (0005977), ``ChatModel``, describes. Messages are made in
src/lib/components/chat/Chat.svelte (002b16d), ``submitPrompt`` and ``sendPrompt``, and rated in
src/lib/components/chat/Messages/RateComment.svelte (00e9362).
"""

from assistant_gui.core.conversation import Rating, State
from assistant_gui.reader.recognise import conversation
from tests.unit.reader.trees import drawn, messages, opening


def message(id: str, parent: str | None, role: str, content: str, when: int, **others: object) -> dict[str, object]:
    made = {"model": "llama3.2:3b", "modelName": "Llama", "modelIdx": 0, "userContext": None, "done": True}
    return {
        "id": id,
        "parentId": parent,
        "childrenIds": [],
        "role": role,
        "content": content,
        "timestamp": when,
        **({"models": ["llama3.2:3b"]} if role == "user" else made),
        **others,
    }


def exported(*messages_: dict[str, object], current: str, **others: object) -> dict[str, object]:
    history = {"messages": {str(each["id"]): each for each in messages_}, "currentId": current}
    chat = {
        "id": "",
        "title": "New Chat",
        "models": ["llama3.2:3b"],
        "params": {"system": "Be brief."},
        "history": history,
        "messages": [],
        "tags": [],
        "timestamp": 1740000000123,
        "files": [],
    }
    return {
        "id": "chat-1",
        "user_id": "me",
        "title": "Sums",
        "chat": chat,
        "updated_at": 1740000100,
        "created_at": 1740000000,
        "share_id": None,
        "archived": False,
        "pinned": True,
        "meta": {},
        "folder_id": None,
        **others,
    }


def read(value: object) -> list[object]:
    name, lines = conversation(value)
    assert name == "Open WebUI"
    return lines


def test_the_tree_its_head_and_what_is_known_about_it():
    lines = read(
        exported(
            message("q", None, "user", "2+2?", 1740000001),
            message("a", "q", "assistant", "5", 1740000002, annotation={"rating": -1, "comment": "wrong"}),
            message("b", "q", "assistant", "4", 1740000003, annotation={"rating": 1}),
            current="a",
        )
    )

    assert drawn(lines) == ["? 2+2?", "! 5 < 2+2? *", "! 4 < 2+2?"]
    found = opening(lines)
    assert (found.title, found.created, found.changed, found.pinned) == ("Sums", 1740000000, 1740000100, 1740000100)
    assert found.manner.instructions == "Be brief."
    assert [(each.rating, each.remark) for each in messages(lines)] == [
        (None, ""),
        (Rating.DOWN, "wrong"),
        (Rating.UP, ""),
    ]
    assert messages(lines)[1].generator.model == "llama3.2:3b"


def test_an_old_export_is_the_chats_alone():
    chat = exported(message("q", None, "user", "hi", 1740000001), current="q")["chat"]

    lines = read(chat)

    assert drawn(lines) == ["? hi *"]
    assert messages(read(chat)) == messages(lines)


def test_an_answer_that_failed_or_was_cut_is_marked_and_its_thoughts_are_left_out():
    thought = '<details type="reasoning" done="true" duration="3">\n<summary>Thought</summary>\n> hm\n</details>\nYes.'
    lines = read(
        exported(
            message("q", None, "user", "?", 1740000001),
            message("a", "q", "assistant", thought, 1740000002),
            message("b", "q", "assistant", "half", 1740000003, done=False),
            message("c", "q", "assistant", "", 1740000004, error={"content": "Uh-oh!"}),
            current="a",
        )
    )

    assert [(each.text, each.state) for each in messages(lines)[1:]] == [
        ("Yes.", State.WHOLE),
        ("half", State.BROKEN),
        ("", State.BROKEN),
    ]


def test_what_was_read_in_a_file_comes_with_it():
    file = {"type": "file", "name": "a.pdf", "file": {"filename": "a.pdf", "data": {"content": "the text"}}}
    picture = {"type": "image", "url": "data:image/png;base64,AA=="}
    lines = read(exported(message("q", None, "user", "hi", 1740000001, files=[file, picture]), current="q"))

    (question,) = messages(lines)
    assert question.text == "hi\n\n[image]"
    assert [(each.name, each.text) for each in question.attachments] == [("a.pdf", "the text")]
