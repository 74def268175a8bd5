"""Conversations as lines of JSON for training: messages, or ShareGPT's turns; of each, the branch that is shown."""

import json
from collections.abc import Iterable, Iterator, Sequence

from assistant_gui.core.attached import with_attachments
from assistant_gui.core.conversation import Conversation, Message, Role

Threads = Iterable[tuple[Conversation, Sequence[Message]]]

_SHAREGPT = {Role.SYSTEM: "system", Role.PERSON: "human", Role.ASSISTANT: "gpt"}


def messages(threads: Threads) -> Iterator[str]:
    for conversation, thread in threads:
        turns = [{"role": str(role), "content": text} for role, text in _turns(thread)]
        yield _line({"title": conversation.title, "messages": turns})


def sharegpt(threads: Threads) -> Iterator[str]:
    for conversation, thread in threads:
        turns = [{"from": _SHAREGPT[role], "value": text} for role, text in _turns(thread)]
        yield _line({"title": conversation.title, "conversations": turns})


def _turns(thread: Sequence[Message]) -> list[tuple[Role, str]]:
    """As the model reads them: with what is attached."""
    read = [(message.role, with_attachments(message.text, message.attachments)) for message in thread]
    return [(role, text) for role, text in read if text]


def _line(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
