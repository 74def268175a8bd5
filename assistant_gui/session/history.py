"""What of a conversation is sent to the model, so that it fits and so that its cache holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant_gui.core.attached import with_attachments
from assistant_gui.core.conversation import Message, Role


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said until the other spoke."""

    role: str
    text: str
    messages: tuple[str, ...]
    """The ids of what it was made of."""


def by_turns(thread: Sequence[Message], before: Sequence[Said] = ()) -> list[Said]:
    """*thread* after what was said *before*, without what is empty.

    What one role says twice in a row is one message, as many templates demand.
    """
    said = list(before)
    for each in _not_empty(thread):
        if said and said[-1].role == each.role:
            last = said[-1]
            said[-1] = replace(last, text=f"{last.text}\n\n{each.text}", messages=(*last.messages, *each.messages))
        else:
            said.append(each)
    return said


def _not_empty(thread: Sequence[Message]) -> Iterator[Said]:
    for message in thread:
        text = _as_heard(message)
        if text.strip():
            yield Said(message.role.value, text, (message.id,))


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
