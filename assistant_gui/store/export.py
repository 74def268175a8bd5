"""Conversations out of the archive as lines other programs read; of each, the branch that is shown."""

import json
from collections.abc import Callable, Iterator, Sequence

from assistant_gui.core.conversation import Conversation, Message, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.ports import Archive

_SHAREGPT = {Role.SYSTEM: "system", Role.PERSON: "human", Role.ASSISTANT: "gpt"}

_Line = Callable[[Sequence[Message]], dict[str, object]]


def exported(archive: Archive, form: str = "messages", conversation: str = "") -> Iterator[str]:
    """One line of JSON per conversation, without its newline, oldest change first; all when none is named.

    *form* is ``messages`` or ``sharegpt``. Raises AssistantError for a conversation that is not here.
    """
    line = _FORMS[form]
    return _lines(archive, _chosen(archive, conversation), line)


def _chosen(archive: Archive, id: str) -> Sequence[Conversation]:
    if not id:
        return archive.conversations()[::-1]
    conversation = archive.conversation(id)
    if conversation is None:
        raise AssistantError(
            N_("There is no conversation {id}."), N_("Leave the conversation out to export all of them."), id=id
        )
    return [conversation]


def _lines(archive: Archive, conversations: Sequence[Conversation], line: _Line) -> Iterator[str]:
    for conversation in conversations:
        messages = [message for message in archive.thread(conversation.id) if message.text]
        if messages:
            yield json.dumps({"title": conversation.title, **line(messages)}, ensure_ascii=False)


def _messages(messages: Sequence[Message]) -> dict[str, object]:
    return {"messages": [{"role": str(each.role), "content": each.text} for each in messages]}


def _sharegpt(messages: Sequence[Message]) -> dict[str, object]:
    return {"conversations": [{"from": _SHAREGPT[each.role], "value": each.text} for each in messages]}


_FORMS: dict[str, _Line] = {"messages": _messages, "sharegpt": _sharegpt}
