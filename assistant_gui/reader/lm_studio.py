"""LM Studio's conversation files: messages in ``versions``, of which one is ``currentlySelected``."""

import hashlib
from collections.abc import Iterator, Mapping

from assistant_gui.core.conversation import Folder, Generator, Role
from assistant_gui.core.manner import Manner
from assistant_gui.reader.tree import File, Node, Source, Tree, id_of, tree
from assistant_gui.reader.values import at, flag, items, moment, number, text

NAME = "LM Studio"
SUFFIX = ".conversation.json"

_MOST_TOKENS = 1_000_000_000

_ROLES = {"user": Role.PERSON, "assistant": Role.ASSISTANT, "system": Role.SYSTEM}


def recognised(value: Mapping[str, object]) -> bool:
    return any(isinstance(at(message, "versions"), list) for message in items(value, "messages")[:1])


def conversation(value: Mapping[str, object], folder: str = "") -> Tree:
    """*folder* is the path of the file's folder among the conversations. Raises Unreadable."""
    began = moment(value, "createdAt")
    changed = max(
        filter(None, (moment(value, "userLastMessagedAt"), moment(value, "assistantLastMessagedAt"))), default=None
    )
    nodes = list(_nodes(value, began))
    chosen = [node.key for node, selected in nodes if selected]
    return tree(
        Source(
            NAME,
            str(began) if began else next((node.key for node, _ in nodes), ""),
            text(value, "name"),
            began,
            changed,
            chosen[-1] if chosen else None,
            folder=Folder(id_of(NAME, "folder", folder), folder.split("/")[-1], began or 0.0) if folder else None,
            pinned=flag(value, "pinned"),
            manner=Manner(instructions=_instructions(value) or None),
        ),
        (node for node, _ in nodes),
    )


def _nodes(value: Mapping[str, object], began: float | None) -> Iterator[tuple[Node, bool]]:
    """Each version, and whether it is the one that is shown.

    Messages have no ids there, and may be edited: a key is made of all that is said up to it.
    """
    before: str | None = None
    for message in items(value, "messages"):
        selected = number(message, "currentlySelected") or 0
        next_: str | None = before
        for place, version in enumerate(items(message, "versions")):
            written = _text(version)
            role = _ROLES.get(text(version, "role"))
            made = hashlib.sha256(f"{before}\n{role}\n{written}".encode("utf-8", "replace")).hexdigest()
            yield (
                Node(
                    key=made,
                    parent=before,
                    role=role,
                    text=written,
                    created=moment(version, "createdAt") or began,
                    files=_files(version),
                    generator=_generator(version) if role is Role.ASSISTANT else None,
                ),
                place == selected,
            )
            if place == selected or next_ == before:
                next_ = made
        before = next_


def _text(version: object) -> str:
    """What was said, without what the model thought before."""
    if text(version, "type") != "multiStep":
        return _content(version)
    steps = [
        step
        for step in items(version, "steps")
        if text(step, "type") == "contentBlock" and text(step, "style", "type") != "thinking"
    ]
    return "\n\n".join(filter(None, (_content(step) for step in steps)))


def _content(holder: object) -> str:
    parts = [part for part in items(holder, "content") if text(part, "type") == "text"]
    return "\n".join(text(part, "text") for part in parts) or text(holder, "content")


def _files(version: object) -> tuple[File, ...]:
    parts = [part for part in items(version, "content") if text(part, "type") == "file"]
    names = [text(part, "name") or text(part, "fileIdentifier") for part in parts]
    return tuple(File(name) for name in names if name)


def _generator(version: object) -> Generator | None:
    made = next((at(step, "genInfo") for step in items(version, "steps") if at(step, "genInfo")), None)
    model = (
        text(version, "senderInfo", "senderName") or text(made, "indexedModelIdentifier") or text(made, "identifier")
    )
    if not model:
        return None
    return Generator(
        model,
        tokens=int(min(number(made, "stats", "predictedTokensCount") or 0, _MOST_TOKENS)),
        tokens_per_s=number(made, "stats", "tokensPerSecond") or 0.0,
        ttft_ms=1000 * (number(made, "stats", "timeToFirstTokenSec") or 0.0),
    )


def _instructions(value: Mapping[str, object]) -> str:
    fields = items(value, "perChatPredictionConfig", "fields")
    told = [text(field, "value") for field in fields if text(field, "key") == "llm.prediction.systemPrompt"]
    return next(iter(told), "") or text(value, "systemPrompt")
