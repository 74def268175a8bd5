"""Spoken questions that were put right.

There is no table for them: a correction is a spoken version of a question that
stands instead of another spoken one. So it goes where the conversation goes, into
a copy, an export or the bin, and nothing can get out of step.
"""

import sqlite3
from collections.abc import Callable
from typing import cast

from assistant_gui.core.conversation import Message, Origin
from assistant_gui.core.corrections import Correction
from assistant_gui.store import branches
from assistant_gui.store.changes import found
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.transfer import Do

RECENT = 200

_PUT_RIGHT = """
    WITH RECURSIVE versions (id, seq, text, created, before) AS (
      SELECT id, seq, text, created, instead FROM messages
      WHERE instead IS NOT NULL AND wish = 'edited' AND origin = 'spoken' AND removed IS NULL
      UNION ALL
      SELECT v.id, v.seq, v.text, v.created, b.instead FROM versions AS v CROSS JOIN messages AS b ON b.id = v.before
      WHERE b.instead IS NOT NULL AND b.origin = 'spoken'
    )
    SELECT heard.text, v.text FROM versions AS v CROSS JOIN messages AS heard ON heard.id = v.before
    WHERE heard.instead IS NULL AND heard.origin = 'spoken'
      AND NOT EXISTS (SELECT 1 FROM messages WHERE instead = v.id AND origin = 'spoken' AND removed IS NULL)
    GROUP BY heard.text, v.text, v.created  -- copies of a conversation teach nothing new
    ORDER BY max(v.seq) DESC LIMIT ?
"""


class StoredCorrections:
    """See :class:`~assistant_gui.core.corrections.Corrections`."""

    def __init__(self, reading: Reading, do: Do, clock: Callable[[], float]) -> None:
        self._reading = reading
        self._do = do
        self._clock = clock

    def correct(self, question: str, text: str) -> Message:
        now = self._clock()

        def work(connection: sqlite3.Connection) -> Message:
            if found(connection, question).origin is not Origin.SPOKEN:
                raise ValueError("only what was heard can be put right")
            return branches.edit(connection, question, text, now, Origin.SPOKEN)

        return self._do(work)

    def recent(self, limit: int = RECENT) -> list[Correction]:
        return self._reading.all(_correction_of, _PUT_RIGHT, (limit,))


def _correction_of(row: Row) -> Correction:
    heard, corrected = cast(tuple[str, str], row)
    return Correction(heard, corrected)
