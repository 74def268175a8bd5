"""The answers that teach something: corrected, rated up or imported ones, with the dialogue before them.

The generated column ``signal`` decides; an answer that was corrected is left to its
correction, and what was removed or is in the trash teaches nothing.
"""

import sqlite3
from collections.abc import Iterator
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

_CONVERSATION = f"""
    SELECT id, parent, role, text, signal, corrects, {attached_to()} FROM messages
    WHERE conversation = ? AND removed IS NULL ORDER BY seq
"""

_ALL = f"SELECT signal, count(*) FROM messages WHERE {_TEACHES} GROUP BY signal"

_CORRECTED = f"""
    SELECT signal, count(*) FROM messages WHERE {_TEACHES}
    AND id IN (SELECT corrects FROM messages WHERE corrects IS NOT NULL AND removed IS NULL) GROUP BY signal
"""

_Line = tuple[str, str | None, str, str, str | None, str | None, str]


def tally(reading: Reading) -> Tally:
    """How many :func:`examples` there are; costs what has a signal, not what was ever said."""
    count = dict.fromkeys(Signal, 0)
    for signal, number in reading.all(_counted, _ALL):
        count[signal] += number
    for signal, number in reading.all(_counted, _CORRECTED):
        count[signal] -= number
    return Tally(count[Signal.CORRECTED], count[Signal.RATED_UP], count[Signal.IMPORTED])


def examples(reading: Reading) -> Iterator[Example]:
    """Conversation by conversation, so that no more than one is held in memory."""
    for conversation in reading.all(lambda row: cast(str, row[0]), _TAUGHT):
        lines = {line[0]: line for line in reading.all(_line, _CONVERSATION, (conversation,))}
        bettered = {corrects for *_, corrects, _ in lines.values() if corrects is not None}
        for answer, _, _, _, signal, _, _ in lines.values():
            if signal is not None and answer not in bettered:
                try:
                    path = _path(lines, answer)
                except KeyError as error:
                    raise damaged(reading.file) from error
                yield Example(answer, conversation, path, Signal(signal))


def _path(lines: dict[str, _Line], id: str) -> tuple[tuple[str, str], ...]:
    path: list[tuple[str, str]] = []
    step: str | None = id
    while step is not None:
        _, parent, role, text, _, _, listed = lines[step]
        path.append((role, with_attachments(text, attachments_of(listed))))
        step = parent
    return tuple(reversed(path))


def _line(row: Row) -> _Line:
    return cast(_Line, row)


def _counted(row: Row) -> tuple[Signal, int]:
    signal, number = cast(tuple[str, int], row)
    try:
        return Signal(signal), number
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a signal called {signal!r}") from error
