"""Conversations and messages as rows, and back."""

import json
import sqlite3
from dataclasses import asdict
from typing import cast

from assistant_gui.core.conversation import Conversation, Generator, Message, Origin, Rating, Role, State
from assistant_gui.store.reading import Place, Row

CONVERSATION = "id, title, created, changed, head"
MESSAGE = "id, conversation, parent, role, text, created, origin, state, corrects, generator, rating, spoken, heard"

_ConversationRow = tuple[str, str, float, float, str | None]
_MessageRow = tuple[
    str, str, str | None, str, str, float, str, str, str | None, str | None, str | None, int, int | None
]


def conversation_of(row: Row) -> Conversation:
    return Conversation(*cast(_ConversationRow, row))


def message_of(row: Row) -> Message:
    """Raises sqlite3.DatabaseError when the file holds what was never written to it."""
    name, conversation, parent, role, text, created, origin, state, corrects, generator, rating, spoken, heard = cast(
        _MessageRow, row
    )
    try:
        return Message(
            id=name,
            conversation=conversation,
            parent=parent,
            role=Role(role),
            text=text,
            created=created,
            origin=Origin(origin),
            state=State(state),
            corrects=corrects,
            generator=generator_of(generator),
            rating=Rating(rating) if rating is not None else None,
            spoken=bool(spoken),
            heard=heard,
        )
    except (ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"message {name!r}: {error}") from error


def row_of(message: Message) -> tuple[Place, ...]:
    """*message* in the order of :data:`MESSAGE`."""
    return (
        message.id,
        message.conversation,
        message.parent,
        message.role,
        clean(message.text),
        message.created,
        message.origin,
        message.state,
        message.corrects,
        json_of(message.generator),
        message.rating,
        message.spoken,
        message.heard,
    )


def json_of(generator: Generator | None) -> str | None:
    return None if generator is None else json.dumps(asdict(generator), ensure_ascii=False)


def generator_of(stored: str | None) -> Generator | None:
    """What made an answer; fields of a newer version are left out."""
    if stored is None:
        return None
    loaded = json.loads(stored)
    return Generator(**{name: loaded[name] for name in Generator.__slots__ if name in loaded})


def clean(text: str) -> str:
    """*text* as it can be stored: halves of surrogate pairs (bad JSON holds them) become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
