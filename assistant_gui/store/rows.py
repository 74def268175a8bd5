"""Conversations and messages as rows, and back."""

import json
import sqlite3
from dataclasses import asdict, replace
from typing import cast

from assistant_gui.core.conversation import (
    Attachment,
    Conversation,
    Fault,
    Folder,
    Generator,
    Message,
    Origin,
    Rating,
    Role,
    State,
    Wish,
)
from assistant_gui.core.letters import clean
from assistant_gui.core.manner import AS_SET, Manner, Overflow
from assistant_gui.store.reading import Place, Row

CONVERSATION = "id, title, created, changed, head, named, folder, pinned, archived, trashed, manner"
MESSAGE = (
    "id, conversation, parent, role, text, created, origin, state, corrects, generator, rating, spoken, heard, "
    "instead, wish, faults, remark, removed"
)
"""The columns of a message's own row; what is attached to it lies in a table of its own."""

_ATTACHED = (
    "(SELECT json_group_array(json_array(position, id, name, media, size, digest, text)) "
    "FROM attachments WHERE message = {table}.id)"
)


def whole_message(table: str = "messages") -> str:
    """What to select for :func:`message_of`, of messages in *table*."""
    columns = ", ".join(f"{table}.{column}" for column in MESSAGE.split(", "))
    return f"{columns}, {attached_to(table)}"


def attached_to(table: str = "messages") -> str:
    """What to select for :func:`attachments_of`, of messages in *table*."""
    return _ATTACHED.format(table=table)


def attachments_of(listed: str) -> tuple[Attachment, ...]:
    return tuple(Attachment(*each) for _, *each in sorted(json.loads(listed)))


_ConversationRow = tuple[
    str, str, float, float, str | None, int, str | None, float | None, float | None, float | None, str | None
]
_MessageRow = tuple[
    str, str, str | None, str, str, float, str, str, str | None, str | None, str | None, int, int | None,
    str | None, str | None, str | None, str, float | None, str,
]  # fmt: skip


def conversation_of(row: Row) -> Conversation:
    *plain, named, folder, pinned, archived, trashed, manner = cast(_ConversationRow, row)
    return Conversation(
        *cast(tuple[str, str, float, float, str | None], tuple(plain)),
        named=bool(named),
        folder=folder,
        pinned=pinned,
        archived=archived,
        trashed=trashed,
        manner=manner_of(manner),
    )


def row_of_conversation(made: Conversation) -> tuple[Place, ...]:
    """*made* in the order of :data:`CONVERSATION`."""
    return (
        made.id,
        clean(made.title),
        made.created,
        made.changed,
        made.head,
        made.named,
        made.folder,
        made.pinned,
        made.archived,
        made.trashed,
        None if made.manner == AS_SET else json_of(made.manner),
    )


def folder_of(row: Row) -> Folder:
    return Folder(*cast(tuple[str, str, float, str, int], row))


def message_of(row: Row) -> Message:
    """Of a row of :func:`whole_message`. Raises sqlite3.DatabaseError when the file holds what was never written to it."""
    (
        name, conversation, parent, role, text, created, origin, state, corrects, generator, rating, spoken, heard,
        instead, wish, faults, remark, removed, attached,
    ) = cast(_MessageRow, row)  # fmt: skip
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
            instead=instead,
            wish=Wish(wish) if wish is not None else None,
            faults=tuple(Fault(each) for each in json.loads(faults)) if faults else (),
            remark=remark,
            removed=removed,
            attachments=attachments_of(attached),
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
        message.instead,
        message.wish,
        json.dumps(message.faults) if message.faults else None,
        clean(message.remark),
        message.removed,
    )


def json_of(thing: Generator | Manner | None) -> str | None:
    return None if thing is None else json.dumps(asdict(thing), ensure_ascii=False)


def generator_of(stored: str | None) -> Generator | None:
    """What made an answer; fields of a newer version are left out."""
    if stored is None:
        return None
    loaded = json.loads(stored)
    return Generator(**{name: loaded[name] for name in Generator.__slots__ if name in loaded})


def manner_of(stored: str | None) -> Manner:
    """How to answer; fields of a newer version are left out."""
    if stored is None:
        return AS_SET
    loaded = json.loads(stored)
    made = Manner(**{name: loaded[name] for name in Manner.__slots__ if name in loaded})
    return made if made.overflow is None else replace(made, overflow=Overflow(made.overflow))
