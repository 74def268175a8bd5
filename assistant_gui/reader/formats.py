"""One JSON value -> one conversation, in the two shapes people exchange them in."""

from collections.abc import Callable, Mapping

from assistant_gui.core.language import N_

MessageDict = dict[str, str]
ConversationDict = dict[str, object]

_MESSAGES = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
}

_SHAREGPT = {
    "system": "system",
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "assistant": "assistant",
    "model": "assistant",
    "bot": "assistant",
}


class Unreadable(Exception):
    """Why a line is left out, as a sentence marked for translation."""


def conversation(value: object) -> ConversationDict:
    """``{"title", "messages": [{"role", "content"}]}`` from messages or ShareGPT form. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable(N_("it is not a JSON object"))
    if "messages" in value:
        messages = _messages(value["messages"], _from_messages)
    elif "conversations" in value:
        messages = _messages(value["conversations"], _from_sharegpt)
    else:
        raise Unreadable(N_("it has neither “messages” nor “conversations”"))
    title = value.get("title")
    return {"title": title if isinstance(title, str) else "", "messages": messages}


def _messages(turns: object, one: Callable[[Mapping[str, object]], MessageDict]) -> list[MessageDict]:
    if not isinstance(turns, list) or not turns:
        raise Unreadable(N_("its list of messages is empty or no list"))
    messages = []
    for turn in turns:
        if not isinstance(turn, dict):
            raise Unreadable(N_("a message in it is not a JSON object"))
        messages.append(one(turn))
    if not any(message["content"].strip() for message in messages):
        raise Unreadable(N_("all its messages are empty"))
    return messages


def _from_messages(turn: Mapping[str, object]) -> MessageDict:
    return _message(_MESSAGES, turn.get("role"), turn.get("content"))


def _from_sharegpt(turn: Mapping[str, object]) -> MessageDict:
    return _message(_SHAREGPT, turn.get("from"), turn.get("value"))


def _message(roles: Mapping[str, str], name: object, content: object) -> MessageDict:
    role = roles.get(name) if isinstance(name, str) else None
    if role is None:
        raise Unreadable(N_("a message in it is from neither a person, the assistant nor the system"))
    return {"role": role, "content": _text(content)}


def _text(content: object) -> str:
    """A string, or OpenAI's list of parts when all of them are text."""
    if isinstance(content, list) and content:
        return "".join(_part(part) for part in content)
    if not isinstance(content, str):
        raise Unreadable(N_("a message in it has no text"))
    return content


def _part(part: object) -> str:
    if isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str):
        return str(part["text"])
    raise Unreadable(N_("a message in it holds more than text"))
