"""Conversations as one JSON list, each with all its messages."""

import json
from collections.abc import Iterable, Iterator, Sequence

from assistant_gui.core.carrying import encoded
from assistant_gui.core.conversation import Conversation, Message
from assistant_gui.core.exchange import Opening


def pieces(threads: Iterable[tuple[Conversation, Sequence[Message]]]) -> Iterator[str]:
    yield "["
    before = "\n"
    for conversation, messages in threads:
        told = [encoded(message)["message"] for message in messages]
        value = {**encoded(Opening(conversation)), "messages": told}
        yield before + json.dumps(value, ensure_ascii=False, indent=1)
        before = ",\n"
    yield "\n]\n"
