"""Claude's export: conversations with a list of ``chat_messages``."""

import re
from collections.abc import Iterator, Mapping

from assistant_gui.core.conversation import Role
from assistant_gui.reader.elements import value_of
from assistant_gui.reader.fences import beside
from assistant_gui.reader.tree import File, Find, Node, Source, Tree, nowhere, tree
from assistant_gui.reader.values import Unreadable, flag, items, key, moment, text

NAME = "Claude"

_TAG, _END = "<antArtifact", "</antArtifact>"
_FACTS = re.compile(r'(\w+)="([^"]*)"')
_LANGUAGES = {
    "text/html": "html",
    "text/css": "css",
    "text/markdown": "",
    "image/svg+xml": "svg",
    "application/vnd.ant.mermaid": "mermaid",
    "application/vnd.ant.react": "jsx",
}
"""Of what stands beside an answer, by its media type; code names its own."""

_SENDERS = {"human": Role.PERSON, "assistant": Role.ASSISTANT}


def conversation(value: Mapping[str, object], find: Find = nowhere) -> Tree:
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
        find=find,
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
    shown = [_block(block) for block in items(message, "content")]
    return "\n\n".join(each for each in shown if each) or _unwrapped(text(message, "text"))


def _block(block: object) -> str:
    match text(block, "type"):
        case "text" | "":
            return _unwrapped(text(block, "text"))
        case "tool_use" if text(block, "name") == "artifacts":
            kind, language = text(block, "input", "type"), text(block, "input", "language")
            return beside(
                text(block, "input", "title"), text(block, "input", "content"), _LANGUAGES.get(kind, language)
            )
        case "tool_use" if text(block, "display_content", "type") == "json_block":
            try:
                shown = value_of(text(block, "display_content", "json_block"))
            except Unreadable:
                return ""
            return beside(text(shown, "filename"), text(shown, "code"), text(shown, "language") or "text")
        case _:
            return ""


def _unwrapped(written: str) -> str:
    """What old answers have between artifact tags, as code under its title."""
    parts: list[str] = []
    at = 0
    while (start := written.find(_TAG, at)) >= 0:
        inside = written.find(">", start) + 1
        end = written.find(_END, inside)
        if not inside or end < 0:
            break
        facts: dict[str, str] = dict(_FACTS.findall(written[start : min(inside, start + 2000)]))
        language = _LANGUAGES.get(facts.get("type", ""), facts.get("language", ""))
        parts += [written[at:start], beside(facts.get("title", ""), written[inside:end], language)]
        at = end + len(_END)
    return "".join([*parts, written[at:]])


def _files(message: object) -> tuple[File, ...]:
    read = [
        File(text(each, "file_name") or "text.txt", text(each, "extracted_content"))
        for each in items(message, "attachments")
    ]
    known = {file.name for file in read}
    named = [
        File(text(each, "file_name"), keys=(text(each, "file_uuid"), text(each, "file_name")))
        for each in items(message, "files")
    ]
    return (*read, *(file for file in named if file.name and file.name not in known))
