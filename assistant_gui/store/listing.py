"""The list of training data, page by page.

Which answers are listed is found once and held, eight bytes each, until something is
written: any page of a million is as quick as the first.
"""

import json
import threading
from array import array
from collections.abc import Callable
from typing import cast

from assistant_gui.core.learning import Signal
from assistant_gui.core.lessons import Entry, Listed, Mark, Show, Wanted
from assistant_gui.store.reading import Place, Reading, Row

_ANSWERED = "SELECT 1 FROM messages AS f WHERE f.role = 'user' AND f.removed IS NULL AND f.parent ="
_KEPT = f"""
    (m.instead IS NOT NULL AND m.wish IN ('another', 'shorter', 'longer') AND m.role = 'assistant' AND m.state = 'whole'
     AND m.rating IS NOT 'down' AND EXISTS ({_ANSWERED} m.id) AND NOT EXISTS ({_ANSWERED} m.instead))
"""
_SIGNAL = f"""
    CASE
      WHEN d.mark = 'excluded' THEN NULL
      WHEN d.text IS NOT NULL THEN 'corrected'
      WHEN m.signal IS NOT NULL THEN m.signal
      WHEN m.state <> 'whole' OR m.rating IS 'down' OR trim(m.text) = '' THEN NULL
      WHEN d.mark = 'approved' THEN 'rated_up'
      WHEN {_KEPT} THEN 'kept'
    END
"""
_TEACHING = f"""
    m.seq IN (
      SELECT seq FROM messages WHERE signal IS NOT NULL
      UNION ALL SELECT seq FROM messages WHERE id IN (SELECT message FROM decisions)
      UNION ALL SELECT m.seq FROM messages AS m WHERE m.instead IS NOT NULL AND {_KEPT}
    )
"""
_WHERE = {
    Show.ALL: _TEACHING,
    Show.OPEN: f"{_TEACHING} AND d.message IS NULL",
    Show.APPROVED: "m.id IN (SELECT message FROM decisions WHERE mark = 'approved')",
    Show.EXCLUDED: "m.id IN (SELECT message FROM decisions WHERE mark = 'excluded')",
    Show.EDITED: "m.id IN (SELECT message FROM decisions WHERE text IS NOT NULL)",
    Show.UNRATED: f"""
        m.role = 'assistant' AND m.origin = 'model' AND m.state = 'whole' AND m.signal IS NULL AND m.rating IS NULL
        AND trim(m.text) <> '' AND d.message IS NULL AND NOT {_KEPT}
    """,
}
_JOINED = """
    FROM messages AS m LEFT JOIN decisions AS d ON d.message = m.id JOIN conversations AS c ON c.id = m.conversation
      LEFT JOIN messages AS p ON p.id = m.parent
"""
_FROM = f"""
    {_JOINED}
    WHERE m.removed IS NULL AND c.trashed IS NULL
      AND NOT EXISTS (SELECT 1 FROM messages AS b WHERE b.corrects = m.id AND b.removed IS NULL)
"""


_PAGE = f"""
    SELECT m.id, c.id, c.title, ifnull(p.text, ''), ifnull(d.text, m.text), {_SIGNAL}, m.created, d.mark, d.text IS NOT NULL
    {_JOINED} WHERE m.seq IN (SELECT value FROM json_each(?)) ORDER BY m.seq DESC
"""


class Listing:
    """Safe from any thread but the window's."""

    def __init__(self, reading: Reading, written: Callable[[], int | None]) -> None:
        """*written* counts the changes so far; None: others write, so that nothing can be held."""
        self._reading = reading
        self._written = written
        self._lock = threading.Lock()
        self._held: tuple[tuple[Wanted, int], array[int]] | None = None

    def listed(self, wanted: Wanted, first: int, count: int) -> Listed:
        """*count* entries from the *first* on, newest first."""
        found = self._found(wanted)
        page = json.dumps(list(found[first : first + count]))
        return Listed(tuple(self._reading.all(_entry, _PAGE, (page,))), len(found))

    def _found(self, wanted: Wanted) -> "array[int]":
        written = self._written()
        with self._lock:
            if written is not None and self._held is not None and self._held[0] == (wanted, written):
                return self._held[1]
            found = _seqs(self._reading, wanted)
            if written is not None:
                self._held = ((wanted, written), found)
            return found


def _seqs(reading: Reading, wanted: Wanted) -> "array[int]":
    where, places = f"{_FROM} AND {_WHERE[wanted.show]}", list[Place]()
    if wanted.signal is not None:
        where += f" AND {_SIGNAL} = ?"
        places.append(wanted.signal.value)
    if wanted.text.strip():
        where += " AND (ifnull(d.text, m.text) LIKE ? ESCAPE '\\' OR p.text LIKE ? ESCAPE '\\')"
        places += [_like(wanted.text.strip())] * 2
    return array("q", reading.all(_number, f"SELECT m.seq {where} ORDER BY m.seq DESC", places))


def _like(text: str) -> str:
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return f"%{text}%"


def _number(row: Row) -> int:
    return cast(tuple[int], row)[0]


def _entry(row: Row) -> Entry:
    name, conversation, title, question, answer, signal, created, mark, edited = cast(
        tuple[str, str, str, str, str, str | None, float, str | None, int], row
    )
    return Entry(
        id=name,
        conversation=conversation,
        title=title,
        question=question,
        answer=answer,
        signal=None if signal is None else Signal(signal),
        created=created,
        mark=None if mark is None else Mark(mark),
        edited=bool(edited),
    )
