"""The answers that teach something: corrected, rated up, kept or imported ones, with the dialogue before them.

What the person decided comes first, then the generated column ``signal``, then
whether an answer was asked for again and gone on with. One that was corrected is
left to its correction, and what was removed or is in the trash teaches nothing. What
was said word for word in a copy of a conversation, or was imported twice, teaches once.
"""

import hashlib
import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import cast

from assistant_gui.core.attached import with_attachments
from assistant_gui.core.learning import Example, Signal, Tally
from assistant_gui.core.lessons import Mark
from assistant_gui.store.file import damaged
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.rows import attached_to, attachments_of

_TEACHES = (
    "signal IS NOT NULL AND removed IS NULL "
    "AND conversation NOT IN (SELECT id FROM conversations WHERE trashed IS NOT NULL)"
)

_AGAIN_ASKED = "instead IS NOT NULL AND role = 'assistant' AND wish IN ('another', 'shorter', 'longer')"

_DECIDED = f"""
    SELECT m.seq, m.conversation FROM messages AS m WHERE m.id IN (SELECT message FROM decisions)
    UNION ALL
    SELECT seq, conversation FROM messages WHERE {_AGAIN_ASKED}
"""
"""Where the column alone does not say what teaches."""

_NOT_TRASHED = "conversation NOT IN (SELECT id FROM conversations WHERE trashed IS NOT NULL)"

_TAUGHT = f"""
    SELECT min(seq) FROM (SELECT seq, conversation FROM messages WHERE {_TEACHES} UNION ALL {_DECIDED})
    WHERE {_NOT_TRASHED} GROUP BY conversation ORDER BY min(seq)
"""

_TAUGHT_AGAIN = f"""
    WITH
      teaching AS MATERIALIZED (SELECT seq, conversation, parent, text FROM messages WHERE {_TEACHES}),
      same AS MATERIALIZED (
        SELECT teaching.conversation, teaching.text AS answer, ifnull(p.text, '') AS question
        FROM teaching LEFT JOIN messages AS p ON p.id = teaching.parent
        WHERE teaching.text IN (SELECT text FROM teaching GROUP BY text HAVING count(*) > 1)
      )
    SELECT min(seq) FROM (
      SELECT seq, conversation FROM teaching WHERE conversation IN (
        SELECT conversation FROM same WHERE (answer, question) IN (
          SELECT answer, question FROM same GROUP BY answer, question HAVING count(*) > 1
        )
      )
      UNION ALL {_DECIDED}
    )
    WHERE {_NOT_TRASHED} GROUP BY conversation ORDER BY min(seq)
"""
"""Where an answer to a question may be one that was given to the same question before, or more than the column
decides; in the order of _TAUGHT."""

_CONVERSATION = f"""
    SELECT id, parent, role, messages.text, signal, corrects, iif({_AGAIN_ASKED}, instead, NULL),
      state = 'whole' AND rating IS NOT 'down', d.mark, d.text, {attached_to()}
    FROM messages LEFT JOIN decisions AS d ON d.message = id
    WHERE conversation = ? AND removed IS NULL ORDER BY seq
"""

_NAMES = "SELECT conversation FROM messages WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"
_AT_ONCE = 500

_ALL = f"SELECT signal, count(*) FROM messages WHERE {_TEACHES} GROUP BY signal"

_CORRECTED = f"""
    SELECT signal, count(*) FROM messages WHERE {_TEACHES}
    AND id IN (SELECT corrects FROM messages WHERE corrects IS NOT NULL AND removed IS NULL) GROUP BY signal
"""


_UNRATED = """
    SELECT id FROM messages WHERE role = 'assistant' AND origin = 'model' AND state = 'whole' AND signal IS NULL
      AND rating IS NULL AND removed IS NULL AND trim(text) <> '' AND id NOT IN (SELECT message FROM decisions)
      AND conversation NOT IN (SELECT id FROM conversations WHERE trashed IS NOT NULL)
    ORDER BY seq DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class _Said:
    parent: str | None
    role: str
    text: str
    """As the model reads it: with what is attached."""
    signal: Signal | None
    corrects: str | None
    again_for: str | None
    """The answer instead of which another one was asked for."""
    sound: bool
    """It came to its end and nobody rated it down."""
    mark: Mark | None
    edited: str | None


@dataclass(frozen=True, slots=True)
class _Lesson:
    conversation: str
    told: Mapping[str, _Said]
    """All that was said there, by ids."""
    answer: str
    column: Signal | None
    """What the column says, and what the person's decisions make of it."""
    signal: Signal | None
    again: bool
    """The same was said before, from the first word on."""


def tally(reading: Reading) -> Tally:
    """How many :func:`examples` there are; costs what has a signal and the copies, not what was ever said."""
    count = dict.fromkeys(Signal, 0)
    for signal, number in reading.all(_counted, _ALL):
        count[signal] += number
    for signal, number in reading.all(_counted, _CORRECTED):
        count[signal] -= number
    for lesson in _lessons(reading, _TAUGHT_AGAIN):
        if lesson.column is not None:
            count[lesson.column] -= 1
        if lesson.signal is not None and not lesson.again:
            count[lesson.signal] += 1
    return Tally(*(count[each] for each in (Signal.CORRECTED, Signal.RATED_UP, Signal.IMPORTED, Signal.KEPT)))


def examples(reading: Reading) -> Iterator[Example]:
    """Conversation by conversation, so that no more than one is held in memory."""
    for lesson in _lessons(reading, _TAUGHT):
        if lesson.signal is not None and not lesson.again:
            yield Example(lesson.answer, lesson.conversation, _path(lesson.told, lesson.answer), lesson.signal)


def example(reading: Reading, id: str) -> Example | None:
    """The one that answer *id* is or, without a signal, would be; None when it is gone."""
    found = reading.one(_name, "SELECT conversation FROM messages WHERE id = ? AND removed IS NULL", (id,))
    if found is None:
        return None
    told = _told(reading, found)
    signal = _decided(id, told, set()) if id in told else None
    return Example(id, found, _path(told, id), signal or Signal.RATED_UP)


def replays(reading: Reading, most: int) -> Iterator[Example]:
    """The model's own answers that nobody rated, the newest first: not to be learned, but not to be forgotten."""
    for unrated in reading.all(_name, _UNRATED, (most,)):
        found = example(reading, unrated)
        if found is not None:
            yield found


def _lessons(reading: Reading, query: str) -> Iterator[_Lesson]:
    """Of the conversations that *query* names by a message of each; of all that came before a few bytes are held."""
    given: set[int] = set()
    for conversation in _conversations(reading, query):
        told = _told(reading, conversation)
        gone_on = {each.parent for each in told.values() if each.role == "user" and each.parent is not None}
        bettered = {each.corrects for each in told.values()}
        try:
            digests = _digests(told)
        except KeyError as error:
            raise damaged(reading.file) from error
        for answer, each in told.items():
            signal = _decided(answer, told, gone_on)
            taught = each.signal is not None or signal is not None
            if taught and answer not in bettered:
                said = int.from_bytes(digests[answer][:8])
                yield _Lesson(conversation, told, answer, each.signal, signal, again=said in given)
                given.add(said)


def _conversations(reading: Reading, query: str) -> Iterator[str]:
    seqs = array("q", reading.all(_seq, query))
    for start in range(0, len(seqs), _AT_ONCE):
        yield from reading.all(_name, _NAMES, (json.dumps(list(seqs[start : start + _AT_ONCE])),))


def _told(reading: Reading, conversation: str) -> dict[str, _Said]:
    return dict(reading.all(_said, _CONVERSATION, (conversation,)))


def _decided(answer: str, told: Mapping[str, _Said], gone_on: Set[str]) -> Signal | None:
    """Why *answer* teaches; *gone_on* are the messages that the person answered."""
    each = told[answer]
    if each.role != "assistant" or each.mark is Mark.EXCLUDED:
        return None
    if each.edited is not None:
        return Signal.CORRECTED
    if each.signal is not None or not each.sound or not each.text.strip():
        return each.signal
    if each.mark is Mark.APPROVED:
        return Signal.RATED_UP
    kept = each.again_for is not None and answer in gone_on and each.again_for not in gone_on
    return Signal.KEPT if kept else None


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
        path.append((each.role, each.edited if step == id and each.edited is not None else each.text))
        step = each.parent
    return tuple(reversed(path))


def _name(row: Row) -> str:
    return cast(tuple[str], row)[0]


def _seq(row: Row) -> int:
    return cast(tuple[int], row)[0]


def _said(row: Row) -> tuple[str, _Said]:
    name, parent, role, text, signal, corrects, again_for, sound, mark, edited, listed = cast(
        tuple[str, str | None, str, str, str | None, str | None, str | None, int, str | None, str | None, str],
        row,
    )
    return name, _Said(
        parent,
        role,
        with_attachments(text, attachments_of(listed)),
        None if signal is None else _signal(signal),
        corrects,
        again_for,
        bool(sound),
        None if mark is None else Mark(mark),
        edited,
    )


def _counted(row: Row) -> tuple[Signal, int]:
    signal, number = cast(tuple[str, int], row)
    return _signal(signal), number


def _signal(stored: str) -> Signal:
    try:
        return Signal(stored)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a signal called {stored!r}") from error
