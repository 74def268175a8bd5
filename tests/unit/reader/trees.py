"""A conversation that was read, as short lines: who, what and what it follows, in the order in which it came."""

from collections.abc import Iterable

from assistant_gui.core.conversation import Conversation, Message, Role
from assistant_gui.core.exchange import Line, Opening

_WHO = {Role.PERSON: "?", Role.ASSISTANT: "!", Role.SYSTEM: "#"}


def opening(lines: Iterable[Line]) -> Conversation:
    (only,) = (line.conversation for line in lines if isinstance(line, Opening))
    return only


def messages(lines: Iterable[Line]) -> list[Message]:
    return [line for line in lines if isinstance(line, Message)]


def drawn(lines: Iterable[Line]) -> list[str]:
    """``! answer < question`` for each message; a * at the one that is shown last."""
    told = list(lines)
    head = opening(told).head
    texts = {each.id: each.text for each in messages(told)}
    return [
        f"{_WHO[each.role]} {each.text}"
        + (f" < {texts[each.parent]}" if each.parent else "")
        + (" *" if each.id == head else "")
        for each in messages(told)
    ]
