"""ChatGPT's export: conversations whose messages are nodes of a ``mapping``."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant_gui.core.conversation import Rating, Role, State
from assistant_gui.reader.elements import value_of
from assistant_gui.reader.fences import beside, fenced
from assistant_gui.reader.tree import File, Find, Node, Source, Tree, nowhere, tree
from assistant_gui.reader.values import Unreadable, at, flag, items, key, mapping, moment, text

NAME = "ChatGPT"
FEEDBACK = "message_feedback.json"
"""Of the files in the export, the one that holds the thumbs."""

_SILENT = frozenset({"thoughts", "reasoning_recap", "user_editable_context", "model_editable_context"})
"""Kinds of content that are not shown as part of the dialogue."""
_OUTPUTS = frozenset({"execution_output", "system_error"})
_CANVAS = "canmore.create_textdoc"
_RATINGS = {"thumbsup": Rating.UP, "thumbsdown": Rating.DOWN}


@dataclass(frozen=True, slots=True)
class Feedback:
    rating: Rating
    remark: str = ""


def feedback(values: list[object]) -> dict[str, Feedback]:
    """What :data:`FEEDBACK` says of messages, by their ids."""
    found: dict[str, Feedback] = {}
    for value in values:
        rating = _RATINGS.get(text(value, "rating").lower().replace("_", ""))
        message = text(value, "message_id") or text(value, "id")
        if rating and message:
            found[message] = Feedback(rating)
    return found


def conversation(value: Mapping[str, object], given: Mapping[str, Feedback], find: Find = nowhere) -> Tree:
    """Raises Unreadable."""
    nodes = [_node(each, node, given) for each, node in mapping(value, "mapping").items()]
    made = key(value, "conversation_id") or key(value, "id") or next((each.key for each in nodes), "")
    return tree(
        Source(
            NAME,
            made,
            text(value, "title"),
            moment(value, "create_time"),
            moment(value, "update_time"),
            key(value, "current_node") or None,
            pinned=flag(value, "is_starred"),
            archived=flag(value, "is_archived"),
        ),
        nodes,
        find=find,
    )


def _node(key_: str, node: object, given: Mapping[str, Feedback]) -> Node:
    message = mapping(node, "message")
    parent = key(node, "parent") or None
    role, written, files = _shown(message)
    if role is None:
        return Node(key_, parent, None)
    said = given.get(text(message, "id") or key_)
    interrupted = text(message, "metadata", "finish_details", "type") == "interrupted"
    return Node(
        key=key_,
        parent=parent,
        role=role,
        text=written,
        created=moment(message, "create_time"),
        model=text(message, "metadata", "model_slug"),
        state=State.STOPPED if interrupted else State.WHOLE,
        rating=said.rating if said and role is Role.ASSISTANT else None,
        files=files,
        joins=role is Role.ASSISTANT
        and (
            text(message, "author", "role") == "tool"
            or _kind(message) == "code"
            or text(message, "recipient") == _CANVAS
        ),
    )


def _shown(message: Mapping[str, object]) -> tuple[Role | None, str, tuple[File, ...]]:
    """Who it is from, and what is seen of it; None when it is not seen."""
    nothing = (None, "", ())
    kind = _kind(message)
    if flag(message, "metadata", "is_visually_hidden_from_conversation") or kind in _SILENT:
        return nothing
    files = _files(message)
    match text(message, "author", "role"):
        case "user":
            role, written = Role.PERSON, _parts(message)
        case "assistant" if text(message, "recipient") == _CANVAS:
            role, written = Role.ASSISTANT, _canvas(message)
        case "assistant" if kind == "code":
            recipient = text(message, "recipient") or "all"
            if recipient != "all" and not recipient.startswith("python"):
                return nothing
            role, written = Role.ASSISTANT, fenced(text(message, "content", "text"), _language(message))
        case "assistant":
            if (text(message, "recipient") or "all") != "all":
                return nothing
            role, written = Role.ASSISTANT, _parts(message)
        case "tool" if kind in _OUTPUTS:
            role, written = Role.ASSISTANT, fenced(text(message, "content", "text"), "output")
        case "tool" if kind == "multimodal_text":  # a picture that was drawn
            role, written = Role.ASSISTANT, ""
        case _:
            return nothing
    return (role, written, files) if written.strip() or files else nothing


def _kind(message: Mapping[str, object]) -> str:
    return text(message, "content", "content_type")


def _language(message: Mapping[str, object]) -> str:
    language = text(message, "content", "language")
    return "" if language == "unknown" else language


def _parts(message: Mapping[str, object]) -> str:
    parts = items(message, "content", "parts")
    texts = [part if isinstance(part, str) else text(part, "text") for part in parts]
    return "\n".join(each for each in texts if each) if parts else text(message, "content", "text")


def _files(message: Mapping[str, object]) -> tuple[File, ...]:
    named = [
        File(text(each, "name"), keys=(text(each, "id"),))
        for each in items(message, "metadata", "attachments")
        if text(each, "name")
    ]
    pictures = [
        File("image", keys=(text(part, "asset_pointer"),))
        for part in items(message, "content", "parts")
        if at(part, "content_type") == "image_asset_pointer"
    ]
    return tuple(named or pictures)


def _canvas(message: Mapping[str, object]) -> str:
    """The document that an answer put beside the dialogue, as it was first written."""
    try:
        written = value_of(text(message, "content", "text") or _parts(message))
    except Unreadable:
        return ""
    language = text(written, "type").removeprefix("code/") if text(written, "type").startswith("code/") else ""
    return beside(text(written, "name"), text(written, "content"), language)
