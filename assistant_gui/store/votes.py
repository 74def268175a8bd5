"""How the person voted on answers of two models; a vote goes with the answer that its question was taken from."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import cast

from assistant_gui.core.comparing import Answers, Ballot, Count, Question, Vote
from assistant_gui.core.exchange import Voted
from assistant_gui.store.adopting import keep_vote
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.transfer import Do

_STILL_THERE = """
    (message IS NULL OR message IN (
      SELECT m.id FROM messages AS m JOIN conversations AS c ON c.id = m.conversation
      WHERE m.removed IS NULL AND c.trashed IS NULL
    ))
"""
_COUNTS = f"SELECT against, vote FROM votes WHERE adapter = ? AND {_STILL_THERE} ORDER BY number"
_ASKED = "SELECT message FROM votes WHERE adapter = ? AND against = ? AND message IS NOT NULL"
_VOTED = "SELECT voted, adapter, against, base, message, vote, prompt, new, old FROM votes"
_ALL = f"{_VOTED} WHERE {_STILL_THERE} ORDER BY number"
_ABOUT = f"{_VOTED} WHERE message IN (SELECT id FROM messages WHERE conversation = ?) ORDER BY number"
_ON_TYPED = f"{_VOTED} WHERE message IS NULL ORDER BY number"


class StoredVotes:
    """See :class:`assistant_gui.core.comparing.Votes`. Safe from any thread but the window's."""

    def __init__(self, reading: Reading, do: Do, clock: Callable[[], float]) -> None:
        self._reading = reading
        self._do = do
        self._clock = clock

    def add(self, ballot: Ballot) -> None:
        voted = Voted(self._clock(), ballot)

        def work(connection: sqlite3.Connection) -> None:
            keep_vote(connection, voted)

        self._do(work)

    def counts(self, adapter: str) -> dict[str, Count]:
        found: dict[str, Count] = {}
        for against, vote in self._reading.all(_counted, _COUNTS, (adapter,)):
            found[against] = found.get(against, Count()).counted(vote)
        return found

    def asked(self, adapter: str, against: str) -> frozenset[str]:
        return frozenset(self._reading.all(_first, _ASKED, (adapter, against)))

    def preferences(self) -> Iterator[Ballot]:
        yield from (each.ballot for each in self._reading.all(_voted, _ALL))

    def about(self, conversation: str) -> list[Voted]:
        """Those on questions that were asked there, to be taken elsewhere."""
        return self._reading.all(_voted, _ABOUT, (conversation,))

    def on_typed(self) -> list[Voted]:
        """Those on questions of no conversation, to be taken elsewhere."""
        return self._reading.all(_voted, _ON_TYPED)


def _first(row: Row) -> str:
    return cast(tuple[str], row)[0]


def _counted(row: Row) -> tuple[str, Vote]:
    against, vote = cast(tuple[str, str], row)
    return against, Vote(vote)


def _voted(row: Row) -> Voted:
    at, adapter, against, base, message, vote, prompt, new, old = cast(
        tuple[float, str, str, str, str | None, str, str, str, str], row
    )
    messages = tuple((str(role), str(text)) for role, text in json.loads(prompt))
    return Voted(at, Ballot(adapter, against, base, Answers(Question(messages, message or ""), new, old), Vote(vote)))
