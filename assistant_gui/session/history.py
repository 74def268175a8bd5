"""What of a conversation is sent to the model, so that it fits and so that its cache holds."""

from collections.abc import Iterable, Sequence

from assistant_gui.core.attached import with_attachments
from assistant_gui.core.conversation import Message, Role

BYTES_PER_TOKEN = 3
"""A cautious guess (English is nearer to 4); the engine counts exactly and refuses what is too long."""

TEMPLATE_TOKENS = 8
"""What a chat template adds around one message, at most, in the models of the catalogue."""


def prompt(system: str, thread: Sequence[Message], budget_tokens: int) -> list[tuple[str, str]]:
    """(role, text) of *thread* after *system*, without the oldest turns if they do not fit.

    Turns are dropped half a budget at a time, not one by one: the beginning of the
    prompt then stays the same for many questions, and the engine need not read it again.
    """
    said = _by_turns((message.role.value, _as_heard(message)) for message in thread)
    said = said[_first_kept(said, budget_tokens - _tokens(system)) :]
    return [(Role.SYSTEM.value, system), *said] if system.strip() else said


def _by_turns(told: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without what is empty; what one role says twice in a row is one message, as many templates demand."""
    said: list[tuple[str, str]] = []
    for role, text in told:
        if said and said[-1][0] == role and text.strip():
            said[-1] = (role, f"{said[-1][1]}\n\n{text}")
        elif text.strip():
            said.append((role, text))
    return said


def _as_heard(message: Message) -> str:
    """Of an answer that was cut short aloud, the person knows only what was played."""
    if message.spoken and message.heard is not None and message.role is Role.ASSISTANT:
        return message.text[: message.heard]
    return with_attachments(message.text, message.attachments)


def _first_kept(said: Sequence[tuple[str, str]], budget_tokens: int) -> int:
    sizes = [_tokens(text) for _, text in said]
    excess = sum(sizes) - budget_tokens
    if excess <= 0:
        return 0
    step = max(budget_tokens // 2, 1)
    to_drop = -(-excess // step) * step
    dropped = 0
    for index, size in enumerate(sizes):
        role = said[index][0]
        if dropped >= to_drop and role == Role.PERSON.value:
            return index
        dropped += size
    return max(len(said) - 1, 0)


def _tokens(text: str) -> int:
    return len(text.encode()) // BYTES_PER_TOKEN + TEMPLATE_TOKENS
