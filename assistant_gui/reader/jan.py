"""Jan's data: a folder for each thread, with ``thread.json`` and ``messages.jsonl`` in it."""

from collections.abc import Iterator, Mapping, Sequence

from assistant_gui.core.conversation import Folder, Role, State
from assistant_gui.core.manner import Manner
from assistant_gui.reader.tree import File, Node, Source, Tree, id_of, tree
from assistant_gui.reader.values import at, flag, items, key, moment, text

NAME = "Jan"
THREAD, MESSAGES = "thread.json", "messages.jsonl"

_ROLES = {"user": Role.PERSON, "assistant": Role.ASSISTANT, "system": Role.SYSTEM}
_STATES = {"stopped": State.STOPPED, "error": State.BROKEN, "pending": State.BROKEN}


def conversation(thread: Mapping[str, object], messages: Sequence[object]) -> Tree:
    """Raises Unreadable."""
    assistant = next(iter(items(thread, "assistants")), None)
    project = text(thread, "metadata", "project", "name")
    updated = moment(thread, "updated")
    return tree(
        Source(
            NAME,
            key(thread, "id"),
            text(thread, "title"),
            min(
                filter(None, [moment(thread, "created"), *(moment(each, "created_at") for each in messages)]),
                default=None,
            ),
            updated,
            folder=Folder(id_of(NAME, "project", project), project, updated or 0.0) if project else None,
            pinned=flag(thread, "metadata", "is_favorite"),
            manner=Manner(instructions=text(assistant, "instructions") or None),
        ),
        _nodes(messages, text(assistant, "model", "id")),
    )


def _nodes(messages: Sequence[object], model: str) -> Iterator[Node]:
    """A line follows the one before; of two with one id the later is meant, as when it was edited."""
    last = {key(message, "id"): place for place, message in enumerate(messages)}
    before: str | None = None
    for place, message in enumerate(messages):
        made = key(message, "id") or str(place)
        if last.get(made, place) != place:
            continue
        role = _ROLES.get(text(message, "role"))
        yield Node(
            key=made,
            parent=before,
            role=role,
            text=_text(message),
            created=moment(message, "created_at"),
            model=model if model != "*" else "",
            state=_STATES.get(text(message, "status"), State.WHOLE) if role is Role.ASSISTANT else State.WHOLE,
            files=_pictures(message),
        )
        before = made


def _text(message: object) -> str:
    parts = [part for part in items(message, "content") if at(part, "type") == "text"]
    return "\n\n".join(filter(None, (text(part, "text", "value") or text(part, "text") for part in parts)))


def _pictures(message: object) -> tuple[File, ...]:
    return tuple(File("image") for part in items(message, "content") if at(part, "type") == "image_url")
