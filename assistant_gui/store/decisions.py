"""What the person decided about training data: marks, edited texts, and what becomes of private things.

All of it goes with the message it is about.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import cast

from assistant_gui.core.exchange import Confirmed, LeftAlone
from assistant_gui.core.lessons import Decision, Mark, Private
from assistant_gui.core.letters import clean
from assistant_gui.store.adopting import INTO_DECISIONS, INTO_LEFT
from assistant_gui.store.changes import gone
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.transfer import Do

_DECIDED = "SELECT message, mark, text FROM decisions WHERE message IN (SELECT value FROM json_each(?))"
_DECIDE = f"""
    INSERT {INTO_DECISIONS}
    ON CONFLICT (message) DO UPDATE SET decided = excluded.decided, mark = excluded.mark, text = excluded.text
"""
_LEAVE = f"INSERT OR REPLACE {INTO_LEFT}"

_ABOUT = """
    SELECT message, mark, d.text FROM messages AS m CROSS JOIN decisions AS d ON d.message = m.id
    WHERE m.conversation = ? ORDER BY m.seq
"""
_LEFT_IN = """
    SELECT message, digest, reason FROM messages AS m CROSS JOIN left_alone AS l ON l.message = m.id
    WHERE m.conversation = ? ORDER BY m.seq, digest
"""


class StoredDecisions:
    """Safe from any thread but the window's."""

    def __init__(self, reading: Reading, do: Do, clock: Callable[[], float]) -> None:
        self._reading = reading
        self._do = do
        self._clock = clock

    def mark(self, ids: Sequence[str], mark: Mark | None) -> tuple[Decision, ...]:
        """All of them or none; what was decided before, in the order of *ids*."""
        now = self._clock()

        def work(connection: sqlite3.Connection) -> tuple[Decision, ...]:
            before = _decided(connection, ids)
            for each in before:
                _decide(connection, Decision(each.id, mark, each.text), now)
            return before

        return self._do(work)

    def edit(self, id: str, text: str) -> Decision:
        """Learn *text* instead of answer *id*; what was decided before. Raises AssistantError when it is gone."""
        now = self._clock()

        def work(connection: sqlite3.Connection) -> Decision:
            row = connection.execute("SELECT text FROM messages WHERE id = ? AND removed IS NULL", (id,)).fetchone()
            if row is None:
                raise gone()
            [before] = _decided(connection, [id])
            wanted = clean(text)
            same = not wanted.strip() or wanted == row[0]
            _decide(connection, Decision(id, before.mark, None if same else wanted), now)
            return before

        return self._do(work)

    def decide(self, decisions: Sequence[Decision]) -> None:
        now = self._clock()

        def work(connection: sqlite3.Connection) -> None:
            for each in decisions:
                _decide(connection, each, now)

        self._do(work)

    def confirm(self, kinds: Sequence[Private], *, on: bool) -> None:
        now = self._clock()
        query = (
            "INSERT OR IGNORE INTO confirmed (kind, since) VALUES (?, ?)"
            if on
            else "DELETE FROM confirmed WHERE kind = ?"
        )

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(query, [(kind.value, now) if on else (kind.value,) for kind in kinds])

        self._do(work)

    def confirmed(self) -> frozenset[Private]:
        known = {kind.value for kind in Private}
        stored = self._reading.all(_first, "SELECT kind FROM confirmed")
        return frozenset(Private(kind) for kind in stored if kind in known)

    def agreed(self) -> list[Confirmed]:
        """To be taken elsewhere."""
        return [Confirmed(kind) for kind in sorted(self.confirmed())]

    def about(self, conversation: str) -> list[Decision | LeftAlone]:
        """All that was decided about what was said there, to be taken elsewhere."""
        decided = self._reading.all(_decision_of, _ABOUT, (conversation,))
        return [*decided, *self._reading.all(_left_of, _LEFT_IN, (conversation,))]

    def leave(self, example: str, kind: Private, thing: str, reason: str) -> None:
        """Learn *thing* as it is, with what it was found in; without a *reason* no longer."""
        now, digest = self._clock(), digest_of(kind, thing)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM left_alone WHERE digest = ?", (digest,))
            if reason.strip():
                connection.execute(_LEAVE, (now, digest, clean(reason.strip()), example))

        self._do(work)

    def left(self) -> dict[str, str]:
        """Why things are learned as they are, by :meth:`digest`."""
        return dict(self._reading.all(_pair, "SELECT digest, reason FROM left_alone"))

    def digest(self, kind: Private, thing: str) -> str:
        """What is kept of *thing* instead of itself."""
        return digest_of(kind, thing)


def digest_of(kind: Private, thing: str) -> str:
    return hashlib.sha256(f"{kind.value} {thing}".encode()).hexdigest()


def _decided(connection: sqlite3.Connection, ids: Sequence[str]) -> tuple[Decision, ...]:
    found = {
        name: Decision(name, None if mark is None else Mark(mark), text)
        for name, mark, text in connection.execute(_DECIDED, (json.dumps(list(ids)),))
    }
    return tuple(found.get(each, Decision(each)) for each in ids)


def _decide(connection: sqlite3.Connection, decision: Decision, now: float) -> None:
    if decision.mark is None and decision.text is None:
        connection.execute("DELETE FROM decisions WHERE message = ?", (decision.id,))
    else:
        connection.execute(_DECIDE, (now, decision.mark, decision.text, decision.id))


def _first(row: Row) -> str:
    return cast(tuple[str], row)[0]


def _pair(row: Row) -> tuple[str, str]:
    return cast(tuple[str, str], row)


def _decision_of(row: Row) -> Decision:
    name, mark, text = cast(tuple[str, str | None, str | None], row)
    return Decision(name, None if mark is None else Mark(mark), text)


def _left_of(row: Row) -> LeftAlone:
    return LeftAlone(*cast(tuple[str, str, str], row))
