"""The two shapes that training data is exchanged in: lists of messages, and ShareGPT's turns. They have no ids."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence

from assistant_gui.core.conversation import Role
from assistant_gui.core.language import N_
from assistant_gui.reader.tree import Node, Source, Tree, tree
from assistant_gui.reader.values import Unreadable, text

MESSAGES, SHAREGPT = "messages", "ShareGPT"

_ROLES = {"system": Role.SYSTEM, "developer": Role.SYSTEM, "user": Role.PERSON, "assistant": Role.ASSISTANT}
_SENDERS = {
    "system": Role.SYSTEM,
    "human": Role.PERSON,
    "user": Role.PERSON,
    "gpt": Role.ASSISTANT,
    "chatgpt": Role.ASSISTANT,
    "assistant": Role.ASSISTANT,
    "model": Role.ASSISTANT,
    "bot": Role.ASSISTANT,
}

_Turn = tuple[Role, str]


def messages(value: Mapping[str, object]) -> Tree:
    """Raises Unreadable."""
    return _tree(value, value["messages"], lambda turn: _turn(_ROLES, turn.get("role"), turn.get("content")))


def sharegpt(value: Mapping[str, object]) -> Tree:
    """Raises Unreadable."""
    return _tree(value, value["conversations"], lambda turn: _turn(_SENDERS, turn.get("from"), turn.get("value")))


def dialogue(turns: Sequence[tuple[Role, str]], title: str = "") -> Tree:
    """What is said one after the other. Raises Unreadable."""
    digest = hashlib.sha256(json.dumps(turns).encode()).hexdigest()
    nodes = [
        Node(str(place), str(place - 1) if place else None, role, said) for place, (role, said) in enumerate(turns)
    ]
    return tree(Source(MESSAGES, digest, title), nodes, digest)


def _tree(value: Mapping[str, object], given: object, one: Callable[[Mapping[str, object]], _Turn]) -> Tree:
    return dialogue(_turns(given, one), text(value, "title"))


def _turns(given: object, one: Callable[[Mapping[str, object]], _Turn]) -> list[_Turn]:
    if not isinstance(given, list) or not given:
        raise Unreadable(N_("its list of messages is empty or no list"))
    turns = []
    for turn in given:
        if not isinstance(turn, dict):
            raise Unreadable(N_("a message in it is not a JSON object"))
        turns.append(one(turn))
    if not any(said.strip() for _, said in turns):
        raise Unreadable(N_("all its messages are empty"))
    return turns


def _turn(roles: Mapping[str, Role], name: object, content: object) -> _Turn:
    role = roles.get(name) if isinstance(name, str) else None
    if role is None:
        raise Unreadable(N_("a message in it is from neither a person, the assistant nor the system"))
    return role, _text(content)


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
