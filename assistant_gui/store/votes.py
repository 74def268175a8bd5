"""How the person voted on answers of two models; a vote goes with the answer that its question was taken from."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import cast

from assistant_gui.core.comparing import Answers, Ballot, Count, Question, Vote
from assistant_gui.core.letters import clean
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.transfer import Do

_ADD = """
    INSERT INTO votes (voted, adapter, against, base, message, vote, prompt, new, old)
    SELECT ?1, ?2, ?3, ?4, nullif(?5, ''), ?6, ?7, ?8, ?9 WHERE ?5 = '' OR EXISTS (SELECT 1 FROM messages WHERE id = ?5)
"""
"""Of a question whose conversation was deleted meanwhile nothing is kept."""
_STILL_THERE = """
    (message IS NULL OR message IN (
      SELECT m.id FROM messages AS m JOIN conversations AS c ON c.id = m.conversation
      WHERE m.removed IS NULL AND c.trashed IS NULL
    ))
"""
_COUNTS = f"SELECT against, vote FROM votes WHERE adapter = ? AND {_STILL_THERE} ORDER BY number"
_ASKED = "SELECT message FROM votes WHERE adapter = ? AND against = ? AND message IS NOT NULL"
_ALL = f"""
    SELECT adapter, against, base, message, vote, prompt, new, old FROM votes WHERE {_STILL_THERE} ORDER BY number
"""


class StoredVotes:
    """See :class:`assistant_gui.core.comparing.Votes`. Safe from any thread but the window's."""

    def __init__(self, reading: Reading, do: Do, clock: Callable[[], float]) -> None:
        self._reading = reading
        self._do = do
        self._clock = clock

    def add(self, ballot: Ballot) -> None:
        answers, now = ballot.answers, self._clock()
        prompt = json.dumps([[role, clean(text)] for role, text in answers.question.messages], ensure_ascii=False)
        places = (
            now, ballot.adapter, ballot.against, ballot.base, answers.question.message, ballot.vote.value, prompt,
            clean(answers.new), clean(answers.old),
        )  # fmt: skip

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(_ADD, places)

        self._do(work)

    def counts(self, adapter: str) -> dict[str, Count]:
        found: dict[str, Count] = {}
        for against, vote in self._reading.all(_counted, _COUNTS, (adapter,)):
            found[against] = found.get(against, Count()).counted(vote)
        return found

    def asked(self, adapter: str, against: str) -> frozenset[str]:
        return frozenset(self._reading.all(_first, _ASKED, (adapter, against)))

    def preferences(self) -> Iterator[Ballot]:
        yield from self._reading.all(_ballot, _ALL)


def _first(row: Row) -> str:
    return cast(tuple[str], row)[0]


def _counted(row: Row) -> tuple[str, Vote]:
    against, vote = cast(tuple[str, str], row)
    return against, Vote(vote)


def _ballot(row: Row) -> Ballot:
    adapter, against, base, message, vote, prompt, new, old = cast(
        tuple[str, str, str, str | None, str, str, str, str], row
    )
    messages = tuple((str(role), str(text)) for role, text in json.loads(prompt))
    return Ballot(adapter, against, base, Answers(Question(messages, message or ""), new, old), Vote(vote))
