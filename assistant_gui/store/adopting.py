"""What a person decided about training data, here or elsewhere, taken in with the messages it is about."""

import json
import sqlite3

from assistant_gui.core.exchange import Confirmed, LeftAlone, Voted
from assistant_gui.core.lessons import Decision
from assistant_gui.core.letters import clean

INTO_DECISIONS = """
    INTO decisions (message, decided, mark, text) SELECT id, ?, ?, ? FROM messages WHERE id = ? AND role = 'assistant'
"""
INTO_LEFT = "INTO left_alone (message, since, digest, reason) SELECT id, ?, ?, ? FROM messages WHERE id = ?"
_VOTE = """
    INSERT INTO votes (voted, adapter, against, base, message, vote, prompt, new, old)
    SELECT ?1, ?2, ?3, ?4, nullif(?5, ''), ?6, ?7, ?8, ?9 WHERE ?5 = '' OR EXISTS (SELECT 1 FROM messages WHERE id = ?5)
"""
"""Of a question whose conversation was deleted meanwhile nothing is kept."""
_KNOWN = "SELECT 1 FROM votes WHERE adapter = ? AND against = ? AND voted = ?"


def adopt(connection: sqlite3.Connection, line: Decision | LeftAlone | Confirmed | Voted, now: float) -> None:
    """Take in what was decided elsewhere; what was decided here stays."""
    match line:
        case Decision():
            text = None if line.text is None else clean(line.text)
            connection.execute(f"INSERT OR IGNORE {INTO_DECISIONS}", (now, line.mark, text, line.id))
        case LeftAlone():
            left = (now, line.digest, clean(line.reason), line.message)
            connection.execute(f"INSERT OR IGNORE {INTO_LEFT}", left)
        case Voted(at=at, ballot=ballot):
            if not connection.execute(_KNOWN, (ballot.adapter, ballot.against, at)).fetchone():
                keep_vote(connection, line)
        case Confirmed():
            connection.execute("INSERT OR IGNORE INTO confirmed (kind, since) VALUES (?, ?)", (line.kind.value, now))


def keep_vote(connection: sqlite3.Connection, voted: Voted) -> None:
    ballot, answers = voted.ballot, voted.ballot.answers
    prompt = json.dumps([[role, clean(text)] for role, text in answers.question.messages], ensure_ascii=False)
    places = (
        voted.at, ballot.adapter, ballot.against, ballot.base, answers.question.message, ballot.vote.value, prompt,
        clean(answers.new), clean(answers.old),
    )  # fmt: skip
    connection.execute(_VOTE, places)
