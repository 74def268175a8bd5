"""What of a conversation is sent to the model, so that it fits and so that its cache holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant_gui.core.attached import PICTURES, with_attachments
from assistant_gui.core.conversation import Attachment, Message, Role


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said until the other spoke."""

    role: str
    text: str
    messages: tuple[str, ...]
    """The ids of what it was made of."""
    pictures: tuple[Attachment, ...] = ()
    """That go with it, for a model that sees."""


def by_turns(thread: Sequence[Message], before: Sequence[Said] = ()) -> list[Said]:
    """*thread* after what was said *before*, without what is empty.

    What one role says twice in a row is one message, as many templates demand.
    """
    return _joined([*before, *_not_empty(thread)])


def unseen(said: Sequence[Said]) -> list[Said]:
    """*said* to a model that does not see: without pictures, and without what is nothing but pictures."""
    return _joined(replace(each, pictures=()) for each in said if each.text.strip())


def _joined(said: Iterable[Said]) -> list[Said]:
    joined: list[Said] = []
    for each in said:
        if joined and joined[-1].role == each.role:
            last = joined[-1]
            joined[-1] = Said(
                each.role,
                "\n\n".join(text for text in (last.text, each.text) if text),
                (*last.messages, *each.messages),
                (*last.pictures, *each.pictures),
            )
        else:
            joined.append(each)
    return joined


def _not_empty(thread: Sequence[Message]) -> Iterator[Said]:
    for message in thread:
        text = _as_heard(message)
        shows = message.role is Role.PERSON
        pictures = tuple(each for each in message.attachments if shows and each.media in PICTURES)
        if text.strip() or pictures:
            yield Said(message.role.value, text, (message.id,), pictures)


def _as_heard(message: Message) -> str:
    """Of an answer that was cut short aloud, the person knows only what was played."""
    if message.spoken and message.heard is not None and message.role is Role.ASSISTANT:
        return message.text[: message.heard]
    return with_attachments(message.text, message.attachments)


def first_kept(said: Sequence[Said], sizes: Sequence[int], room: int, more: int = 0) -> int:
    """The place of the first of *said* that fits into *room*, should *more* tokens follow.

    Turns are dropped half a room at a time, not one by one: the beginning of the
    prompt then stays the same for many questions, and the engine need not read it
    again. A question comes first, and the last one is always kept.
    """
    excess = sum(sizes) + more - room
    if excess <= 0:
        return 0
    step = max(room // 2, 1)
    to_drop = -(-excess // step) * step
    dropped = 0
    for place, size in enumerate(sizes):
        if dropped >= to_drop and said[place].role == Role.PERSON.value:
            return place
        dropped += size
    return max(len(said) - 1, 0)
