"""Open WebUI's export: a list of chats, each with a ``history`` of messages by id."""

import re
from collections.abc import Iterator, Mapping

from assistant_gui.core.conversation import Rating, Role, State
from assistant_gui.core.manner import Manner
from assistant_gui.reader.tree import File, Node, Source, Tree, tree
from assistant_gui.reader.values import at, flag, items, key, mapping, moment, number, text

NAME = "Open WebUI"

_ROLES = {"user": Role.PERSON, "assistant": Role.ASSISTANT, "system": Role.SYSTEM}
_REASONING = re.compile(r'<details type="reasoning"[^>]*>.*?</details>\s*', re.DOTALL)


def conversation(value: Mapping[str, object]) -> Tree:
    """*value* is a chat with what is kept about it, or in old exports the chat alone. Raises Unreadable."""
    chat = mapping(value, "chat") or value
    system = text(chat, "params", "system") or text(chat, "system")
    return tree(
        Source(
            NAME,
            key(value, "id") or key(chat, "id") or next((node.key for node in _nodes(chat)), ""),
            text(value, "title") or text(chat, "title"),
            moment(value, "created_at") or moment(chat, "timestamp"),
            moment(value, "updated_at"),
            key(chat, "history", "currentId") or key(value, "current_message_id") or None,
            pinned=flag(value, "pinned"),
            archived=flag(value, "archived"),
            manner=Manner(instructions=system or None),
        ),
        _nodes(chat),
    )


def _nodes(chat: Mapping[str, object]) -> Iterator[Node]:
    history = mapping(chat, "history", "messages")
    if history:
        for made, message in history.items():
            yield _node(made, key(message, "parentId") or None, message)
        return
    before: str | None = None
    for place, message in enumerate(items(chat, "messages")):
        made = key(message, "id") or str(place)
        yield _node(made, before, message)
        before = made


def _node(id: str, parent: str | None, message: object) -> Node:
    role = _ROLES.get(text(message, "role"))
    liked = number(message, "annotation", "rating")
    broken = bool(at(message, "error")) or at(message, "done") is False
    return Node(
        key=id,
        parent=parent,
        role=role,
        text=_text(message),
        created=moment(message, "timestamp"),
        model=text(message, "model"),
        state=State.BROKEN if broken and role is Role.ASSISTANT else State.WHOLE,
        rating=None if not liked else Rating.UP if liked > 0 else Rating.DOWN,
        remark=text(message, "annotation", "comment"),
        files=tuple(_files(message)),
    )


def _text(message: object) -> str:
    content = text(message, "content") or "\n".join(text(part, "text") for part in items(message, "content"))
    return _REASONING.sub("", content)


def _files(message: object) -> Iterator[File]:
    for file in items(message, "files"):
        name = text(file, "name") or text(file, "file", "filename") or text(file, "type")
        if name:
            yield File(name, text(file, "file", "data", "content"))
