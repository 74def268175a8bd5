"""Which product a conversation is from, seen by what is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant_gui.core.exchange import Line, Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.reader import chatgpt, claude, lessons, lm_studio, open_webui, own, plain
from assistant_gui.reader.beside import Beside
from assistant_gui.reader.tree import Tree, nowhere
from assistant_gui.reader.values import Unreadable, at, mapping


@dataclass(frozen=True, slots=True)
class Around:
    """What is known from beside the file."""

    feedback: Mapping[str, chatgpt.Feedback] = field(default_factory=dict)
    folder: str = ""
    beside: Beside | None = None
    """The other files of the export."""


NOTHING = Around()


def conversation(value: object, around: Around = NOTHING) -> tuple[str, list[Line]]:
    """The name of the product, and the conversation. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable(N_("it is not a JSON object"))
    beside = around.beside
    find = beside.find if beside else nowhere
    if isinstance(value.get("mapping"), dict):
        return chatgpt.NAME, lines(chatgpt.conversation(value, around.feedback, find), beside)
    if isinstance(value.get("chat_messages"), list):
        return claude.NAME, lines(claude.conversation(value, find), beside)
    if mapping(value, "history", "messages") or mapping(value, "chat"):
        return open_webui.NAME, lines(open_webui.conversation(value))
    if mapping(value, "conversation") and isinstance(value.get("messages"), list):
        return own.NAME, own.conversation(value)
    if lm_studio.recognised(value):
        return lm_studio.NAME, lines(lm_studio.conversation(value, around.folder))
    if "messages" in value:
        return plain.MESSAGES, lines(plain.messages(value))
    if at(value, "conversations") is not None:
        return plain.SHAREGPT, lines(plain.sharegpt(value))
    published = lessons.conversation(value)
    if published is not None:
        return published[0], lines(published[1])
    raise Unreadable(N_("it has neither “messages” nor “conversations”"))


def lines(tree: Tree, beside: Beside | None = None) -> list[Line]:
    """What is attached to a message comes before it."""
    folder: list[Line] = [tree.folder] if tree.folder else []
    lost = (Skipped(why, Unit.CONVERSATION) for why in tree.lost)
    told: list[Line] = []
    for message in tree.messages:
        told += [*(beside.contents(message) if beside else ()), message]
    return [*folder, tree.opening, *told, *lost]
