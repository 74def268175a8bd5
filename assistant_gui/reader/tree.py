"""A foreign conversation -> ours: a tree is kept as a tree, with ids that are the same at every import."""

import hashlib
import heapq
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant_gui.core.conversation import (
    Attachment,
    Conversation,
    Folder,
    Generator,
    Message,
    Origin,
    Rating,
    Role,
    State,
)
from assistant_gui.core.exchange import TEXT_CHARACTERS, Opening
from assistant_gui.core.language import N_
from assistant_gui.core.manner import Manner
from assistant_gui.reader.beside import Picture
from assistant_gui.reader.values import Unreadable

_IDS = uuid.UUID("8f6f2b1c-6d0b-5c3e-9a64-1f0f2d9b7a41")
"""The namespace of every id made here; another one would import everything twice."""

_AT_MOST_SECONDS = 4e9
_LABEL_CHARACTERS = 300
"""Of a title or a name; what is longer is cut."""
_REMARK_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class File:
    """A file that was attached, as far as the export has it."""

    name: str
    text: str = ""
    """What was read in it; without any, and without a picture, only its name is kept."""
    keys: tuple[str, ...] = ()
    """What its content is called beside the conversations, if it is there."""
    picture: Picture | None = None
    """Found there."""


Find = Callable[[Sequence[str]], Picture | None]
"""The picture that is called one of these beside the conversations."""


@dataclass(frozen=True, slots=True)
class Node:
    """A message where it came from; ``parent`` is a key there."""

    key: str
    parent: str | None
    role: Role | None
    """None: it is not shown there. What follows it hangs on what stands before it."""
    text: str = ""
    created: float | None = None
    model: str = ""
    state: State = State.WHOLE
    rating: Rating | None = None
    remark: str = ""
    files: tuple[File, ...] = ()
    joins: bool = False
    """It is a step on the way to an answer (a tool was used): one message with what is before and after it."""
    generator: Generator | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a conversation besides its messages."""

    product: str
    key: str
    title: str = ""
    created: float | None = None
    changed: float | None = None
    head: str | None = None
    """The key of the last message shown; the newest when it is not known."""
    folder: Folder | None = None
    pinned: bool = False
    archived: bool = False
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class Tree:
    """A conversation that can be taken; every message after the one it follows."""

    opening: Opening
    messages: tuple[Message, ...]
    folder: Folder | None = None
    lost: tuple[str, ...] = ()
    """Why something in it is left out, each time."""


def id_of(*names: str) -> str:
    """The same for the same names, always."""
    return uuid.uuid5(_IDS, "\n".join(names).encode("utf-8", "replace").decode()).hex


def nowhere(_keys: Sequence[str]) -> Picture | None:
    """There is nothing beside the conversations."""
    return None


def tree(source: Source, nodes: Iterable[Node], digest: str = "", find: Find = nowhere) -> Tree:
    """Put the conversation together, with the pictures that *find* finds. Raises Unreadable when nothing is shown.

    Parents that are not there, or that are their own ancestors, are no parents.
    """
    known: dict[str, Node] = {}
    lost: list[str] = []
    for node in nodes:
        if len(node.text) > TEXT_CHARACTERS:
            lost.append(N_("a message in it is too long"))
            node = replace(node, role=None)
        known.setdefault(node.key, _with_pictures(node, find))
    if not source.key:  # all without an id would be taken for one conversation
        first = next(iter(known.values()), Node("", None, None))
        source = replace(source, key=id_of(f"{source.created} {first.created}", first.key, first.text))
    parents = _shown_parents(known)
    shown = [node for node in known.values() if node.role is not None]
    if not any(node.text.strip() or node.files for node in shown):
        raise Unreadable(N_("it holds no text"))
    ordered = _in_order(shown, parents, source)
    joined = _joined(ordered, parents)
    began = source.created or min((when for _, when in ordered), default=0.0) or time.time()
    messages = _messages(source, ordered, parents, joined, began)
    head = _head(source, known, parents, joined, ordered)
    changed = source.changed or max(message.created for message in messages)
    folder = source.folder and replace(source.folder, name=_label(source.folder.name))
    conversation = Conversation(
        id=id_of(source.product, source.key),
        title=_label(source.title),
        created=began,
        changed=max(changed, began),
        head=id_of(source.product, source.key, head),
        named=bool(source.title.strip()),
        folder=folder.id if folder else None,
        pinned=changed if source.pinned else None,
        archived=changed if source.archived else None,
        manner=replace(source.manner, instructions=(source.manner.instructions or "")[:TEXT_CHARACTERS] or None),
    )
    return Tree(Opening(conversation, digest), messages, folder, tuple(lost))


def _shown_parents(known: Mapping[str, Node]) -> dict[str, str | None]:
    """The nearest message before each one that is shown; every walk ends, whatever the links say."""
    found: dict[str, str | None] = {}
    for start in known:
        path: list[str] = []
        step: str | None = start
        while step is not None and step in known and step not in found and step not in path[-1:]:
            path.append(step)
            found[step] = None  # for now: a walk that comes back here has gone in a circle
            step = known[step].parent
        above = step if step in known and step not in path else None
        for key in reversed(path):
            if above is not None and known[above].role is None:
                above = found[above]
            found[key] = above
            above = key
    return found


def _in_order(shown: Sequence[Node], parents: Mapping[str, str | None], source: Source) -> list[tuple[Node, float]]:
    """By time, each after its parent, with the time it is taken to be from."""
    below: dict[str | None, list[tuple[int, Node]]] = {}
    for place, node in enumerate(shown):
        below.setdefault(parents[node.key], []).append((place, node))
    waiting: list[tuple[float, int, Node]] = []

    def wait(parent: str | None, earliest: float) -> None:
        for place, node in below.get(parent, ()):
            when = node.created if node.created is not None else earliest
            heapq.heappush(waiting, (min(max(when, 0.0), _AT_MOST_SECONDS), place, node))

    ordered: list[tuple[Node, float]] = []
    wait(None, source.created or 0.0)
    while waiting:
        when, _, node = heapq.heappop(waiting)
        ordered.append((node, when))
        wait(node.key, when)
    return ordered


def _joined(ordered: Sequence[tuple[Node, float]], parents: Mapping[str, str | None]) -> dict[str, str]:
    """The key of the message that each node becomes a part of; most are messages of their own."""
    followers: dict[str | None, int] = {}
    for node, _ in ordered:
        followers[parents[node.key]] = followers.get(parents[node.key], 0) + 1
    by_key = {node.key: node for node, _ in ordered}
    joined: dict[str, str] = {}
    for node, _ in ordered:
        parent = by_key.get(parents[node.key] or "")
        steps = (
            parent is not None
            and node.role is Role.ASSISTANT is parent.role
            and (node.joins or parent.joins)
            and followers[parent.key] == 1
        )
        joined[node.key] = joined[parent.key] if steps and parent is not None else node.key
    return joined


def _with_pictures(node: Node, find: Find) -> Node:
    if node.role is None or not any(file.keys for file in node.files):
        return node
    return replace(
        node, files=tuple(replace(file, picture=find(file.keys)) if file.keys else file for file in node.files)
    )


def _messages(
    source: Source,
    ordered: Sequence[tuple[Node, float]],
    parents: Mapping[str, str | None],
    joined: Mapping[str, str],
    began: float,
) -> tuple[Message, ...]:
    parts: dict[str, list[tuple[Node, float]]] = {}
    for node, when in ordered:
        parts.setdefault(joined[node.key], []).append((node, when))
    conversation = id_of(source.product, source.key)

    def made(key: str, nodes: Sequence[tuple[Node, float]]) -> Message:
        first, last = nodes[0][0], nodes[-1][0]
        parent = parents[key]
        name = id_of(source.product, source.key, key)
        named = "\n".join(
            f"[{_label(file.name)}]" for node, _ in nodes for file in node.files if _only_named(file, node)
        )
        texts = [*(node.text for node, _ in nodes), named]
        model = _label(next((node.model for node, _ in reversed(nodes) if node.model), ""))
        return Message(
            id=name,
            conversation=conversation,
            parent=None if parent is None else id_of(source.product, source.key, joined[parent]),
            role=first.role or Role.ASSISTANT,
            text="\n\n".join(text for text in texts if text.strip()) if len(texts) > 2 or named else first.text,
            created=nodes[0][1] or began,
            origin=Origin.IMPORTED,
            state=last.state,
            generator=_generator(last.generator, model) if first.role is Role.ASSISTANT else None,
            rating=next((node.rating for node, _ in nodes if node.rating), None),
            remark=next((node.remark for node, _ in nodes if node.remark), "")[:_REMARK_CHARACTERS],
            attachments=_attachments(
                name, [file for node, _ in nodes for file in node.files if file.text or file.picture]
            ),
        )

    return tuple(made(key, nodes) for key, nodes in parts.items())


def _attachments(message: str, files: Sequence[File]) -> tuple[Attachment, ...]:
    return tuple(_attachment(id_of(message, str(place)), file) for place, file in enumerate(files))


def _only_named(file: File, node: Node) -> bool:
    """Of a picture that an answer drew the name is told as well: an answer says something."""
    return not file.text and (file.picture is None or node.role is not Role.PERSON)


def _attachment(id: str, file: File) -> Attachment:
    if file.picture is not None:
        name = _label(file.name) or "picture"
        return Attachment(id, name, file.picture.media, file.picture.size, file.picture.digest)
    return _read_attachment(id, file)


def _read_attachment(id: str, file: File) -> Attachment:
    """The text is all there is of the file: it is its content."""
    text = file.text[:TEXT_CHARACTERS].encode("utf-8", "replace").decode()
    content = text.encode()
    name = _label(file.name) or "text.txt"
    return Attachment(id, name, "text/plain", len(content), hashlib.sha256(content).hexdigest(), text)


def _generator(told: Generator | None, model: str) -> Generator | None:
    if told is not None:
        return replace(told, model=_label(told.model))
    return Generator(model) if model else None


def _label(text: str) -> str:
    """*text* on one line that is not too long."""
    line = " ".join(text[: 4 * _LABEL_CHARACTERS].split())
    return line if len(line) <= _LABEL_CHARACTERS else line[: _LABEL_CHARACTERS - 1] + "…"


def _head(
    source: Source,
    known: Mapping[str, Node],
    parents: Mapping[str, str | None],
    joined: Mapping[str, str],
    ordered: Sequence[tuple[Node, float]],
) -> str:
    head = source.head
    while head is not None and head in known and known[head].role is None:
        head = parents[head]
    return joined[head] if head is not None and head in joined else joined[ordered[-1][0].key]
