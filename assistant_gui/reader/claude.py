"""Claude's export: conversations with a list of ``chat_messages``."""

from collections.abc import Iterator, Mapping

from assistant_gui.core.conversation import Role
from assistant_gui.reader.tree import File, Node, Source, Tree, tree
from assistant_gui.reader.values import flag, items, key, moment, text

NAME = "Claude"

_SENDERS = {"human": Role.PERSON, "assistant": Role.ASSISTANT}


def conversation(value: Mapping[str, object]) -> Tree:
    """Raises Unreadable."""
    return tree(
        Source(
            NAME,
            key(value, "uuid"),
            text(value, "name"),
            moment(value, "created_at"),
            moment(value, "updated_at"),
            key(value, "current_leaf_message_uuid") or None,
            pinned=flag(value, "is_starred"),
        ),
        _nodes(value),
    )


def _nodes(value: Mapping[str, object]) -> Iterator[Node]:
    """Older exports do not say what a message follows: there it follows the one before."""
    messages = items(value, "chat_messages")
    linked = any(key(message, "parent_message_uuid") for message in messages)
    before: str | None = None
    for place, message in enumerate(messages):
        made = key(message, "uuid") or str(place)
        yield Node(
            key=made,
            parent=key(message, "parent_message_uuid") or None if linked else before,
            role=_SENDERS.get(text(message, "sender")),
            text=_text(message),
            created=moment(message, "created_at"),
            model=text(message, "model") or text(value, "model"),
            files=_files(message),
        )
        before = made


def _text(message: object) -> str:
    blocks = items(message, "content")
    shown = [text(block, "text") for block in blocks if text(block, "type") in ("text", "")]
    return "\n\n".join(each for each in shown if each) or text(message, "text")


def _files(message: object) -> tuple[File, ...]:
    read = [
        File(text(each, "file_name") or "text.txt", text(each, "extracted_content"))
        for each in items(message, "attachments")
    ]
    known = {file.name for file in read}
    named = [text(each, "file_name") for each in items(message, "files")]
    return (*read, *(File(name) for name in named if name and name not in known))
