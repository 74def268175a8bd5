"""The answers that teach something: corrected, rated up or imported ones, with the dialogue before them.

The generated column ``signal`` decides; an answer that was corrected is left to its
correction, and what was removed or is in the trash teaches nothing. What was said
word for word in a copy of a conversation, or was imported twice, teaches once.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from assistant_gui.core.attached import with_attachments
from assistant_gui.core.learning import Example, Signal, Tally
from assistant_gui.store.file import damaged
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.rows import attached_to, attachments_of

_TEACHES = (
    "signal IS NOT NULL AND removed IS NULL "
    "AND conversation NOT IN (SELECT id FROM conversations WHERE trashed IS NOT NULL)"
)

_TAUGHT = f"SELECT conversation FROM messages WHERE {_TEACHES} GROUP BY conversation ORDER BY min(seq)"

_TAUGHT_AGAIN = f"""
    WITH
      teaching AS MATERIALIZED (SELECT seq, conversation, parent, text FROM messages WHERE {_TEACHES}),
      same AS MATERIALIZED (
        SELECT teaching.conversation, teaching.text AS answer, ifnull(p.text, '') AS question
        FROM teaching LEFT JOIN messages AS p ON p.id = teaching.parent
        WHERE teaching.text IN (SELECT text FROM teaching GROUP BY text HAVING count(*) > 1)
      )
    SELECT conversation FROM teaching WHERE conversation IN (
      SELECT conversation FROM same WHERE (answer, question) IN (
        SELECT answer, question FROM same GROUP BY answer, question HAVING count(*) > 1
      )
    )
    GROUP BY conversation ORDER BY min(seq)
"""
"""Where an answer to a question may be one that was given to the same question before; in the order of _TAUGHT."""

_CONVERSATION = f"""
    SELECT id, parent, role, text, signal, corrects, {attached_to()} FROM messages
    WHERE conversation = ? AND removed IS NULL ORDER BY seq
"""

_ALL = f"SELECT signal, count(*) FROM messages WHERE {_TEACHES} GROUP BY signal"

_CORRECTED = f"""
    SELECT signal, count(*) FROM messages WHERE {_TEACHES}
    AND id IN (SELECT corrects FROM messages WHERE corrects IS NOT NULL AND removed IS NULL) GROUP BY signal
"""


@dataclass(frozen=True, slots=True)
class _Said:
    parent: str | None
    role: str
    text: str
    """As the model reads it: with what is attached."""
    signal: Signal | None
    corrects: str | None


@dataclass(frozen=True, slots=True)
class _Lesson:
    conversation: str
    told: Mapping[str, _Said]
    """All that was said there, by ids."""
    answer: str
    signal: Signal
    again: bool
    """The same was said before, from the first word on."""


def tally(reading: Reading) -> Tally:
    """How many :func:`examples` there are; costs what has a signal and the copies, not what was ever said."""
    count = dict.fromkeys(Signal, 0)
    for signal, number in reading.all(_counted, _ALL):
        count[signal] += number
    for signal, number in reading.all(_counted, _CORRECTED):
        count[signal] -= number
    for lesson in _lessons(reading, reading.all(_name, _TAUGHT_AGAIN)):
        count[lesson.signal] -= lesson.again
    return Tally(count[Signal.CORRECTED], count[Signal.RATED_UP], count[Signal.IMPORTED])


def examples(reading: Reading) -> Iterator[Example]:
    """Conversation by conversation, so that no more than one is held in memory."""
    for lesson in _lessons(reading, reading.all(_name, _TAUGHT)):
        if not lesson.again:
            path = _path(lesson.told, lesson.answer)
            yield Example(lesson.answer, lesson.conversation, path, lesson.signal)


def _lessons(reading: Reading, conversations: Sequence[str]) -> Iterator[_Lesson]:
    given: set[bytes] = set()
    for conversation in conversations:
        told = dict(reading.all(_said, _CONVERSATION, (conversation,)))
        bettered = {each.corrects for each in told.values()}
        try:
            digests = _digests(told)
        except KeyError as error:
            raise damaged(reading.file) from error
        for answer, each in told.items():
            if each.signal is not None and answer not in bettered:
                yield _Lesson(conversation, told, answer, each.signal, again=digests[answer] in given)
                given.add(digests[answer])


def _digests(told: Mapping[str, _Said]) -> dict[str, bytes]:
    """Of all that was said up to each message; *told* has every message after the one it follows."""
    digests: dict[str, bytes] = {}
    for name, each in told.items():
        before = digests[each.parent] if each.parent is not None else b""
        digests[name] = hashlib.sha256(before + f"{each.role} {each.text}".encode()).digest()
    return digests


def _path(told: Mapping[str, _Said], id: str) -> tuple[tuple[str, str], ...]:
    path: list[tuple[str, str]] = []
    step: str | None = id
    while step is not None:
        each = told[step]
        path.append((each.role, each.text))
        step = each.parent
    return tuple(reversed(path))


def _name(row: Row) -> str:
    return cast(tuple[str], row)[0]


def _said(row: Row) -> tuple[str, _Said]:
    name, parent, role, text, signal, corrects, listed = cast(
        tuple[str, str | None, str, str, str | None, str | None, str], row
    )
    whole = with_attachments(text, attachments_of(listed))
    return name, _Said(parent, role, whole, None if signal is None else _signal(signal), corrects)


def _counted(row: Row) -> tuple[Signal, int]:
    signal, number = cast(tuple[str, int], row)
    return _signal(signal), number


def _signal(stored: str) -> Signal:
    try:
        return Signal(stored)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a signal called {stored!r}") from error
