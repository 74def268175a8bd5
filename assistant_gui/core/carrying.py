"""What travels, as lines of JSON: the form of our own export, and what the reader role tells the desk."""

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from assistant_gui.core.comparing import Answers, Ballot, Question, Vote
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
from assistant_gui.core.exchange import (
    TEXT_CHARACTERS,
    Confirmed,
    Content,
    LeftAlone,
    Line,
    Opening,
    Product,
    Progress,
    Skipped,
    Unit,
    Voted,
)
from assistant_gui.core.lessons import Decision, Mark, Private
from assistant_gui.core.letters import clean
from assistant_gui.core.manner import Manner, Overflow, Preset
from assistant_gui.core.ports import Summary

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NAME_CHARACTERS = 200
_LABEL_CHARACTERS = 10_000
"""Of a title or a name; a longer one would hold up whoever draws it."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def encoded(line: Line) -> dict[str, object]:
    """*line* as one JSON object with one key, its kind."""
    match line:
        case Opening(conversation=conversation, digest=digest):
            return {"conversation": _plain(conversation) | ({"digest": digest} if digest else {})}
        case Content(digest=digest, part=part, last=last):
            return {"content": {"digest": digest, "base64": base64.b64encode(part).decode(), "last": last}}
        case _:
            return {type(line).__name__.lower(): _plain(line)}


def decoded(told: object) -> Line:
    """The other way round. Raises ValueError for anything that :func:`encoded` does not make."""
    if not isinstance(told, dict) or len(told) != 1:
        raise ValueError("a line must be an object with one key")
    ((kind, value),) = told.items()
    given = _Fields(value)
    match kind:
        case "conversation":
            return Opening(_conversation(given), given.text("digest", ""))
        case "message":
            return _message(given)
        case "folder":
            return Folder(
                given.name("id"),
                given.label("name"),
                given.number("created"),
                given.text("instructions", ""),
                given.whole("position", 0),
            )
        case "preset":
            return Preset(given.name("id"), given.label("name"), _manner(given.inner("manner")))
        case "summary":
            return Summary(given.name("message"), given.text("text"), given.text("model"))
        case "decision":
            return Decision(given.name("id"), given.choice("mark", Mark), given.text_or_none("text"))
        case "leftalone":
            return LeftAlone(given.name("message"), given.name("digest"), given.text("reason"))
        case "confirmed":
            return Confirmed(Private(given.text("kind")))
        case "voted":
            return Voted(given.number("at"), _ballot(given.inner("ballot")))
        case "content":
            return Content(given.name("digest"), given.bytes("base64"), given.flag("last"))
        case "skipped":
            unit = given.choice("unit", Unit)
            return Skipped(given.text("why"), unit or Unit.LINE, given.whole("number", 0), given.text("name", ""))
        case "progress":
            return Progress(given.number("fraction"))
        case "product":
            return Product(given.text("name"))
        case _:
            raise ValueError(f"there is no line of kind {kind!r}")


def _plain(thing: "DataclassInstance") -> dict[str, object]:
    """Its fields; those that have their usual value are left out."""
    found: dict[str, object] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.default is MISSING or value != field.default:
            found[field.name] = _value(value)
    return found


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return _plain(value) if is_dataclass(value) and not isinstance(value, type) else value


def _conversation(given: "_Fields") -> Conversation:
    return Conversation(
        id=given.name("id"),
        title=given.label("title"),
        created=given.number("created"),
        changed=given.number("changed"),
        head=given.name_or_none("head"),
        named=given.flag("named"),
        folder=given.name_or_none("folder"),
        pinned=given.number_or_none("pinned"),
        archived=given.number_or_none("archived"),
        trashed=given.number_or_none("trashed"),
        manner=_manner(given.inner("manner")),
    )


def _message(given: "_Fields") -> Message:
    role, origin = given.choice("role", Role), given.choice("origin", Origin)
    if role is None or origin is None:
        raise ValueError("a message needs a role and an origin")
    return Message(
        id=given.name("id"),
        conversation=given.name("conversation"),
        parent=given.name_or_none("parent"),
        role=role,
        text=given.text("text"),
        created=given.number("created"),
        origin=origin,
        state=given.choice("state", State) or State.WHOLE,
        corrects=given.name_or_none("corrects"),
        generator=_generator(given.inner("generator")) if given.has("generator") else None,
        rating=given.choice("rating", Rating),
        spoken=given.flag("spoken"),
        heard=given.whole_or_none("heard"),
        instead=given.name_or_none("instead"),
        wish=given.choice("wish", Wish),
        faults=tuple(Fault(str(each)) for each in given.items("faults")),
        remark=given.text("remark", ""),
        removed=given.number_or_none("removed"),
        attachments=tuple(_attachment(_Fields(each)) for each in given.items("attachments")),
    )


def _generator(given: "_Fields") -> Generator:
    return Generator(
        given.label("model"),
        given.label("adapter", ""),
        given.number("temperature", 0.0),
        given.number("top_p", 1.0),
        given.whole_or_none("seed"),
        given.whole("tokens", 0),
        given.number("tokens_per_s", 0.0),
        given.number("ttft_ms", 0.0),
        given.label("finish", ""),
    )


def _attachment(given: "_Fields") -> Attachment:
    return Attachment(
        given.name("id"),
        given.label("name"),
        given.label("media"),
        given.whole("size"),
        given.name("digest"),
        given.text("text", ""),
    )


def _ballot(given: "_Fields") -> Ballot:
    answers, vote = given.inner("answers"), given.choice("vote", Vote)
    if vote is None:
        raise ValueError("a ballot needs a vote")
    question = answers.inner("question")
    messages = tuple(_said(each) for each in question.items("messages"))
    return Ballot(
        given.name("adapter"),
        given.text("against"),
        given.text("base"),
        Answers(Question(messages, question.text("message", "")), answers.text("new"), answers.text("old")),
        vote,
    )


def _said(told: object) -> tuple[str, str]:
    match told:
        case [str(role), str(text)] if len(text) <= TEXT_CHARACTERS:
            return clean(role), clean(text)
        case _:
            raise ValueError("what was said must be a role and a text")


def _manner(given: "_Fields") -> Manner:
    return Manner(
        given.text_or_none("instructions"),
        given.text_or_none("model"),
        given.number_or_none("temperature"),
        given.number_or_none("top_p"),
        given.whole_or_none("max_tokens"),
        given.whole_or_none("seed"),
        given.choice("overflow", Overflow),
    )


class _Fields:
    """The fields of a JSON object; each is asked for by what it must be. Raises ValueError when it is not."""

    def __init__(self, given: object) -> None:
        if not isinstance(given, dict):
            raise ValueError("there must be an object")
        self._given: Mapping[str, object] = given

    def has(self, name: str) -> bool:
        return self._given.get(name) is not None

    def text(self, name: str, usual: str | None = None) -> str:
        value = self._given.get(name, usual)
        if not isinstance(value, str) or len(value) > TEXT_CHARACTERS:
            raise ValueError(f"{name} must be a text, and not too long")
        return clean(value)

    def label(self, name: str, usual: str | None = None) -> str:
        value = self.text(name, usual)
        if len(value) > _LABEL_CHARACTERS:
            raise ValueError(f"{name} is too long")
        return value

    def text_or_none(self, name: str) -> str | None:
        return self.text(name) if self.has(name) else None

    def name(self, name: str) -> str:
        value = self.text(name)
        if not 0 < len(value) <= _NAME_CHARACTERS:
            raise ValueError(f"{name} must be an id")
        return value

    def name_or_none(self, name: str) -> str | None:
        return self.name(name) if self.has(name) else None

    def number(self, name: str, usual: float | None = None) -> float:
        value = self._given.get(name, usual)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(f"{name} must be a number")
        return float(value)

    def number_or_none(self, name: str) -> float | None:
        return self.number(name) if self.has(name) else None

    def whole(self, name: str, usual: int | None = None) -> int:
        value = self._given.get(name, usual)
        if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
            raise ValueError(f"{name} must be a whole number")
        return value

    def whole_or_none(self, name: str) -> int | None:
        return self.whole(name) if self.has(name) else None

    def flag(self, name: str) -> bool:
        return self._given.get(name) is True

    def choice(self, name: str, of: type[_Choice]) -> _Choice | None:
        return of(self.text(name)) if self.has(name) else None

    def items(self, name: str) -> list[object]:
        value = self._given.get(name, [])
        if not isinstance(value, list):
            raise ValueError(f"{name} must be a list")
        return value

    def inner(self, name: str) -> "_Fields":
        return _Fields(self._given.get(name, {}))

    def bytes(self, name: str) -> bytes:
        try:
            return base64.b64decode(self.text(name), validate=True)
        except binascii.Error as error:
            raise ValueError(f"{name} must be base64") from error
